/** Words on the page: what is shown and where it comes from, live runs, one's own sentence, one's own words. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData, LabError } from '../../../errors/lab-error.ts';
import type { SweepRecord } from '../../../experiment/sweep/sweep-record.ts';
import { verbalizeRecord, type VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import type { StoredVerbalizer } from '../../../experiment/verbalizer/verbalizer.ts';
import { verbalizeRecipe } from '../../../experiment/verbalizer/verbalize-recipe.ts';
import type { AskedTemplate } from '../../../protocol/words-protocol.ts';
import type { SweepEvent } from '../../../protocol/sweep-protocol.ts';
import { listSweeps } from '../../../storage/saved-sweeps.ts';
import { isActive } from '../../job/job-status.ts';
import { findTaskOn } from '../../library/shelf.ts';
import { SweepClient } from '../../sweep/sweep-client.ts';
import type { ExpansionAsk, RecordedRun, WordsDraft, WordsLab, WordsState } from '../words-lab-types.ts';
import { draftOf } from '../words-draft.ts';
import { MaskLine } from './mask-line.ts';
import { loadRecordedWords, recordedFile } from './recorded-words.ts';
import { draftFor, recipeOfDraft, type WordList } from './recipe-of-draft.ts';
import { ReportLine } from './report-line.ts';
import { keptLogits, shownRun } from './shown-run.ts';
import { taskOf, type WordsLabParts } from './words-lab-parts.ts';
import { WordShelf } from './word-shelf.ts';
import { Expander } from './expander.ts';
import { OwnSentenceReader } from './own-sentence-reader.ts';
import { EMPTY_WORDS, FIRST_DRAFT, reduceWordsEvent, wordsAnnouncement } from './words-state.ts';

/** What opens: on news the steps are plainest. */
export const OPENING_WORDS = { plm: 'lab-small', task: 'agnews' };

/** While cells come in, a report in so long is enough. */
const REPORT_EVERY_MS = 400;

export class PageWordsLab implements WordsLab {
  readonly store: StoreApi<WordsState> = createStore<WordsState>(() => EMPTY_WORDS);
  readonly draft: StoreApi<WordsDraft>;
  private readonly client: SweepClient;
  private readonly reports: ReportLine;
  private readonly masks: MaskLine;
  private readonly lists: WordShelf;
  private readonly sentences: OwnSentenceReader;
  private readonly expander: Expander;
  private entries: Promise<readonly RecordedRun[]> | null = null;
  private record: VerbalizeRecord | null = null;
  /** Grows with everything asked to be shown, so that the last wish counts. */
  private wishes = 0;
  private reporting: Promise<void> | null = null;
  private isStale = false;
  private looking: Promise<void> | null = null;

  constructor(private readonly parts: WordsLabParts) {
    const task = taskOf(parts, OPENING_WORDS.task);
    this.draft = createStore<WordsDraft>(() =>
      draftFor(OPENING_WORDS.plm, task, { ...FIRST_DRAFT, ...OPENING_WORDS, templates: [], words: '' }),
    );
    this.client = new SweepClient({ connect: parts.sweep, network: parts.network }, (event) =>
      this.hear(event),
    );
    this.reports = new ReportLine(parts.report);
    this.masks = new MaskLine(parts.words, ({ what, share }) =>
      this.store.setState({ loading: { what, share } }),
    );
    this.lists = new WordShelf(parts);
    this.sentences = new OwnSentenceReader(this.store, this.masks);
    this.expander = new Expander(this.store, this.masks);
    this.draft.subscribe(({ task: now }, before) => {
      if (now !== before.task) void this.listWords();
    });
  }

  get plms(): readonly (readonly [string, string])[] {
    return this.parts.plms();
  }

  get tasks(): readonly (readonly [string, string])[] {
    return this.parts.tasks();
  }

  private get isSorting(): boolean {
    return isActive(this.store.getState().status);
  }

  private readonly fail = (thrown: unknown): void =>
    this.store.setState({ error: toErrorData(thrown), loading: null });

  open(): void {
    if (this.store.getState().origin !== 'none' || this.isSorting) return;
    void this.listWords();
    void this.wish(async (wish) => {
      const saved = (await listSweeps(this.parts.storage).catch(() => [])).find(
        ({ experiment }) => experiment === verbalizeRecipe.kind,
      );
      if (saved !== undefined) {
        const { loadSweep } = await import('../../../storage/load-sweep.ts');
        return { record: verbalizeRecord(await loadSweep(this.parts.storage, saved.id)), origin: 'live' };
      }
      return this.recorded(OPENING_WORDS.plm, OPENING_WORDS.task, wish);
    });
  }

  choose(plm: string, task: string): void {
    if (this.isSorting) return;
    this.draft.setState(draftFor(plm, taskOf(this.parts, task), this.draft.getState()));
    void this.wish((wish) => this.recorded(plm, task, wish));
  }

