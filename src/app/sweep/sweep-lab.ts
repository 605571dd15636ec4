/** Sweeps on the page: the store, what people do with it, and the report that follows the cells. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LabError, toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import { shortSweep } from '../../experiment/transfer/default-sweep.ts';
import type { StartKind, TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import { transferRecipe } from '../../experiment/transfer/transfer-recipe.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import type { SweepEvent } from '../../protocol/sweep-protocol.ts';
import type { Network } from '../../offline/network.ts';
import { deleteItem } from '../../storage/items.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { deleteSweepCells, listSweeps, saveSweep } from '../../storage/saved-sweeps.ts';
import { valueBytes } from '../../storage/value-bytes.ts';
import { isActive } from '../job/job-status.ts';
import { Outbox } from '../job/outbox.ts';
import type { FetchText } from '../run/recorded-run.ts';
import type { CallWorker, ConnectWorker } from '../workers/worker-line.ts';
import { ReportKeeper } from './report-keeper.ts';
import { SweepClient } from './sweep-client.ts';
import { SweepSources, type FetchBytes, type SweepChoice } from './sweep-sources.ts';
import { EMPTY_SWEEP, reduceSweepEvent, sweepAnnouncement, type SweepState } from './sweep-state.ts';

export interface SweepLabParts {
  readonly connect: ConnectWorker<'sweep'>;
  readonly call: CallWorker<'report'>;
  readonly network: Network;
  readonly storage: KeyValue;
  readonly readText: FetchText;
  readonly readBytes: FetchBytes;
  readonly announce: (text: string) => void;
  readonly now: () => Date;
}

/** What is shown where nothing was recorded. */
const FIRST_PUBLISHED: SweepChoice = 'published:Roberta';

const BUSY: LabErrorData = {
  code: 'recipe',
  message: 'A sweep is being computed, and the page shows one at a time.',
  remedy: 'Stop it in Transfer first; its finished cells are kept.',
  where: 'Transfer',
};

export class SweepLab {
  readonly store: StoreApi<SweepState> = createStore<SweepState>(() => EMPTY_SWEEP);
  private readonly client: SweepClient;
  private readonly reports: ReportKeeper;
  private readonly sources: SweepSources;
  /** Whole sweeps that the storage refused: also of one that is not shown any more. */
  private readonly outbox = new Outbox((unsaved) =>
    this.store.setState({ storageProblem: unsaved?.problem ?? null, hasUnsaved: unsaved !== null }),
  );
  /** Grows with everything asked to be shown, so that the last wish counts, whichever comes first. */
  private wishes = 0;
  private opening: Promise<void> | null = null;

  constructor(private readonly parts: SweepLabParts) {
    this.client = new SweepClient(parts, (event) => this.hear(event));
    this.reports = new ReportKeeper({
      call: parts.call,
      shown: () => {
        const { record, start, recipe } = this.store.getState();
        return record === null ? null : { record, start, recipe };
      },
      isSweeping: () => this.isSweeping,
      onReport: (report) => this.store.setState({ report }),
      onError: (error) => this.store.setState({ error }),
    });
    this.sources = new SweepSources(parts, this.reports);
  }

  private get isSweeping(): boolean {
    return isActive(this.store.getState().status);
  }

  private hear(event: SweepEvent): void {
    this.store.setState(reduceSweepEvent(this.store.getState(), event), true);
    const announcement = sweepAnnouncement(event);
    if (announcement !== null) this.parts.announce(announcement);
    if (event.kind === 'opened' || event.kind === 'cell') this.reports.refresh();
    if (event.kind !== 'stopped' && event.kind !== 'finished' && event.kind !== 'failed') return;
    // No next cell will take along what waits.
    void this.saveAgain().then(() => this.list());
  }

  /** Sweeps kept on this device; one that can't be listed is no reason to show nothing. */
  async list(): Promise<void> {
    const all = await listSweeps(this.parts.storage).catch(() => []);
    this.store.setState({ saved: all.filter(({ experiment }) => experiment === transferRecipe.kind) });
  }

