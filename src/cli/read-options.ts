/** Options of `lab read` → the recipe of a sweep. */
import { basename } from 'node:path';
import { BOUNDS, NOT_NEGATIVE, POSITIVE, SHARE, type Bounds } from '../experiment/bounds.ts';
import { defaultRead, twoHopEncoding } from '../experiment/reader/default-read.ts';
import type { EncodeSettings } from '../experiment/reader/items/reader-batch.ts';
import { LOSSES, READER_MODES } from '../experiment/reader/reader-model.ts';
import { READING_FORMATS, type ReadingData, type ReadSweep } from '../experiment/reader/read-recipe.ts';
import { parseReadSweep, READER_BOUNDS } from '../experiment/reader/read-schema.ts';
import { TWO_HOP_BOUNDS } from '../experiment/reader/two-hop-settings.ts';
import { boundedOption, choiceOption } from './output.ts';
import { list } from './transfer-options.ts';

export interface ReadOptions {
  readonly data: string;
  readonly format?: string;
  readonly candidates?: string;
  readonly hard?: string;
  readonly plain?: boolean;
  readonly masked?: boolean;
  readonly dataSeed?: string;
  readonly oneHop?: string;
  readonly oneHopFrom?: string;
  readonly loss?: string;
  readonly attentionNorm: boolean;
  readonly rank: boolean;
  readonly bit?: string;
  readonly bare?: string;
  readonly whole?: string;
  readonly width?: string;
  readonly heads?: string;
  readonly keep?: string;
  readonly blocks?: string;
  readonly passages?: string;
  readonly passageLength?: string;
  readonly questionLength?: string;
  readonly variants?: string;
  readonly steps?: string;
  readonly scheduleSteps?: string;
  readonly evalEvery?: string;
  readonly lr?: string;
  readonly warmupSteps?: string;
  readonly levelUntil?: string;
  readonly weightDecay?: string;
  readonly beta?: string;
  readonly clip?: string;
  readonly average?: boolean;
  readonly batch?: string;
  readonly seeds?: string;
  readonly devItems?: string;
  readonly testItems?: string;
  readonly lengths?: string;
  readonly engine: string;
  readonly ask?: string;
  readonly out?: string;
  readonly predictions?: boolean;
  readonly printRecipe?: boolean;
  readonly json?: boolean;
}

const TWO_HOP = 'two-hop';

/** Of sets that somebody brings, where nothing says otherwise: passages as they come, plain text. */
const FILES_ENCODING: EncodeSettings = {
  passages: 8,
  passageLength: 64,
  questionLength: 24,
  candidates: 8,
  masked: false,
  relationToken: false,
};

function dataOf(options: ReadOptions, base: ReadSweep): ReadingData {
  const { data, format, candidates, hard, dataSeed } = options;
  if (data !== TWO_HOP || base.data.kind !== 'two-hop')
    return {
      kind: 'files',
      path: data,
      format: format === undefined ? null : choiceOption('--format', format, READING_FORMATS),
    };
  return {
    ...base.data,
    ...(candidates === undefined
      ? {}
      : { candidates: boundedOption('--candidates', candidates, TWO_HOP_BOUNDS.candidates) }),
    ...(hard === undefined ? {} : { hard: boundedOption('--hard', hard, TWO_HOP_BOUNDS.hard) }),
    ...(dataSeed === undefined ? {} : { seed: boundedOption('--data-seed', dataSeed, BOUNDS.seed) }),
  };
}