  /** null where none ships: then what is shown stays, and the form says that it is of another run. */
  private async recorded(
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

  private async wish(
    load: (
      wish: number,
    ) => Promise<{ readonly record: VerbalizeRecord; readonly origin: WordsState['origin'] } | null>,
  ): Promise<void> {
    this.wishes += 1;
    const wish = this.wishes;
    this.store.setState({ loading: { what: 'reading the recorded run', share: null }, error: null });
    try {
      const found = await load(wish);
      if (wish !== this.wishes) return;
      if (found !== null) await this.take(found.record, found.origin);
      else this.store.setState({ shown: null, logits: null, origin: 'none' });
    } catch (thrown) {
      if (wish === this.wishes) this.fail(thrown);
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

  private async show(record: VerbalizeRecord, origin: WordsState['origin']): Promise<void> {
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

  private async bringTexts(task: string, rows: number): Promise<void> {
    const texts = await this.masks.ask((service) => service.texts(task, rows)).catch(() => null);
    const { logits, shown } = this.store.getState();
    if (logits !== null && shown?.task.task === task) this.store.setState({ logits: { ...logits, texts } });
  }

  private asked(template: number): AskedTemplate | null {
    const { shown } = this.store.getState();
    return this.record === null || shown === null
      ? null
      : // What was recorded on another engine is asked on this device's.
        { recipe: { ...this.record.recipe, engine: 'auto' }, task: shown.task.task, template };
  }

  look(template: number, seed: number): void {
    const asked = this.asked(template);
    if (asked === null) return;
    this.looking = this.work(async () => {
      const logits = await this.masks.ask((service) => service.look(asked, seed));
      if (this.asked(template)?.task !== asked.task) return;
      const texts = this.store.getState().logits?.texts ?? null;
      this.store.setState({ logits: { template, seed, logits, texts } });
      await this.bringTexts(asked.task, logits.truth.length);
    }).finally(() => (this.looking = null));
  }

  private async work(work: () => Promise<void>): Promise<void> {
    this.store.setState({ error: null });
    try {
      await work();
    } catch (thrown) {
      this.fail(thrown);
    }
    this.store.setState({ loading: null });
  }

  start(): void {
    if (this.isSorting) return;
    void this.work(async () => {
      const draft = this.draft.getState();
      const task = taskOf(this.parts, draft.task);
      const manual = await this.lists.manual(task);
      const recipe = recipeOfDraft(draft, task, manual, await this.lists.of(task));
      this.wishes += 1;
      this.record = null;
      this.store.setState({
        origin: 'live',
        status: 'starting',
        shown: null,
        logits: null,
        sentence: { kind: 'row', row: 0 },
      });
      const id = `words-${recipe.plm}-${this.parts.now().getTime().toString(36)}`;
      void this.client.start(id, recipe, null);
    });
  }

  pause(): void {
    if (this.store.getState().status === 'running') void this.client.pause();
  }

  resume(): void {
    if (this.store.getState().status === 'paused') void this.client.resume();
  }

  stop(): void {
    if (!this.isSorting) return;
    this.store.setState({ status: 'stopping' });
    void this.client.stop();
  }

  private hear(event: SweepEvent): void {
    this.store.setState(reduceWordsEvent(this.store.getState(), event), true);
    const announcement = wordsAnnouncement(event);
    if (announcement !== null) this.parts.announce(announcement);
    if (event.kind === 'opened') this.record = verbalizeRecord(event.record);
    else if (event.kind === 'cell' && this.record !== null) {
      const cells: SweepRecord['cells'] = { ...this.record.cells, [event.id]: event.result };
      this.record = { ...this.record, cells };
    } else return;
    this.refresh();
  }

  /** Makes the report anew; while one is made, at most one more waits. */
  private refresh(): void {
    this.isStale = true;
    this.reporting ??= this.reportWhileStale().finally(() => (this.reporting = null));
  }

  private async reportWhileStale(): Promise<void> {
    while (this.isStale && this.record !== null) {
      this.isStale = false;
      await this.show(this.record, 'live').catch(this.fail);
      if (this.isSorting) await new Promise((resolve) => setTimeout(resolve, REPORT_EVERY_MS));
    }
  }

  type(text: string): void {
    const { logits, shown } = this.store.getState();
    const [seed] = shown?.seeds ?? [];
    // A run that came without its words' logits is read with the first template and support.
    if (logits === null && shown !== null && seed !== undefined && this.looking === null) this.look(0, seed);
    this.sentences.type(text, this.asked(logits?.template ?? 0));
  }

  sample(row: number): void {
    this.store.setState({ sentence: { kind: 'row', row } });
  }

  expand(ask: ExpansionAsk): void {
    this.expander.expand(ask, this.draft.getState().plm);
  }

  takeExpanded(): void {
    const { expansion } = this.store.getState();
    if (expansion.kind !== 'done') return;
    void this.work(async () => {
      const task = taskOf(this.parts, this.draft.getState().task);
      const list = await this.lists.keepExpanded(task, expansion.classes, this.expander.settings);
      await this.listWords();
      this.draft.setState({ words: list.key });
    });
  }

  private async listWords(): Promise<void> {
    const task = findTaskOn(this.parts.shelf, this.draft.getState().task);
    if (task === null) return;
    const lists: readonly WordList[] = await this.lists.of(task).catch(() => []);
    if (this.draft.getState().task === task.name)
      this.store.setState({ wordLists: lists.map(({ key, label }) => [key, label]) });
  }

  openFiles(files: readonly File[]): void {
    void this.work(async () => {
      for (const file of files) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        if (file.name.endsWith('.plab')) {
          const record = await this.reports.read(bytes, file.name);
          await this.wish(() => Promise.resolve({ record, origin: 'file' }));
          continue;
        }
        const task = taskOf(this.parts, this.draft.getState().task);
        const list = await this.lists.keepFile(task, file.name, new TextDecoder().decode(bytes));
        await this.listWords();
        this.draft.setState({ words: list.key });
      }
    });
  }

  async file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    const { record } = this;
    if (record === null) return null;
    try {
      const bytes = await this.reports.write(record);
      return { name: `words-${record.recipe.plm}-${record.recipe.tasks[0]}.plab`, bytes };
    } catch (thrown) {
      this.fail(thrown);
      return null;
    }
  }

  async keep(words: StoredVerbalizer): Promise<string | null> {
    try {
      const { label } = await this.lists.keep(words);
      await this.listWords();
      this.parts.announce(`Kept as ${label}.`);
      return label;
    } catch (thrown) {
      this.fail(thrown);
      return null;
    }
  }
}