  /** First visit: the last sweep of a former one, else the recorded one of `plm`, else what was published. */
  open(plm: string): Promise<void> {
    // Two at once would each take the other's sweep for none.
    this.opening ??= this.openFirst(plm).finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async openFirst(plm: string): Promise<void> {
    const isEmpty = (): boolean => this.store.getState().origin === 'none';
    if (!isEmpty()) return;
    await this.list();
    const [last] = this.store.getState().saved;
    if (last !== undefined) await this.show(`saved:${last.id}`);
    const { error } = this.store.getState();
    // None recorded is no fault worth an alert: there is another one to show.
    if (isEmpty()) await this.show(`recorded:${plm}`, () => undefined);
    if (isEmpty()) await this.show(FIRST_PUBLISHED);
    // That one's own sweep can't be read matters, whatever is shown instead.
    if (last !== undefined && error !== null) this.store.setState({ error });
  }

  /**
   * Shows a sweep, unless one is being computed.
   * @param say hears why it isn't shown
   */
  async show(choice: SweepChoice, say = this.sayError): Promise<void> {
    await this.wish(async (take) => {
      const report = await this.sources.shippedReport(choice);
      if (report !== null) take(() => this.showReport('recorded', choice, report));
      const chosen = await this.sources.open(choice);
      take(() => {
        if (chosen.kind === 'record') this.take(chosen.record, chosen, report);
        else this.showReport('published', choice, chosen.report);
      });
    }, say);
  }

  /** A report whose sweep isn't there, or not yet. */
  private showReport(origin: 'recorded' | 'published', choice: SweepChoice, report: TransferReport): void {
    const { recipe, start } = report;
    this.store.setState({ ...this.emptied(), origin, choice, recipe, report, start }, true);
  }

  private readonly sayError = (error: LabErrorData): void => this.store.setState({ error });

  /**
   * @param load gets what is to be shown, and shows it through `take`, unless something else was wished for meanwhile
   * @param say hears why it isn't shown
   */
  private async wish(
    load: (take: (show: () => void) => void) => Promise<void>,
    say = this.sayError,
  ): Promise<void> {
    if (this.isSweeping) return;
    this.wishes += 1;
    const wish = this.wishes;
    const isWished = (): boolean => wish === this.wishes;
    try {
      await load((show) => {
        if (isWished()) show();
      });
    } catch (thrown) {
      if (isWished()) say(toErrorData(thrown, 'file'));
    }
  }

  /** @param report of the record, where one ships with it; else it is made */
  private take(
    record: TransferRecord,
    from: Pick<SweepState, 'origin' | 'id' | 'choice'>,
    report: TransferReport | null = null,
  ): void {
    const [start] = record.recipe.starts;
    const { origin, id, choice } = from;
    this.store.setState(
      { ...this.emptied(), origin, id, choice, recipe: record.recipe, record, report, start },
      true,
    );
    if (report === null) this.reports.refresh();
  }

  /** Experiment files of the user's; many become one sweep. @param say hears why none is shown */
  async openFiles(files: readonly File[], say = this.sayError): Promise<void> {
    await this.wish(async (take) => {
      const picked = await Promise.all(
        files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
      );
      const [first] = picked;
      const { record, notes } =
        picked.length === 1
          ? { record: await this.sources.read(first.bytes, first.name), notes: [] }
          : await this.sources.gather(picked);
      take(() => {
        this.take(record, { origin: 'file', id: null, choice: '' });
        this.store.setState({ notes });
        if (notes.length > 0) this.parts.announce(notes.join(' '));
      });
    }, say);
  }

  /** As `openFiles`, for other places, which say themselves what is wrong. @throws LabError */
  async takeFiles(files: readonly File[]): Promise<void> {
    if (this.isSweeping) throw new LabError(BUSY);
    const problems: LabErrorData[] = [];
    await this.openFiles(files, (error) => problems.push(error));
    for (const problem of problems) throw new LabError(problem);
  }

  /** The sweep shown as an experiment file; null when there is none, or it can't be written. */
  async file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    const { record } = this.store.getState();
    if (record === null) return null;
    try {
      const bytes = await this.reports.write(record);
      return {
        name: `transfer-${record.recipe.plm}-${String(record.recipe.tasks.length)}-tasks.plab`,
        bytes,
      };
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown, 'file') });
      return null;
    }
  }

  start(recipe: TransferSweep): void {
    if (!this.isSweeping) this.run(this.idFor(recipe), recipe, null);
  }

  private idFor(recipe: TransferSweep): string {
    return `${recipe.plm}-${this.parts.now().getTime().toString(36)}`;
  }

  startShort(plm: string): void {
    this.start(shortSweep(plm));
  }

  private run(id: string, recipe: TransferSweep, earlier: TransferRecord | null): void {
    this.wishes += 1;
    const { report } = this.store.getState();
    this.store.setState(
      {
        ...this.emptied(),
        origin: 'live',
        choice: `saved:${id}`,
        id,
        status: 'starting',
        recipe,
        record: earlier,
        report: earlier === null ? null : report,
        start: recipe.starts[0],
      },
      true,
    );
    void this.client.start(id, recipe, earlier);
  }

  pause(): void {
    if (this.store.getState().status === 'running') void this.client.pause();
  }

  /** Goes on with a paused sweep, or with what a stopped, failed, saved or opened one lacks. */
  resume(): void {
    const { status, record, recipe, id } = this.store.getState();
    if (status === 'paused') void this.client.resume();
    else if (recipe !== null && !this.isSweeping) {
      const own = id ?? this.idFor(recipe);
      // What was only looked at becomes one's own, with the cells that it has.
      if (id === null && record !== null) void this.keepWhole(own, record);
      this.run(own, recipe, record);
    }
  }

  stop(): void {
    if (!this.isSweeping) return;
    this.store.setState({ status: 'stopping' });
    void this.client.stop();
  }

  /** Tells when the device's storage refuses; nothing else depends on it. */
  private async keep(write: Promise<void>): Promise<void> {
    await write.catch((thrown: unknown) =>
      this.store.setState({ storageProblem: toErrorData(thrown, 'storage') }),
    );
  }

  /** Writes what was refused. The worker of a sweep under way sees to the next cells by itself. */
  async saveAgain(): Promise<void> {
    if (!this.store.getState().hasUnsaved) return;
    await this.saveAll();
    await this.outbox.retry();
  }

  /** Keeps the sweep shown with all its cells, where it is one of this device. */
  async saveAll(): Promise<void> {
    const { id, record } = this.store.getState();
    if (id === null || record === null) return;
    await this.keepWhole(id, record);
    await this.list();
  }

  /** @returns when it was tried; what is refused waits in memory */
  private async keepWhole(id: string, record: TransferRecord): Promise<void> {
    await this.outbox.put(`sweep/${id}`, {
      write: () => saveSweep(this.parts.storage, id, record, record.cells),
      bytes: () => valueBytes(record),
    });
    if (!this.outbox.hasRefused) this.store.setState({ storageProblem: null, hasUnsaved: false });
  }

  /** Nothing shown, but what concerns the device; what waits of the sweep that was shown goes on waiting. */
  private emptied(): SweepState {
    const { id, record, saved, hasUnsaved, storageProblem } = this.store.getState();
    if (hasUnsaved && id !== null && record !== null) void this.keepWhole(id, record);
    return { ...EMPTY_SWEEP, saved, ...(hasUnsaved && { hasUnsaved, storageProblem }) };
  }

  /** Forgets results, so that they are computed again when the sweep goes on. */
  async drop(cells: readonly string[]): Promise<void> {
    const { record, id, status } = this.store.getState();
    if (record === null || isActive(status)) return;
    const left = Object.fromEntries(Object.entries(record.cells).filter(([cell]) => !cells.includes(cell)));
    this.store.setState({ record: { ...record, cells: left } });
    this.reports.refresh();
    if (id !== null) await this.keep(deleteSweepCells(this.parts.storage, id, cells));
  }

  /** @param plm whose recorded sweep is shown when the one shown is gone */
  async forget(id: string, plm: string): Promise<void> {
    if (this.isSweeping && this.store.getState().id === id) return;
    await this.keep(deleteItem(this.parts.storage, { kind: 'sweep', id }));
    const { id: shown, storageProblem } = this.store.getState();
    if (shown !== id || storageProblem !== null) return this.list();
    this.store.setState(EMPTY_SWEEP, true);
    await this.open(plm);
  }

  setStart(start: StartKind): void {
    this.store.setState({ start });
    this.reports.refresh();
  }
}