/** @throws LabError `argument` or `recipe` naming what is wrong */
export function readFrom(options: ReadOptions): ReadSweep {
  const base = defaultRead();
  const data = dataOf(options, base);
  const number = (name: string, text: string | undefined, usual: number, bounds: Bounds): number =>
    text === undefined ? usual : boundedOption(`--${name}`, text, bounds);
  const items = (name: string, text: string | undefined): number | null =>
    text === undefined ? null : boundedOption(`--${name}`, text, BOUNDS.rows);
  const usual =
    data.kind === 'two-hop'
      ? twoHopEncoding(data.candidates, options.plain !== true, data.hard)
      : { ...FILES_ENCODING, masked: options.masked === true };
  const { training, model } = base;
  const steps = number('steps', options.steps, training.steps, BOUNDS.steps);
  const bare = number('bare', options.bare, training.bare, READER_BOUNDS.stepsOrNone);
  return parseReadSweep({
    ...base,
    data,
    tasks: [data.kind === 'two-hop' ? TWO_HOP : basename(data.path)],
    seeds: list(options.seeds ?? '1').map((seed) => boundedOption('--seeds', seed, BOUNDS.seed)),
    engine: choiceOption('--engine', options.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
    encoding: {
      ...usual,
      passages: number('passages', options.passages, usual.passages, READER_BOUNDS.passages),
      passageLength: number(
        'passage-length',
        options.passageLength,
        usual.passageLength,
        READER_BOUNDS.passageLength,
      ),
      questionLength: number(
        'question-length',
        options.questionLength,
        usual.questionLength,
        READER_BOUNDS.questionLength,
      ),
      candidates: number('candidates', options.candidates, usual.candidates, READER_BOUNDS.candidates),
    },
    bit: number('bit', options.bit, base.bit, READER_BOUNDS.bit),
    model: {
      ...model,
      width: number('width', options.width, model.width, READER_BOUNDS.width),
      heads: number('heads', options.heads, model.heads, READER_BOUNDS.heads),
      keep: number('keep', options.keep, model.keep, READER_BOUNDS.keep),
      blocks: number('blocks', options.blocks, model.blocks, READER_BOUNDS.blocks),
      attentionNorm: options.attentionNorm,
      rank: options.rank,
      beta: number('beta', options.beta, model.beta, NOT_NEGATIVE),
      loss: options.loss === undefined ? model.loss : choiceOption('--loss', options.loss, LOSSES),
    },
    training: {
      ...training,
      steps,
      batch: number('batch', options.batch, training.batch, BOUNDS.batch),
      evalEvery: number('eval-every', options.evalEvery, training.evalEvery, BOUNDS.evalEvery),
      learningRate: number('lr', options.lr, training.learningRate, BOUNDS.learningRate),
      warmupSteps: number(
        'warmup-steps',
        options.warmupSteps,
        training.warmupSteps,
        READER_BOUNDS.stepsOrNone,
      ),
      levelUntil: number('level-until', options.levelUntil, training.levelUntil, READER_BOUNDS.stepsOrNone),
      // A shorter run is the beginning of the usual one.
      scheduleSteps: number(
        'schedule-steps',
        options.scheduleSteps,
        Math.max(steps, training.scheduleSteps),
        BOUNDS.steps,
      ),
      optimizer: {
        ...training.optimizer,
        ...(options.weightDecay === undefined
          ? {}
          : { weightDecay: boundedOption('--weight-decay', options.weightDecay, NOT_NEGATIVE) }),
      },
      clipNorm:
        options.clip === 'none' ? null : number('clip', options.clip, training.clipNorm ?? 1, POSITIVE),
      average: options.average === true,
      bare,
      whole: Math.max(bare, number('whole', options.whole, training.whole, READER_BOUNDS.stepsOrNone)),
      oneHop: number('one-hop', options.oneHop, training.oneHop, SHARE),
      oneHopFrom: number('one-hop-from', options.oneHopFrom, training.oneHopFrom, READER_BOUNDS.stepsOrNone),
    },
    variants: list(options.variants ?? base.variants.join(',')).map((variant) =>
      choiceOption('--variants', variant, READER_MODES),
    ),
    devItems: items('dev-items', options.devItems),
    testItems: items('test-items', options.testItems),
    lengths: list(options.lengths ?? '').map((length) =>
      boundedOption('--lengths', length, READER_BOUNDS.length),
    ),
  });
}
