/** Words on the page: what is shown and where it comes from, live runs, one's own sentence, one's own words. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../errors/lab-error.ts';
import type { TaskEntry } from '../../../experiment/task-types.ts';
import type { SweepRecord } from '../../../experiment/sweep/sweep-record.ts';
import { verbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import type { StoredVerbalizer } from '../../../experiment/verbalizer/verbalizer.ts';
import { verbalizeRecipe } from '../../../experiment/verbalizer/verbalize-recipe.ts';
import type { SweepEvent } from '../../../protocol/sweep-protocol.ts';
import { listSweeps } from '../../../storage/saved-sweeps.ts';
import { isActive } from '../../job/job-status.ts';
import { findTaskOn } from '../../library/shelf.ts';
import { ReportLoop } from '../../sweep/report-loop.ts';
import { SweepClient } from '../../sweep/sweep-client.ts';
import type { ExpansionAsk, WordsDraft, WordsLab, WordsState } from '../words-lab-types.ts';
import { MaskLine } from './mask-line.ts';
import { draftFor, keyOfWords, recipeOfDraft, type WordList } from './recipe-of-draft.ts';
import { ShownWords, type ShownRecord } from './shown-words.ts';
import { taskOf, type WordsLabParts } from './words-lab-parts.ts';
import { wordsReports, type WordsReports } from './words-reports.ts';
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
  private readonly reports: WordsReports;
  private readonly masks: MaskLine;
  private readonly lists: WordShelf;
  private readonly sentences: OwnSentenceReader;
  private readonly expander: Expander;
  private readonly run: ShownWords;
  private readonly reporting = new ReportLoop(
    () => this.reportNow(),
    () => this.isSorting,
    REPORT_EVERY_MS,
  );
  private looking: Promise<void> | null = null;

  constructor(private readonly parts: WordsLabParts) {
    const task = taskOf(parts, OPENING_WORDS.task);
    this.draft = createStore<WordsDraft>(() =>
      draftFor(OPENING_WORDS.plm, task, { ...FIRST_DRAFT, ...OPENING_WORDS, templates: [], words: '' }),
    );
    this.client = new SweepClient({ connect: parts.sweep, network: parts.network }, (event) =>
      this.hear(event),
    );
    this.reports = wordsReports(parts.report);
    this.masks = new MaskLine(parts.words, ({ what, share }) =>
      this.store.setState({ loading: { what, share } }),
    );
    const { store, draft, reports, masks } = this;
    this.run = new ShownWords({ ...parts, store, draft, reports, masks });
    this.lists = new WordShelf(parts);
    this.sentences = new OwnSentenceReader(this.store, this.masks);
    this.expander = new Expander(this.store, this.masks);
    this.draft.subscribe(({ task, words }, before) => {
      // A run that is shown brings its own words, which may be on no list yet.
      if (task !== before.task || words !== before.words) void this.listWords();
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
    void this.run.wish(async (wish) => {
      const saved = (await listSweeps(this.parts.storage).catch(() => [])).find(
        ({ experiment }) => experiment === verbalizeRecipe.kind,
      );
      if (saved !== undefined) return this.saved(saved.id);
      return this.run.recorded(OPENING_WORDS.plm, OPENING_WORDS.task, wish);
    });
  }

  private async saved(id: string): Promise<ShownRecord> {
    const { loadSweep } = await import('../../../storage/load-sweep.ts');
    return { record: verbalizeRecord(await loadSweep(this.parts.storage, id)), origin: 'live' };
  }

  showSaved(id: string): void {
    if (this.isSorting) return;
    void this.listWords();
    void this.run.wish(() => this.saved(id));
  }

  choose(plm: string, task: string): void {
    if (this.isSorting) return;
    this.draft.setState(draftFor(plm, taskOf(this.parts, task), this.draft.getState()));
    void this.run.wish((wish) => this.run.recorded(plm, task, wish));
  }

  look(template: number, seed: number): void {
    const asked = this.run.asked(template);
    if (asked === null) return;
    this.looking = this.work(async () => {
      const logits = await this.masks.ask((service) => service.look(asked, seed));
      if (this.run.asked(template)?.task !== asked.task) return;
      const texts = this.store.getState().logits?.texts ?? null;
      this.store.setState({ logits: { template, seed, logits, texts } });
      await this.run.bringTexts(asked.task, logits.truth.length);
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
      const recipe = recipeOfDraft(draft, task, manual, await this.listsFor(task));
      this.run.clear();
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
    const { run } = this;
    if (event.kind === 'opened') run.record = verbalizeRecord(event.record);
    else if (event.kind === 'cell' && run.record !== null) {
      const cells: SweepRecord['cells'] = { ...run.record.cells, [event.id]: event.result };
      run.record = { ...run.record, cells };
    } else return;
    this.reporting.refresh();
  }

  private async reportNow(): Promise<void> {
    const { record } = this.run;
    if (record !== null) await this.run.show(record, 'live').catch(this.fail);
  }

  type(text: string): void {
    const { logits, shown } = this.store.getState();
    const [seed] = shown?.seeds ?? [];
    // A run that came without its words' logits is read with the first template and support.
    if (logits === null && shown !== null && seed !== undefined && this.looking === null) this.look(0, seed);
    this.sentences.type(text, this.run.asked(logits?.template ?? 0));
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
      this.draft.setState({ words: keyOfWords(list.asked) });
    });
  }

  private async listWords(): Promise<void> {
    const task = findTaskOn(this.parts.shelf, this.draft.getState().task);
    if (task === null) return;
    const lists = await this.listsFor(task).catch(() => []);
    if (this.draft.getState().task === task.name)
      this.store.setState({ wordLists: lists.map(({ asked, label }) => [keyOfWords(asked), label]) });
  }

  /** What fits a task, and what the run shown was made with: its file may come from another device. */
  private async listsFor(task: TaskEntry): Promise<readonly WordList[]> {
    const lists = await this.lists.of(task);
    const { record } = this.run;
    const words = record?.recipe.words ?? {};
    if (!Object.hasOwn(words, task.name)) return lists;
    const own = words[task.name];
    return lists.some(({ asked }) => keyOfWords(asked) === keyOfWords(own))
      ? lists
      : [...lists, { label: own.kind === 'listed' ? own.name : 'Words of the run shown', asked: own }];
  }

  openFiles(files: readonly File[]): void {
    void this.work(async () => {
      for (const file of files) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        if (file.name.endsWith('.plab')) {
          const record = await this.reports.read(bytes, file.name);
          await this.run.wish(() => Promise.resolve({ record, origin: 'file' }));
          continue;
        }
        const task = taskOf(this.parts, this.draft.getState().task);
        const list = await this.lists.keepFile(task, file.name, new TextDecoder().decode(bytes));
        await this.listWords();
        this.draft.setState({ words: keyOfWords(list.asked) });
      }
    });
  }

  async file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    const { record } = this.run;
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
