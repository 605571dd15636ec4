/** Growing runs on the page: what is shown and where it comes from, the form, live runs, predictions. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../errors/lab-error.ts';
import { growthKind } from '../../../experiment/progressive/growth-kind.ts';
import { growthRecord, type GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import type { GivenStart, GrowthSweep } from '../../../experiment/progressive/growth-recipe.ts';
import type { SweepEvent } from '../../../protocol/sweep-protocol.ts';
import { listRuns, loadPrompt } from '../../../storage/saved-runs.ts';
import { listSweeps, saveSweep } from '../../../storage/saved-sweeps.ts';
import { isActive } from '../../job/job-status.ts';
import { findTaskOn, modelsOn, tasksOn } from '../../library/shelf.ts';
import { ReportLoop } from '../../sweep/report-loop.ts';
import { SweepClient } from '../../sweep/sweep-client.ts';
import { FIRST_GROW_DRAFT, USUAL_REST } from '../grow-draft.ts';
import type { GrowDraft, GrowLab, GrowState } from '../grow-lab-types.ts';
import { partKey, usualStages, wholeNumber } from '../stage-draft.ts';
import type { GrowLabParts } from './grow-lab-parts.ts';
import { growReports, type GrowReports } from './grow-reports.ts';
import { EMPTY_GROW, growAnnouncement, reduceGrowEvent } from './grow-state.ts';
import { Predictor } from './predictor.ts';
import { recipeOfGrowDraft } from './recipe-of-grow-draft.ts';
import { ShownRuns, type HeldRun } from './shown-runs.ts';
import { structureOfFacts } from './structure-of-facts.ts';

/** What opens, where it was recorded; else the first that was. */
export const OPENING_GROW = { plm: 'lab-small', task: 'subj' };

/** While cells come in, a report in so long is enough. */
const REPORT_EVERY_MS = 400;
/** A size is chosen when nothing changed for so long. */
const SETTLE_MS = 500;

