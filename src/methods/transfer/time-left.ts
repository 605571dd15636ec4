/** How long a sweep will still take, from how long cells of each kind took. */
import type { SweepCell } from '../../experiment/sweep-cells.ts';

type Kind = SweepCell['kind'];

/** Kinds not seen yet are expected to take as long as a kind that does about the same. */
const LIKE: Readonly<Record<Kind, Kind>> = {
  train: 'initialise',
  initialise: 'train',
  transfer: 'mask',
  mask: 'transfer',
  neurons: 'transfer',
  recommend: 'train',
  project: 'train',
  'initialise-projected': 'train',
};

export class TimeLeft {
  private readonly seen = new Map<Kind, { seconds: number; count: number }>();

  constructor(private readonly cells: readonly SweepCell[]) {}

  took({ kind }: SweepCell, seconds: number): void {
    const before = this.seen.get(kind) ?? { seconds: 0, count: 0 };
    this.seen.set(kind, { seconds: before.seconds + seconds, count: before.count + 1 });
  }

  private expected(kind: Kind): number | null {
    const seen = this.seen.get(kind) ?? this.seen.get(LIKE[kind]);
    return seen === undefined ? null : seen.seconds / seen.count;
  }

  /** Seconds for the cells from `at` on, of whose first `share` is done; null while a kind's time isn't known. */
  left(at: number, share: number): number | null {
    let seconds = 0;
    for (let index = at; index < this.cells.length; index++) {
      const expected = this.expected(this.cells[index].kind);
      if (expected === null) return null;
      seconds += index === at ? (1 - share) * expected : expected;
    }
    return seconds;
  }
}
