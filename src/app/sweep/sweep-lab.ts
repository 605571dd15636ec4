/** Sweeps on the page: the store, what people do with it, and the report that follows the cells. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { PUBLISHED_MATRICES_PATH, readPublishedMatrices } from '../../data/published-matrices.ts';
import { LabError, toErrorData } from '../../errors/lab-error.ts';
import { shortSweep } from '../../experiment/default-sweep.ts';
import type { StartKind, TransferSweep } from '../../experiment/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep-record.ts';
import type { ReportService, SweepEvent } from '../../protocol/sweep-protocol.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { deleteSweep, deleteSweepCells, listSweeps, loadSweep } from '../../storage/saved-sweeps.ts';
import type { FetchText } from '../run/recorded-run.ts';
import { publishedReport } from './published-report.ts';
import { SweepClient } from './sweep-client.ts';
import type { SweepWorkers } from './sweep-connection.ts';
import {
  EMPTY_SWEEP,
  isSweeping,
  reduceSweepEvent,
  sweepAnnouncement,
  type SweepState,
} from './sweep-state.ts';

/** A report takes up to a second of another thread; while cells come in, one in so long is enough. */
const REPORT_EVERY_MS = 1500;

export type FetchBytes = (path: string) => Promise<Uint8Array | null>;

export interface SweepLabParts {
  readonly workers: SweepWorkers;
  readonly storage: KeyValue;
  readonly readText: FetchText;
  readonly readBytes: FetchBytes;
  readonly announce: (text: string) => void;
  readonly now: () => Date;
}

/** `recorded:PLM`, `published:PLM` or `saved:ID`; what the list of sweeps to look at is made of. */
export type SweepChoice = `${'recorded' | 'published' | 'saved'}:${string}`;

export class SweepLab {
  readonly store: StoreApi<SweepState> = createStore<SweepState>(() => EMPTY_SWEEP);
  private readonly client: SweepClient;
  private reports: ReportService | null = null;
  private reporting = false;
  private stale = false;

  constructor(private readonly parts: SweepLabParts) {
    this.client = new SweepClient(parts.workers, (event) => this.hear(event));
  }

  private hear(event: SweepEvent): void {
    this.store.setState(reduceSweepEvent(this.store.getState(), event), true);
    const announcement = sweepAnnouncement(event);
    if (announcement !== null) this.parts.announce(announcement);
    if (event.kind === 'opened' || event.kind === 'cell') this.refresh();
    if (event.kind === 'stopped' || event.kind === 'finished') void this.list();
  }

  private reporter(): ReportService {
    this.reports ??= this.parts.workers.reports();
    return this.reports;
  }

  /** Makes the report anew from the record as it stands; while one is made, at most one more waits. */
  private refresh(): void {
    if (this.reporting) {
      this.stale = true;
      return;
    }
    const { record, start } = this.store.getState();
    if (record === null) return;
    this.reporting = true;
    this.stale = false;
    const done = (): void => {
      this.reporting = false;
      if (this.stale) this.refresh();
    };
    void this.reporter()
      .report(record, start)
      .then(
        (report) => {
          if (this.store.getState().record !== null) this.store.setState({ report });
        },
        (thrown: unknown) => this.store.setState({ error: toErrorData(thrown) }),
      )
      .then(() => setTimeout(done, isSweeping(this.store.getState().status) ? REPORT_EVERY_MS : 0));
  }

  /** Sweeps kept on this device; one that can't be listed is no reason to show nothing. */
  async list(): Promise<void> {
    const saved = await listSweeps(this.parts.storage).catch(() => []);
    this.store.setState({ saved });
  }

  /** First visit: an unfinished sweep of a former one, else a recorded one. */
  async open(plm: string): Promise<void> {
    if (this.store.getState().origin !== 'none') return;
    await this.list();
    const [last] = this.store.getState().saved;
    if (last !== undefined) await this.show(`saved:${last.id}`);
    if (this.store.getState().record === null) await this.show(`recorded:${plm}`);
  }

