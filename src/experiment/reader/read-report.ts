/** What a sweep of readers says: types of its report (design.md section 6, `lab read`). */
import type { Estimate } from '../estimate.ts';
import type { Interval } from '../statistics.ts';
import type { LayerActivity, ReaderPoint } from './cells/reader.ts';
import type { ReadSweep } from './read-recipe.ts';
import type { ReaderMode } from './reader-model.ts';

export interface HopAccuracies {
  readonly twoHop: Estimate | null;
  /** The second hop asked alone; null for sets without. */
  readonly oneHop: Estimate | null;
}

export interface ReportedVariant {
  readonly name: ReaderMode;
  /** By the best look's weights. */
  readonly test: HopAccuracies;
  readonly dev: HopAccuracies;
  /** A step a seed; null for a seed without a run. */
  readonly bestStep: readonly (number | null)[];
  /** Of a training step, mean over all; null where nothing was trained. */
  readonly stepMs: number | null;
  /** Held at once in a training step on whole texts, computed; null where nothing was trained. */
  readonly memoryBytes: number | null;
  readonly curves: readonly { readonly seed: number; readonly points: readonly ReaderPoint[] }[];
}

export interface ReportedLength {
  readonly length: number;
  readonly mode: 'gate' | 'all';
  readonly stepMs: number | null;
  readonly peakBytes: number;
  readonly fits: boolean;
}

export interface ReportedAnswer {
  readonly id: string;
  readonly variant: ReaderMode;
  readonly seed: number;
  readonly gold: string;
  /** Empty where a span was asked for. */
  readonly chosen: string;
  /** Of the candidates, in the item's order. */
  readonly p: readonly number[];
  readonly hop: 1 | 2;
}

export interface ReadDifference {
  readonly of: string;
  readonly mean: number;
  /** Student's, 95 %, paired by seed. */
  readonly interval: Interval | null;
  readonly perSeed: readonly (number | null)[];
}

export interface ReadReport {
  readonly recipe: ReadSweep;
  readonly data: {
    readonly name: string;
    readonly sha256: string | null;
    readonly train: number;
    readonly dev: number;
    readonly test: number;
    readonly skipped: number;
  };
  /** Accuracy of guessing; null for spans. */
  readonly chance: number | null;
  /** Of always the most frequent place among the candidates; null for spans. */
  readonly majority: number | null;
  readonly parameters: number;
  readonly seeds: readonly number[];
  readonly variants: readonly ReportedVariant[];
  /** Of the reader as it is against the one without cross-passage blocks, or the first other variant. */
  readonly difference: ReadDifference | null;
  readonly differences: readonly ReadDifference[];
  /** Of the reader as it is, mean over seeds. */
  readonly activity: readonly LayerActivity[];
  readonly cost: readonly ReportedLength[];
  readonly span: { readonly exact: number | null; readonly f1: number | null };
  /** Empty where they weren't asked for. */
  readonly predictions: readonly ReportedAnswer[];
  readonly cpuFallbackNodes: number;
  readonly engine: string;
  readonly done: number;
  readonly total: number;
}
