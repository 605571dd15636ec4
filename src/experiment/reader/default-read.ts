/** The sweep that is computed when nothing is changed: the recipe that trains (spec 0.14) on the lab's own two-hop set. */
import { usualOptimiser } from '../optimisers.ts';
import type { EncodeSettings } from './items/reader-batch.ts';
import { USUAL_TWO_HOP } from './two-hop-settings.ts';
import { NO_PLM, type ReaderSizes, type ReaderTraining, type ReadSweep } from './read-recipe.ts';

export const DEFAULT_SIZES: ReaderSizes = {
  width: 64,
  heads: 4,
  keep: 32,
  blocks: 2,
  wordWidth: 64,
  characters: null,
  rank: true,
  attentionNorm: true,
  positionScale: 0.1,
  beta: 1e-5,
  loss: 'candidates',
  longestAnswer: 10,
};

export const DEFAULT_READER_TRAINING: ReaderTraining = {
  steps: 1200,
  batch: 32,
  evalEvery: 100,
  learningRate: 1e-3,
  warmupSteps: 100,
  levelUntil: 300,
  scheduleSteps: 1200,
  leastShare: 0.03,
  optimizer: usualOptimiser('adamw'),
  clipNorm: 1,
  average: false,
  bare: 300,
  whole: 700,
  oneHop: 0,
  oneHopFrom: 0,
};

/** Passages of an item of the two-hop set: a chain's two passages for each candidate. */
const PASSAGES_A_CANDIDATE = 2;

/** Sizes of a batch of the two-hop set. A masked question is its relation and its entity. */
export const twoHopEncoding = (candidates: number, masked: boolean, hard: number): EncodeSettings => ({
  passages: (PASSAGES_A_CANDIDATE + hard) * candidates,
  passageLength: 24,
  questionLength: masked ? 2 : 8,
  candidates,
  masked,
  relationToken: true,
});

export function defaultRead(candidates = 4, masked = true, hard = 0): ReadSweep {
  return {
    version: 2,
    method: 'read',
    plm: NO_PLM,
    tasks: ['two-hop'],
    seeds: [1],
    engine: 'auto',
    data: { kind: 'two-hop', seed: USUAL_TWO_HOP.seed, candidates, hard },
    encoding: twoHopEncoding(candidates, masked, hard),
    bit: 6,
    model: DEFAULT_SIZES,
    training: DEFAULT_READER_TRAINING,
    variants: ['gate', 'no-cross'],
    devItems: null,
    testItems: null,
    lengths: [],
  };
}
