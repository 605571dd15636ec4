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
import { draftOfGrowth, FIRST_GROW_DRAFT, USUAL_REST } from '../grow-draft.ts';
import type { GrowDraft, GrowLab, GrowState, RecordedGrowth, ShownGrowth } from '../grow-lab-types.ts';
import { partKey, usualStages, wholeNumber, wholeOf } from '../stage-draft.ts';
import type { GrowLabParts } from './grow-lab-parts.ts';
import { growReports, type GrowReports } from './grow-reports.ts';
import { EMPTY_GROW, growAnnouncement, reduceGrowEvent } from './grow-state.ts';
import { Predictor } from './predictor.ts';
import { loadRecordedGrowth, recordedFile } from './recorded-growth.ts';
import { recipeOfGrowDraft } from './recipe-of-grow-draft.ts';
import { shownGrowth } from './shown-growth.ts';
import { structureOfFacts } from './structure-of-facts.ts';

/** What opens, where it was recorded; else the first that was. */
export const OPENING_GROW = { plm: 'lab-small', task: 'subj' };

/** While cells come in, a report in so long is enough. */
const REPORT_EVERY_MS = 400;
/** A size is chosen when nothing changed for so long. */
const SETTLE_MS = 500;

interface Shown {
  readonly record: GrowthRecord;
  readonly task: string;
  readonly origin: GrowState['origin'];
  /** Under which it is kept on this device; null for what is only looked at. */
  readonly id: string | null;
}

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
  /** null while nothing is shown, or only what a recorded run came to. */
  private held: Shown | null = null;
  /** Grows with everything asked to be shown, so that the last wish counts. */
  private wishes = 0;
  private entries: Promise<readonly RecordedGrowth[]> | null = null;
  /** Whether the cost of other sizes is counted by itself: from the first time on that it was asked for. */
  private follows = false;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: GrowLabParts) {
    this.draft = createStore<GrowDraft>(() => ({ ...FIRST_GROW_DRAFT, ...OPENING_GROW }));
    this.client = new SweepClient({ connect: parts.sweep, network: parts.network }, (event) =>
      this.hear(event),
    );
    this.reports = growReports(parts.report);
    this.predictor = new Predictor(this.store, parts.sweep);
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
    void this.wish(async (wish) => {
      const kept = (await listSweeps(this.parts.storage).catch(() => [])).find(
        ({ experiment }) => experiment === growthKind.kind,
      );
      if (kept !== undefined) {
        const { loadSweep } = await import('../../../storage/load-sweep.ts');
        const record = growthRecord(await loadSweep(this.parts.storage, kept.id));
        await this.recordedRuns();
        return { record, task: record.recipe.tasks[0], origin: 'live', id: kept.id };
      }
      const all = await this.recordedRuns();
      const opening =
        all.find(({ report: { plm, task } }) => plm === OPENING_GROW.plm && task === OPENING_GROW.task) ??
        all.at(0);
      if (opening !== undefined) return this.recordedRun(opening, wish);
      await this.prepare(OPENING_GROW.plm, OPENING_GROW.task);
      return null;
    });
  }

  choose(plm: string, task: string): void {
    if (this.isGrowing) return;
    const { held } = this;
    if (held?.record.recipe.plm === plm && held.record.recipe.tasks.includes(task)) {
      void this.wish(() => Promise.resolve({ ...held, task }));
      return;
    }
    this.draft.setState({ plm, task });
    void this.wish(async (wish) => {
      const entry = (await this.recordedRuns()).find(
        ({ report }) => report.plm === plm && report.task === task,
      );
      if (entry !== undefined) return this.recordedRun(entry, wish);
      this.held = null;
      this.store.setState({ shown: null, origin: 'none' });
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
    const entry = (await this.recordedRuns()).find(({ report }) => report.plm === plm);
    if (entry !== undefined) return entry.structure;
    const facts = modelsOn(this.parts.shelf.getState()).find(({ name }) => name === plm);
    // A shipped PLM isn't downloaded for a look at its form.
    return facts?.shipped === true ? structureOfFacts(facts) : this.predictor.structure(plm);
  }

  private async recordedRuns(): Promise<readonly RecordedGrowth[]> {
    this.entries ??= loadRecordedGrowth(this.parts.readText);
    const entries = await this.entries;
    if (this.store.getState().recorded !== entries) this.store.setState({ recorded: entries });
    return entries;
  }

  /** What it came to is there at once; its file takes a moment. */
  private async recordedRun(entry: RecordedGrowth, wish: number): Promise<Shown | null> {
    const { plm, task } = entry.report;
    if (wish === this.wishes) {
      this.held = null;
      this.put({ ...entry, scores: null }, 'recorded');
      this.fill(entry);
    }
    const file = recordedFile(plm, task);
    const bytes = await this.parts.readBytes(file);
    // Without a network the list is there and the file may not be: then neuron scores and the file itself are missing.
    if (bytes === null) return null;
    return { record: await this.reports.read(bytes, file), task, origin: 'recorded', id: null };
  }

  /** Shows what `load` brings, unless something else was asked for meanwhile. */
  private async wish(load: (wish: number) => Promise<Shown | null>): Promise<void> {
    this.wishes += 1;
    const wish = this.wishes;
    this.store.setState({ loading: { what: 'reading the run', share: null }, error: null });
    try {
      const found = await load(wish);
      if (wish !== this.wishes || found === null) return;
      this.held = found;
      await this.show(found);
      const { shown } = this.store.getState();
      // The form of a recorded run is there before its file, and may have been changed since.
      if (shown !== null && found.origin !== 'recorded') this.fill(shown);
    } catch (thrown) {
      if (wish === this.wishes) this.fail(thrown);
    } finally {
      if (wish === this.wishes) this.store.setState({ loading: null });
    }
  }

  private fill(shown: Pick<ShownGrowth, 'report' | 'structure'>): void {
    this.draft.setState({ ...draftOfGrowth(shown, this.draft.getState()), startFrom: '' });
  }

  /** Makes the report of what is held, and shows it. */
  private async show(held: Shown): Promise<void> {
    const report = await this.reports.report(held);
    if (this.held?.record !== held.record) return;
    this.put(shownGrowth(held.record, report), held.origin);
  }

  private put(shown: ShownGrowth, origin: GrowState['origin']): void {
    const { report, structure } = shown;
    const own = draftOfGrowth(shown, this.draft.getState());
    const costs = new Map(this.store.getState().costs);
    own.stages.forEach(({ layers, neurons }, stage) => {
      const relative = report.stages.at(stage)?.relativeFlops ?? null;
      if (relative !== null) costs.set(partKey(own, Number(layers), Number(neurons)), relative);
    });
    const whole = wholeOf(structure, own.decoder);
    costs.set(partKey(own, whole.layers, whole.neurons), 1);
    this.store.setState({ shown, origin, costs, structure: { plm: report.plm, of: structure } });
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
    this.wishes += 1;
    const { shown } = this.store.getState();
    this.held = earlier === null ? null : { record: earlier, task: this.taskOf(recipe), origin: 'live', id };
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

  private running: { readonly id: string; readonly recipe: GrowthSweep } | null = null;

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
    const { held } = this;
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
      this.held = { record, task: this.taskOf(record.recipe), origin: 'live', id: running.id };
    } else if (event.kind === 'cell' && this.held !== null) {
      const { record } = this.held;
      this.held = {
        ...this.held,
        record: { ...record, cells: { ...record.cells, [event.id]: event.result } },
      };
    } else return;
    this.reporting.refresh();
  }

  private async reportNow(): Promise<void> {
    if (this.held !== null) await this.show(this.held).catch(this.fail);
  }

  openFiles(files: readonly File[]): void {
    const [file] = files;
    if (file === undefined || this.isGrowing) return;
    void this.wish(async () => {
      const record = await this.reports.read(new Uint8Array(await file.arrayBuffer()), file.name);
      return { record, task: record.recipe.tasks[0], origin: 'file', id: null };
    });
  }

  async file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    if (this.held === null) return null;
    const { record } = this.held;
    try {
      const bytes = await this.reports.write(record);
      return { name: `grow-${record.recipe.plm}-${record.recipe.tasks.join('-')}.plab`, bytes };
    } catch (thrown) {
      this.fail(thrown);
      return null;
    }
  }
}
