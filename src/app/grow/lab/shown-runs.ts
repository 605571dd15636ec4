/** The run that the place Grow shows: its record, what it came to, the form that makes it, and what is known of its cost. */
import type { StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../errors/lab-error.ts';
import type { GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import { draftOfGrowth } from '../grow-draft.ts';
import type { GrowDraft, GrowState, RecordedGrowth, ShownGrowth } from '../grow-lab-types.ts';
import { partKey, wholeOf } from '../stage-draft.ts';
import type { GrowLabParts } from './grow-lab-parts.ts';
import type { GrowReports } from './grow-reports.ts';
import { loadRecordedGrowth, recordedFile } from './recorded-growth.ts';
import { shownGrowth } from './shown-growth.ts';

export interface HeldRun {
  readonly record: GrowthRecord;
  readonly task: string;
  readonly origin: GrowState['origin'];
  /** Under which it is kept on this device; null for what is only looked at. */
  readonly id: string | null;
}

export interface ShownRunsParts extends Pick<GrowLabParts, 'readText' | 'readBytes'> {
  readonly store: StoreApi<GrowState>;
  readonly draft: StoreApi<GrowDraft>;
  readonly reports: GrowReports;
}

export class ShownRuns {
  /** null while nothing is shown, or only what a recorded run came to. */
  held: HeldRun | null = null;
  private readonly store: StoreApi<GrowState>;
  private readonly draft: StoreApi<GrowDraft>;
  private readonly reports: GrowReports;
  /** Grows with everything asked to be shown, so that the last wish counts. */
  private wishes = 0;
  private entries: Promise<readonly RecordedGrowth[]> | null = null;

  constructor(private readonly parts: ShownRunsParts) {
    ({ store: this.store, draft: this.draft, reports: this.reports } = parts);
  }

  /** A live run begins: what was wished for is not waited for any more. */
  begin(held: HeldRun | null): void {
    this.wishes += 1;
    this.held = held;
  }

  /** Growing runs that ship with the page. */
  async recorded(): Promise<readonly RecordedGrowth[]> {
    this.entries ??= loadRecordedGrowth(this.parts.readText);
    const entries = await this.entries;
    if (this.store.getState().recorded !== entries) this.store.setState({ recorded: entries });
    return entries;
  }

  /** What a recorded run came to is there at once; its file takes a moment. */
  async openRecorded(entry: RecordedGrowth, wish: number): Promise<HeldRun | null> {
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
  async wish(load: (wish: number) => Promise<HeldRun | null>): Promise<void> {
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
      if (wish === this.wishes) this.store.setState({ error: toErrorData(thrown) });
    } finally {
      if (wish === this.wishes) this.store.setState({ loading: null });
    }
  }

  /** Nothing is shown. */
  clear(): void {
    this.held = null;
    this.store.setState({ shown: null, origin: 'none' });
  }

  /** Makes the report of what is held, and shows it. */
  async show(held: HeldRun): Promise<void> {
    const report = await this.reports.report(held);
    if (this.held?.record !== held.record) return;
    this.put(shownGrowth(held.record, report), held.origin);
  }

  private fill(shown: Pick<ShownGrowth, 'report' | 'structure'>): void {
    this.draft.setState({ ...draftOfGrowth(shown, this.draft.getState()), startFrom: '' });
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
}
