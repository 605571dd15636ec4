/** What a sweep leaves behind, as plain data: its recipe, what it ran on, and a result a cell. */
import type { LabErrorData } from '../errors/lab-error.ts';
import type { EngineReport } from './run-record.ts';
import type { TransferSweep } from './sweep-recipe.ts';

/** One dev evaluation, with what the training steps up to it cost. */
export interface CostedPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Floating-point operations of all training steps so far. */
  readonly flops: number;
}

/** A prompt that was trained. `seconds` of the steps alone at each point of the curve; the one thing that no repeat gives again. */
export interface TrainedCell {
  readonly kind: 'trained';
  readonly length: number;
  readonly width: number;
  /** [length × width] of the best step. */
  readonly prompt: Float32Array;
  readonly bestStep: number;
  readonly dev: number;
  readonly curve: readonly CostedPoint[];
  readonly seconds: readonly number[];
  /** At each point of the curve, the neurons that the prompt alone activates: a bit a neuron, layer after layer, in base64. */
  readonly activated: readonly string[];
}

export interface ScoredCell {
  readonly kind: 'scored';
  /** The class chosen for each of the target's test rows used. */
  readonly predictions: readonly number[];
  /** Seconds in all, and those in which the PLM computed. */
  readonly seconds: readonly [all: number, forward: number];
}

export interface NeuronCell {
  readonly kind: 'neurons';
  readonly layers: number;
  readonly neurons: number;
  /** [layers × neurons]: with the prompt alone before a mask, as in the paper, and averaged over dev rows; four digits. */
  readonly alone: Float32Array;
  readonly onRows: Float32Array;
}

/** As a trained cell, with the test rows' classes. */
export interface InitialisedCell extends Omit<TrainedCell, 'kind' | 'activated'> {
  readonly kind: 'initialised';
  readonly predictions: readonly number[];
}

export interface RecommendedCell {
  readonly kind: 'recommended';
  /** The short prompt, [length × width], and what it activates alone, [layers × neurons]. */
  readonly length: number;
  readonly width: number;
  readonly prompt: Float32Array;
  readonly layers: number;
  readonly neurons: number;
  readonly alone: Float32Array;
  /** What each other task's prompt does on the further rows, at once and after a few steps from it. */
  readonly probes: readonly {
    readonly steps: number;
    readonly results: readonly { readonly name: string; readonly loss: number; readonly accuracy: number }[];
  }[];
}

export const PROJECTION_CONTROLS = ['projected', 'zero', 'noise', 'shuffled', 'otherTask'] as const;

export type ProjectionControl = (typeof PROJECTION_CONTROLS)[number];

export interface ProjectedCell {
  readonly kind: 'projected';
  readonly parameters: number;
  readonly losses: readonly number[];
  /** By task: the projected prompt, and the classes chosen with it and with each control. */
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly prompt: Float32Array;
        readonly predictions: Readonly<Record<ProjectionControl, readonly number[]>>;
      }
    >
  >;
  readonly collapsed: boolean;
  readonly cosines: readonly (readonly number[])[];
  readonly seconds: number;
}

/** A cell that could not be computed; it is tried again when the sweep goes on. */
export interface FailedCell {
  readonly kind: 'failed';
  readonly error: LabErrorData;
}

export type CellResult =
  TrainedCell | ScoredCell | NeuronCell | InitialisedCell | RecommendedCell | ProjectedCell | FailedCell;

/** What must be known of a task to read the results: no texts. */
export interface SweptTask {
  readonly name: string;
  readonly family: string;
  readonly labels: readonly string[];
  /** True classes of the test rows used. */
  readonly truth: readonly number[];
  /** By source task, the test rows used (from 0) that also stand in that task's training rows. */
  readonly leaked: Readonly<Record<string, readonly number[]>>;
  /** SHA-256 over all rows; null where the browser offers none. */
  readonly sha256: string | null;
}

export interface SweptPlm {
  readonly name: string;
  readonly width: number;
  /** SHA-256 of the word embeddings; null where the browser offers none. */
  readonly sha256: string | null;
}

/** One stretch of work: a shard, or what one visit to the page computed. */
export interface SweepPart {
  readonly madeBy: string;
  readonly startedAt: string;
  readonly engine: EngineReport;
}

export interface SweepRecord {
  readonly version: 1;
  readonly kind: 'sweep';
  readonly recipe: TransferSweep;
  readonly tasks: readonly SweptTask[];
  readonly plms: readonly SweptPlm[];
  /** By seed, the prompt that all tasks start from, [length × width]; empty where tasks start from their own words. */
  readonly initialPrompts: Readonly<Record<string, Float32Array>>;
  readonly parts: readonly SweepPart[];
  /** By `cellId`. */
  readonly cells: Readonly<Record<string, CellResult>>;
}
