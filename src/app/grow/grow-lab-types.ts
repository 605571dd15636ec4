/** What the place Grow is given: the run it shows, the form of the next one, and what can be asked for. */
import type { StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { ArmName } from '../../experiment/progressive/cells/arm.ts';
import type { Comparison, GrowthSweep, NeuronSelection } from '../../experiment/progressive/growth-recipe.ts';
import type { GrownStructure } from '../../experiment/progressive/growth-record.ts';
import type { GrowthReport } from '../../experiment/progressive/growth-report.ts';
import type { FigureMetadata } from '../../views/table-twin.ts';
import type { ScoresInput } from '../../views/grow/neuron-scores.ts';
import type { LiveSweepState } from '../sweep/live-sweep-state.ts';

/** One task of a sweep of growing PLMs. */
export interface ShownGrowth {
  readonly report: GrowthReport;
  readonly structure: GrownStructure;
  /** Test rows that were read. */
  readonly testRows: number;
  /** How active the PLM's neurons are; null where they weren't scored, or the record isn't there yet. */
  readonly scores: ScoresInput | null;
  /** How it was made: goes into every file. */
  readonly madeBy: FigureMetadata;
}

/** A run that ships with the page, in short: without lists of neurons. */
export type RecordedGrowth = Omit<ShownGrowth, 'scores'>;

/** The run of a sweep that is under way: which arm, and its losses so far. */
export interface ArmNow {
  readonly arm: ArmName;
  readonly seed: number;
  /** Steps that it takes in all. */
  readonly steps: number;
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
}

export type PredictionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly error: LabErrorData };

export interface GrowState extends LiveSweepState {
  /** Where the run shown comes from. */
  readonly origin: 'none' | 'recorded' | 'file' | 'live';
  readonly shown: ShownGrowth | null;
  /** Of the form's PLM; null until it was opened or a run of it is shown. */
  readonly structure: { readonly plm: string; readonly of: GrownStructure } | null;
  /** Cost of a step of each part that was counted, as a share of one on the whole PLM, by `partKey`. */
  readonly costs: ReadonlyMap<string, number>;
  readonly prediction: PredictionState;
  readonly now: ArmNow | null;
  readonly recorded: readonly RecordedGrowth[];
}

/** A stage as typed. */
export interface StageDraft {
  readonly steps: string;
  readonly layers: string;
  readonly neurons: string;
}

/** The form of a live run; numbers as they are typed. */
export interface GrowDraft {
  readonly plm: string;
  readonly task: string;
  readonly stages: readonly StageDraft[];
  /** All steps: the stages have to come to them. */
  readonly steps: string;
  readonly promptLength: string;
  readonly learningRate: string;
  readonly batch: string;
  readonly evalEvery: string;
  readonly seeds: string;
  /** Empty for all. */
  readonly devRows: string;
  readonly testRows: string;
  readonly selectNeurons: NeuronSelection;
  readonly scoreRows: string;
  readonly grows: 'fixed' | 'plateau';
  readonly epsilon: string;
  readonly window: string;
  readonly decoder: boolean;
  readonly compare: readonly Comparison[];
  readonly similarity: boolean;
  readonly grid: boolean;
  /** A saved run of this device whose prompt all runs start from; empty for an untrained one. */
  readonly startFrom: string;
  /** What the form has no field for, as the run shown has it. */
  readonly rest: Pick<GrowthSweep, 'training' | 'selectLayers' | 'template' | 'labelWords'>;
}

export interface GrowLab {
  readonly store: StoreApi<GrowState>;
  readonly draft: StoreApi<GrowDraft>;
  readonly plms: readonly (readonly [string, string])[];
  readonly tasks: readonly (readonly [string, string])[];
  /** Dev and test rows of a task; null for one that isn't on this device. */
  rowsOf(task: string): { readonly dev: number; readonly test: number } | null;
  /** Prompts of this device that a run of the form's PLM can start from, and what they are called. */
  starts(): Promise<readonly (readonly [string, string])[]>;
  /** Shows the last run of this device, else the recorded one that the place opens with, unless there is another one. */
  open(): void;
  /** Shows the recorded run of a task on a PLM, where there is one, and takes both into the form. */
  choose(plm: string, task: string): void;
  /** Shows a run of this device; the place says what is wrong with one that can't be shown. */
  showSaved(id: string): void;
  /** Counts what the form's stages cost, and trains nothing. */
  predict(): void;
  start(): void;
  /** Goes on with a paused run, or with what a stopped, failed or opened one lacks. */
  resume(): void;
  pause(): void;
  stop(): void;
  openFiles(files: readonly File[]): void;
  /** The run shown as an experiment file; null where there is none. */
  file(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null>;
}