  /** Shows a sweep; one that is being computed goes on only while it is the one shown, so it is stopped first. */
  async show(choice: SweepChoice): Promise<void> {
    if (isSweeping(this.store.getState().status)) return;
    const [kind, name] = [choice.slice(0, choice.indexOf(':')), choice.slice(choice.indexOf(':') + 1)];
    try {
      if (kind === 'published') await this.showPublished(name, choice);
      else if (kind === 'saved')
        this.take(await loadSweep(this.parts.storage, name), { origin: 'saved', id: name, choice });
      else await this.showRecorded(name, choice);
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown) });
    }
  }

  private take(record: SweepRecord, from: Pick<SweepState, 'origin' | 'id' | 'choice'>): void {
    const { saved } = this.store.getState();
    const [start] = record.recipe.starts;
    this.store.setState({ ...EMPTY_SWEEP, saved, ...from, recipe: record.recipe, record, start }, true);
    this.refresh();
  }

  private async showRecorded(plm: string, choice: string): Promise<void> {
    const file = `recorded/transfer-${encodeURIComponent(plm)}.plab`;
    const bytes = await this.parts.readBytes(file);
    if (bytes === null)
      throw new LabError({
        code: 'file',
        message: `There is no recorded sweep of ${plm}.`,
        remedy: 'Start one here, or open a file.',
        where: file,
      });
    this.take(await this.read(bytes, file), { origin: 'recorded', id: null, choice });
  }

  private async showPublished(plm: string, choice: string): Promise<void> {
    const text = await this.parts.readText(PUBLISHED_MATRICES_PATH);
    const published = text === null ? null : readPublishedMatrices(text, PUBLISHED_MATRICES_PATH);
    const matrix = published?.matrices.find((one) => one.plm === plm);
    if (published === null || matrix === undefined)
      throw new LabError({
        code: 'file',
        message: `The published matrix of ${plm} is not there.`,
        remedy: 'Reload the page; it ships with the lab.',
        where: PUBLISHED_MATRICES_PATH,
      });
    const { saved } = this.store.getState();
    const report = publishedReport(matrix, published.source);
    this.store.setState({ ...EMPTY_SWEEP, saved, origin: 'published', choice, report }, true);
  }

  private async read(bytes: Uint8Array, file: string): Promise<SweepRecord> {
    const reading = await this.reporter().read(bytes, file);
    if (reading.ok) return reading.record;
    throw new LabError(reading.error);
  }

  /** An experiment file of the user's. */
  async openFile(file: File): Promise<void> {
    if (isSweeping(this.store.getState().status)) return;
    try {
      const record = await this.read(new Uint8Array(await file.arrayBuffer()), file.name);
      this.take(record, { origin: 'file', id: null, choice: '' });
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown, 'file') });
    }
  }

  /** The sweep shown as an experiment file, or null when there is none. */
  async file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
    const { record } = this.store.getState();
    if (record === null) return null;
    const bytes = await this.reporter().write(record);
    return { name: `transfer-${record.recipe.plm}-${String(record.recipe.tasks.length)}-tasks.plab`, bytes };
  }

  start(recipe: TransferSweep): void {
    if (isSweeping(this.store.getState().status)) return;
    const id = `${recipe.plm}-${this.parts.now().getTime().toString(36)}`;
    this.run(id, recipe, null);
  }

  startShort(plm: string): void {
    this.start(shortSweep(plm));
  }

  private run(id: string, recipe: TransferSweep, earlier: SweepRecord | null): void {
    const { saved, report } = this.store.getState();
    this.store.setState(
      {
        ...EMPTY_SWEEP,
        saved,
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
    else if (recipe !== null && !isSweeping(status)) {
      const own = id ?? `${recipe.plm}-${this.parts.now().getTime().toString(36)}`;
      this.run(own, recipe, record);
    }
  }

  stop(): void {
    if (!isSweeping(this.store.getState().status)) return;
    this.store.setState({ status: 'stopping' });
    void this.client.stop();
  }

  /** Forgets results, so that they are computed again when the sweep goes on. */
  async drop(cells: readonly string[]): Promise<void> {
    const { record, id, status } = this.store.getState();
    if (record === null || isSweeping(status)) return;
    const left = Object.fromEntries(Object.entries(record.cells).filter(([cell]) => !cells.includes(cell)));
    this.store.setState({ record: { ...record, cells: left } });
    this.refresh();
    if (id !== null)
      await deleteSweepCells(this.parts.storage, id, cells).catch((thrown: unknown) =>
        this.store.setState({ storageProblem: toErrorData(thrown, 'storage') }),
      );
  }

  async forget(id: string): Promise<void> {
    await deleteSweep(this.parts.storage, id).catch((thrown: unknown) =>
      this.store.setState({ storageProblem: toErrorData(thrown, 'storage') }),
    );
    if (this.store.getState().id === id && !isSweeping(this.store.getState().status))
      this.store.setState({ ...EMPTY_SWEEP }, true);
    await this.list();
  }

  setStart(start: StartKind): void {
    this.store.setState({ start });
    this.refresh();
  }
}
