/** The run that the place Words shows: its record, what it came to, the logits that its words are judged by. */
import type { StoreApi } from 'zustand/vanilla';
import { LabError, toErrorData } from '../../../errors/lab-error.ts';
import type { VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import type { AskedTemplate } from '../../../protocol/words-protocol.ts';
import { draftOf } from '../words-draft.ts';
import type { RecordedRun, WordsDraft, WordsState } from '../words-lab-types.ts';
import type { MaskLine } from './mask-line.ts';
import { loadRecordedWords, recordedFile } from './recorded-words.ts';
import { keptLogits, shownRun } from './shown-run.ts';
import type { WordsReports } from './words-reports.ts';
import type { WordsLabParts } from './words-lab-parts.ts';

export interface ShownWordsParts extends Pick<WordsLabParts, 'readText' | 'readBytes'> {
  readonly store: StoreApi<WordsState>;
  readonly draft: StoreApi<WordsDraft>;
  readonly reports: WordsReports;
  readonly masks: MaskLine;
}

/** A run that is to be shown. */
export interface ShownRecord {
  readonly record: VerbalizeRecord;
  readonly origin: WordsState['origin'];
}

export class ShownWords {
  /** null while nothing is shown, or only what a recorded run came to. */
  record: VerbalizeRecord | null = null;
  private readonly store: StoreApi<WordsState>;
  private readonly draft: StoreApi<WordsDraft>;
  private readonly reports: WordsReports;
  private readonly masks: MaskLine;
  private entries: Promise<readonly RecordedRun[]> | null = null;
  /** Grows with everything asked to be shown, so that the last wish counts. */
  private wishes = 0;

  constructor(private readonly parts: ShownWordsParts) {
    ({ store: this.store, draft: this.draft, reports: this.reports, masks: this.masks } = parts);
  }

  /** Nothing: a live run begins, and what was wished for is not waited for any more. */
  clear(): void {
    this.wishes += 1;
    this.record = null;
  }

  /** null where none ships: then what is shown stays, and the form says that it is of another run. */
  async recorded(
    plm: string,
    task: string,
    wish: number,
  ): Promise<{ readonly record: VerbalizeRecord; readonly origin: 'recorded' } | null> {
    const entry = (await this.recordedRuns()).find((one) => one.plm === plm && one.task.task === task);
    if (entry === undefined) return null;
    // What it came to is there at once; its words and rows take a moment.
    if (wish === this.wishes) {
      this.store.setState({ shown: entry, logits: null, origin: 'recorded' });
      this.draft.setState(draftOf(entry, this.draft.getState()));
    }
    const file = recordedFile(plm, task);
    const bytes = await this.parts.readBytes(file);
    if (bytes === null)
      throw new LabError({
        code: 'file',
        message: `The recorded run of ${task} on ${plm} can’t be reached.`,
        remedy: 'Connect and try again, or sort rows live.',
        where: file,
      });
    return { record: await this.reports.read(bytes, file), origin: 'recorded' };
  }

  private async recordedRuns(): Promise<readonly RecordedRun[]> {
    this.entries ??= loadRecordedWords(this.parts.readText);
    const entries = await this.entries;
    if (this.store.getState().recorded !== entries) this.store.setState({ recorded: entries });
    return entries;
  }

  /** Shows what `load` brings, unless something else was asked for meanwhile. */
  async wish(load: (wish: number) => Promise<ShownRecord | null>): Promise<void> {
    this.wishes += 1;
    const wish = this.wishes;
    this.store.setState({ loading: { what: 'reading the recorded run', share: null }, error: null });
    try {
      const found = await load(wish);
      if (wish !== this.wishes) return;
      if (found !== null) await this.take(found.record, found.origin);
      else this.store.setState({ shown: null, logits: null, origin: 'none' });
    } catch (thrown) {
      if (wish === this.wishes) this.store.setState({ error: toErrorData(thrown) });
    } finally {
      if (wish === this.wishes) this.store.setState({ loading: null });
    }
  }

  private async take(record: VerbalizeRecord, origin: WordsState['origin']): Promise<void> {
    this.record = record;
    await this.show(record, origin);
    const { shown } = this.store.getState();
    // The form of a recorded run is there before its file, and may have been changed since.
    if (shown !== null && origin !== 'recorded') this.draft.setState(draftOf(shown, this.draft.getState()));
  }

  /** Makes the report of `record` and shows it. */
  async show(record: VerbalizeRecord, origin: WordsState['origin']): Promise<void> {
    const [entries, report] = await Promise.all([this.recordedRuns(), this.reports.report(record)]);
    if (this.record !== record) return;
    const entry = entries.find(
      ({ plm, task }) => plm === record.recipe.plm && task.task === record.recipe.tasks[0],
    );
    const shown = shownRun(record, report, entry?.trained ?? null);
    const look = shown === null ? null : keptLogits(record, shown.task.task);
    const before = this.store.getState().logits;
    const logits = look === null ? null : { ...look, texts: before?.texts ?? null };
    this.store.setState({ shown, origin, ...(logits === null ? { logits: null } : { logits }) });
    if (shown !== null && look !== null) await this.bringTexts(shown.task.task, look.logits.truth.length);
  }

  /** The texts of the first rows, beside the logits that are there. */
  async bringTexts(task: string, rows: number): Promise<void> {
    const texts = await this.masks.ask((service) => service.texts(task, rows)).catch(() => null);
    const { logits, shown } = this.store.getState();
    if (logits !== null && shown?.task.task === task) this.store.setState({ logits: { ...logits, texts } });
  }

  /** How the run asks with one of its templates; null while its record isn't there. */
  asked(template: number): AskedTemplate | null {
    const { shown } = this.store.getState();
    return this.record === null || shown === null
      ? null
      : // What was recorded on another engine is asked on this device's.
        { recipe: { ...this.record.recipe, engine: 'auto' }, task: shown.task.task, template };
  }
}
