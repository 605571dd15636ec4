/** The recipe of a sweep of readers: what they read, what they are made of, how they are trained, and what is left out in turn. */
import type { OptimizerSettings } from '../optimisers.ts';
import type { SweepRecipe } from '../sweep/sweep-recipe.ts';
import type { EncodeSettings } from './items/reader-batch.ts';
import type { ReaderMode, ReaderModel } from './reader-model.ts';

/** On-disk forms of reading sets that are read. */
export const READING_FORMATS = ['wikihop', 'searchqa', 'quasar-t', 'hotpot'] as const;

export type ReadingFormat = (typeof READING_FORMATS)[number];

/** Where items come from. */
export type ReadingData =
  /** The lab's own set out of WordNet. `hard`: passages a chain that mention its bridge and lead nowhere. */
  | { readonly kind: 'two-hop'; readonly seed: number; readonly candidates: number; readonly hard: number }
  /** A file or folder; null for the form that its files show. */
  | { readonly kind: 'files'; readonly path: string; readonly format: ReadingFormat | null };

export interface ReaderTraining {
  readonly steps: number;
  readonly batch: number;
  readonly evalEvery: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** Last step of the full rate. */
  readonly levelUntil: number;
  /** Step at which the rate would reach 0; a run may end before. */
  readonly scheduleSteps: number;
  /** Of the rate, below which it doesn't fall. */
  readonly leastShare: number;
  readonly optimizer: OptimizerSettings;
  readonly clipNorm: number | null;
  /** Whether what is read with is an average of the weights (spec 0.1). */
  readonly average: boolean;
  /** Last step without ordinary words, and the first with all. */
  readonly bare: number;
  readonly whole: number;
  /** Share of items that are asked for their second hop alone, behind step `oneHopFrom`. */
  readonly oneHop: number;
  readonly oneHopFrom: number;
}

/** What the recipe says of the reader; passages, words and head follow from the data. */
export type ReaderSizes = Omit<ReaderModel, 'passages' | 'head'> & {
  readonly loss: 'candidates' | 'tokens';
  /** Most tokens of an answer that is a span. */
  readonly longestAnswer: number;
};

export interface ReadSweep extends SweepRecipe {
  readonly version: 2;
  readonly method: 'read';
  readonly data: ReadingData;
  readonly encoding: EncodeSettings;
  /** What both input bits are where they are set. */
  readonly bit: number;
  readonly model: ReaderSizes;
  readonly training: ReaderTraining;
  readonly variants: readonly ReaderMode[];
  /** First items of dev and test that are used; null for all. */
  readonly devItems: number | null;
  readonly testItems: number | null;
  /** Tokens of the cost curve: gated against full attention; empty for none. */
  readonly lengths: readonly number[];
}

/** The name under which records keep the engine's one "PLM": a reader has none. */
export const NO_PLM = 'reader';