export class PageGrowLab implements GrowLab {
  readonly store: StoreApi<GrowState> = createStore<GrowState>(() => EMPTY_GROW);
  readonly draft: StoreApi<GrowDraft>;
  private readonly client: SweepClient;
  private readonly reports: GrowReports;
  private readonly predictor: Predictor;
  private readonly reporting = new ReportLoop(
    () => this.reportNow(),
    () => this.isGrowing,
    REPORT_EVERY_MS,
  );
  private readonly runs: ShownRuns;
  /** Whether the cost of other sizes is counted by itself: from the first time on that it was asked for. */
  private follows = false;
  private running: { readonly id: string; readonly recipe: GrowthSweep } | null = null;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: GrowLabParts) {
    this.draft = createStore<GrowDraft>(() => ({ ...FIRST_GROW_DRAFT, ...OPENING_GROW }));
    this.client = new SweepClient({ connect: parts.sweep, network: parts.network }, (event) =>
      this.hear(event),
    );
    this.reports = growReports(parts.report);
    this.predictor = new Predictor(this.store, parts.sweep);
    const { store, draft, reports } = this;
    this.runs = new ShownRuns({ ...parts, store, draft, reports });
    this.draft.subscribe(({ stages }, before) => {
      if (stages !== before.stages) this.followSizes();
    });
  }

  get plms(): readonly (readonly [string, string])[] {
    return modelsOn(this.parts.shelf.getState()).map(({ name, title }) => [name, title] as const);
  }

  get tasks(): readonly (readonly [string, string])[] {
    return tasksOn(this.parts.shelf.getState()).map(({ name, title }) => [name, title] as const);
  }

  rowsOf(task: string): { readonly dev: number; readonly test: number } | null {
    const found = findTaskOn(this.parts.shelf, task);
    return found === null ? null : { dev: found.rows.dev, test: found.rows.test };
  }

  async starts(): Promise<readonly (readonly [string, string])[]> {
    const { plm } = this.draft.getState();
    const runs = await listRuns(this.parts.storage).catch(() => []);
    return runs.filter((run) => run.plm === plm).map(({ id, name }) => [id, name] as const);
  }

  private get isGrowing(): boolean {
    return isActive(this.store.getState().status);
  }

  private readonly fail = (thrown: unknown): void =>
    this.store.setState({ error: toErrorData(thrown), loading: null });

  open(): void {
    if (this.store.getState().origin !== 'none' || this.isGrowing) return;
    void this.runs.wish(async (wish) => {
      const kept = await this.lastKept();
      if (kept !== null) return kept;
      const all = await this.runs.recorded();
      const opening =
        all.find(({ report: { plm, task } }) => plm === OPENING_GROW.plm && task === OPENING_GROW.task) ??
        all.at(0);
      if (opening !== undefined) return this.runs.openRecorded(opening, wish);
      await this.prepare(OPENING_GROW.plm, OPENING_GROW.task);
      return null;
    });
  }

  /** The newest run of this device; where it can't be read that is said, and the recorded one is shown. */
  private async lastKept(): Promise<HeldRun | null> {
    try {
      const kept = (await listSweeps(this.parts.storage)).find(
        ({ experiment }) => experiment === growthKind.kind,
      );
      return kept === undefined ? null : await this.kept(kept.id);
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown, 'storage') });
      return null;
    }
  }

  private async kept(id: string): Promise<HeldRun> {
    const { loadSweep } = await import('../../../storage/load-sweep.ts');
    const record = growthRecord(await loadSweep(this.parts.storage, id));
    return { record, task: record.recipe.tasks[0], origin: 'live', id };
  }

  showSaved(id: string): void {
    if (!this.isGrowing) void this.runs.wish(() => this.kept(id));
  }

  choose(plm: string, task: string): void {
    if (this.isGrowing) return;
    const { held } = this.runs;
    if (held?.record.recipe.plm === plm && held.record.recipe.tasks.includes(task)) {
      void this.runs.wish(() => Promise.resolve({ ...held, task }));
      return;
    }
    this.draft.setState({ plm, task });
    void this.runs.wish(async (wish) => {
      const entry = (await this.runs.recorded()).find(
        ({ report }) => report.plm === plm && report.task === task,
      );
      if (entry !== undefined) return this.runs.openRecorded(entry, wish);
      this.runs.clear();
      await this.prepare(plm, task);
      return null;
    });
  }

  /** The form for a PLM of which nothing is shown: the paper's stages on it. */
  private async prepare(plm: string, task: string): Promise<void> {
    const structure = await this.structureOf(plm);
    const { plm: now, decoder, steps } = this.draft.getState();
    if (now !== plm) return;
    const all = wholeNumber(steps) ?? Number(FIRST_GROW_DRAFT.steps);
    this.store.setState({ structure: { plm, of: structure } });
    this.draft.setState({
      plm,
      task,
      stages: usualStages('both', all, decoder, structure),
      rest: USUAL_REST,
    });
  }

  private async structureOf(plm: string): ReturnType<Predictor['structure']> {
    const known = this.store.getState().structure;
    if (known?.plm === plm) return known.of;
    const entry = (await this.runs.recorded()).find(({ report }) => report.plm === plm);
    if (entry !== undefined) return entry.structure;
    const facts = modelsOn(this.parts.shelf.getState()).find(({ name }) => name === plm);
    // A shipped PLM isn't downloaded for a look at its form.
    return facts?.shipped === true ? structureOfFacts(facts) : this.predictor.structure(plm);
  }

  private followSizes(): void {
    clearTimeout(this.settling);
    if (!this.follows || this.isGrowing) return;
    this.settling = setTimeout(() => {
      const draft = this.draft.getState();
      const { costs } = this.store.getState();
      const isKnown = draft.stages.every(({ layers, neurons }) =>
        costs.has(partKey(draft, Number(layers), Number(neurons))),
      );
      if (!isKnown && !this.isGrowing) this.predict();
    }, SETTLE_MS);
  }

  predict(): void {
    this.follows = true;
    void this.work(async () => {
      const draft = this.draft.getState();
      await this.predictor.predict(recipeOfGrowDraft(draft, await this.startOf(draft)), draft);
    });
  }

  private async startOf({ startFrom }: GrowDraft): Promise<GivenStart | null> {
    if (startFrom === '') return null;
    const { name, length, width, values } = await loadPrompt(this.parts.storage, startFrom);
    return { name, length, width, values: Array.from(values) };
  }

  private async work(work: () => Promise<void>): Promise<void> {
    this.store.setState({ error: null });
    try {
      await work();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  start(): void {
    if (this.isGrowing) return;
    void this.work(async () => {
      const draft = this.draft.getState();
      const recipe = recipeOfGrowDraft(draft, await this.startOf(draft));
      this.run(this.idFor(recipe), recipe, null);
    });
  }

  private idFor({ plm }: GrowthSweep): string {
    return `grow-${plm}-${this.parts.now().getTime().toString(36)}`;
  }

  private run(id: string, recipe: GrowthSweep, earlier: GrowthRecord | null): void {
    const { shown } = this.store.getState();
    this.runs.begin(
      earlier === null ? null : { record: earlier, task: this.taskOf(recipe), origin: 'live', id },
    );
    this.running = { id, recipe };
    this.store.setState({
      origin: 'live',
      status: 'starting',
      shown: earlier === null ? null : shown,
      progress: null,
      now: null,
    });
    void this.client.start(id, recipe, earlier);
  }

  private taskOf({ tasks }: GrowthSweep): string {
    const { task } = this.draft.getState();
    return tasks.includes(task) ? task : tasks[0];
  }

  pause(): void {
    if (this.store.getState().status === 'running') void this.client.pause();
  }

  resume(): void {
    if (this.store.getState().status === 'paused') {
      void this.client.resume();
      return;
    }
    const { held } = this.runs;
    if (held === null || this.isGrowing) return;
    void this.work(async () => {
      const { record } = held;
      const id = held.id ?? this.idFor(record.recipe);
      // What was only looked at becomes one's own, with the cells that it has.
      if (held.id === null) await saveSweep(this.parts.storage, id, record, record.cells);
      this.run(id, record.recipe, record);
    });
  }

  stop(): void {
    if (!this.isGrowing) return;
    this.store.setState({ status: 'stopping' });
    void this.client.stop();
  }

  private hear(event: SweepEvent): void {
    const { running } = this;
    this.store.setState(reduceGrowEvent(this.store.getState(), event, running?.recipe ?? null), true);
    const announcement = growAnnouncement(event);
    if (announcement !== null) this.parts.announce(announcement);
    if (event.kind === 'opened' && running !== null) {
      const record = growthRecord(event.record);
      this.runs.held = { record, task: this.taskOf(record.recipe), origin: 'live', id: running.id };
    } else if (event.kind === 'cell' && this.runs.held !== null) {
      const { record } = this.runs.held;
      this.runs.held = {
        ...this.runs.held,
        record: { ...record, cells: { ...record.cells, [event.id]: event.result } },
      };
    } else return;
    this.reporting.refresh();
  }

  private async reportNow(): Promise<void> {
    if (this.runs.held !== null) await this.runs.show(this.runs.held).catch(this.fail);
  }

  openFiles(files: readonly File[]): void {
    const [file] = files;
    if (file === undefined || this.isGrowing) return;
    void this.runs.wish(async () => {
      const record = await this.reports.read(new Uint8Array(await file.arrayBuffer()), file.name);
      return { record, task: record.recipe.tasks[0], origin: 'file', id: null };
    });
  }

  async file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    if (this.runs.held === null) return null;
    const { record } = this.runs.held;
    try {
      const bytes = await this.reports.write(record);
      return { name: `grow-${record.recipe.plm}-${record.recipe.tasks.join('-')}.plab`, bytes };
    } catch (thrown) {
      this.fail(thrown);
      return null;
    }
  }
}
