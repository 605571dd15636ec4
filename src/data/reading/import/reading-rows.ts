/** Rows of an import as they come: counted, kept, divided. */
import type { ReadingItem, ReadingSplits } from '../../../experiment/reader/items/reading-item.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffled } from '../../../experiment/sampling.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import type { RowProblem } from '../../import/import-types.ts';
import { MOST_BYTES, MOST_LISTED } from '../../import/limits.ts';
import { taskError } from '../../task-error.ts';
import { whyLeftOut } from './check-item.ts';
import type { LeftOut, ReadingRow } from './reading-import.ts';
import type { TextPart } from './text-parts.ts';

/** Of questions without a split, the tenth part each. */
const DEV_AND_TEST_SHARE = 0.1;

export class ReadingRows {
  readonly leftOut: Record<LeftOut, number> = {
    'no-question': 0,
    'no-passages': 0,
    'no-answer': 0,
    'yes-or-no': 0,
    'too-long': 0,
  };
  readonly problems: RowProblem[] = [];
  readonly files: { name: string; split: SplitName | null; items: number }[] = [];
  malformed = 0;
  hasDivided = false;
  private readonly items = new Map<SplitName | null, ReadingItem[]>();
  private characters = 0;

  constructor(private readonly most: number) {}

  open({ name, split }: TextPart): void {
    this.files.push({ name, split, items: 0 });
  }

  isFull(split: SplitName | null): boolean {
    return this.ofSplit(split).length >= this.most;
  }

  /** @throws LabError `task` where there is more than memory should hold */
  take(rows: readonly ReadingRow[]): void {
    for (const row of rows) {
      if (row.kind === 'malformed') {
        this.malformed += 1;
        if (this.problems.length < MOST_LISTED) this.problems.push(row.problem);
        continue;
      }
      const why = row.kind === 'left-out' ? row.why : whyLeftOut(row.item);
      if (why !== null) this.leftOut[why] += 1;
      else if (row.kind === 'item' && !this.isFull(row.split)) this.keep(row.item, row.split);
    }
  }

  /** Items by split; those of no split are divided by the seed. */
  splits(seed: number): ReadingSplits {
    const loose = this.ofSplit(null);
    this.hasDivided = loose.length > 0;
    const order = Array.from(shuffled(loose.length, randomStream(seed, 'reading/split')), (at) => loose[at]);
    const held = Math.floor(DEV_AND_TEST_SHARE * loose.length);
    return {
      train: [...this.ofSplit('train'), ...order.slice(2 * held)],
      dev: [...this.ofSplit('dev'), ...order.slice(0, held)],
      test: [...this.ofSplit('test'), ...order.slice(held, 2 * held)],
    };
  }

  private ofSplit(split: SplitName | null): ReadingItem[] {
    const known = this.items.get(split) ?? [];
    this.items.set(split, known);
    return known;
  }

  private keep(item: ReadingItem, split: SplitName | null): void {
    this.ofSplit(split).push(item);
    const file = this.files[this.files.length - 1];
    file.items += 1;
    for (const { text } of item.passages) this.characters += text.length;
    if (this.characters > MOST_BYTES)
      throw taskError(
        file.name,
        `up to here there are more than ${Math.floor(MOST_BYTES / 1024 / 1024)} MiB of passages.`,
        'Ask for fewer questions.',
      );
  }
}
