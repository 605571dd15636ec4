/** What the recipe of a sweep of readers must look like, and what its cells would trip over. */
import * as v from 'valibot';
import { boundedNumber, BOUNDS, NOT_NEGATIVE, POSITIVE, SHARE, type Bounds } from '../bounds.ts';
import { OptimizerSchema } from '../optimisers.ts';
import { engineSchema, nonEmptyText } from '../recipe-fields.ts';
import type { RecipeFault } from '../recipe-schema.ts';
import { sweepParser } from '../sweep/parse-sweep.ts';
import { LOSSES, READER_MODES } from './reader-model.ts';
import { NO_PLM, READING_FORMATS, type ReadSweep } from './read-recipe.ts';
import { TWO_HOP_BOUNDS } from './two-hop-settings.ts';

const whole = (low: number, high: number): Bounds => ({ low, high, whole: true });

/** Beyond these a reader is a slip. */
export const READER_BOUNDS = {
  passages: whole(1, 512),
  passageLength: whole(1, 2048),
  questionLength: whole(1, 512),
  candidates: whole(1, 128),
  width: whole(2, 1024),
  heads: whole(1, 64),
  keep: whole(1, 8192),
  blocks: whole(0, 16),
  wordWidth: whole(2, 1024),
  longestAnswer: whole(1, 64),
  stepsOrNone: whole(0, BOUNDS.steps.high ?? 0),
  bit: { low: 0, high: 100, whole: false },
  length: whole(8, 8192),
} as const satisfies Readonly<Record<string, Bounds>>;

const number = (bounds: Bounds) => boundedNumber(bounds);
const flag = v.boolean('must be true or false');
const distinct = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
const onceEach = <T extends v.GenericSchema>(of: T, least: number) =>
  v.pipe(
    v.array(of, 'must be a list'),
    v.minLength(least, 'must have at least one entry'),
    v.maxLength(100, 'has too many entries'),
    v.check((list) => distinct(list), 'has an entry twice'),
  );

const DataSchema = v.variant(
  'kind',
  [
    v.strictObject({
      kind: v.literal('two-hop'),
      seed: number(TWO_HOP_BOUNDS.seed),
      candidates: number(TWO_HOP_BOUNDS.candidates),
      hard: number(TWO_HOP_BOUNDS.hard),
    }),
    v.strictObject({
      kind: v.literal('files'),
      path: nonEmptyText,
      format: v.nullable(v.picklist(READING_FORMATS, `must be one of ${READING_FORMATS.join(', ')}`)),
    }),
  ],
  'must be two-hop or files',
);

const ReadSweepSchema = v.strictObject({
  version: v.literal(2, 'must be 2'),
  method: v.literal('read', 'must be read'),
  plm: v.literal(NO_PLM, `must be ${NO_PLM}`),
  tasks: v.pipe(onceEach(nonEmptyText, 1), v.maxLength(1, 'must name one reading set')),
  seeds: onceEach(number(BOUNDS.seed), 1),
  engine: engineSchema,
  data: DataSchema,
  encoding: v.strictObject({
    passages: number(READER_BOUNDS.passages),
    passageLength: number(READER_BOUNDS.passageLength),
    questionLength: number(READER_BOUNDS.questionLength),
    candidates: number(READER_BOUNDS.candidates),
    masked: flag,
    relationToken: flag,
  }),
  bit: number(READER_BOUNDS.bit),
  model: v.strictObject({
    width: number(READER_BOUNDS.width),
    heads: number(READER_BOUNDS.heads),
    keep: number(READER_BOUNDS.keep),
    blocks: number(READER_BOUNDS.blocks),
    wordWidth: number(READER_BOUNDS.wordWidth),
    characters: v.null('must be null: words are told apart by their vectors'),
    rank: flag,
    attentionNorm: flag,
    positionScale: number(NOT_NEGATIVE),
    beta: number(NOT_NEGATIVE),
    loss: v.picklist(LOSSES, `must be ${LOSSES.join(' or ')}`),
    longestAnswer: number(READER_BOUNDS.longestAnswer),
  }),
  training: v.strictObject({
    steps: number(BOUNDS.steps),
    batch: number(BOUNDS.batch),
    evalEvery: number(BOUNDS.evalEvery),
    learningRate: number(BOUNDS.learningRate),
    warmupSteps: number(READER_BOUNDS.stepsOrNone),
    levelUntil: number(READER_BOUNDS.stepsOrNone),
    scheduleSteps: number(BOUNDS.steps),
    leastShare: number(SHARE),
    optimizer: OptimizerSchema,
    clipNorm: v.nullable(number(POSITIVE)),
    average: flag,
    bare: number(READER_BOUNDS.stepsOrNone),
    whole: number(READER_BOUNDS.stepsOrNone),
    oneHop: number(SHARE),
    oneHopFrom: number(READER_BOUNDS.stepsOrNone),
  }),
  variants: onceEach(v.picklist(READER_MODES, `must be one of ${READER_MODES.join(', ')}`), 1),
  devItems: v.nullable(number(BOUNDS.rows)),
  testItems: v.nullable(number(BOUNDS.rows)),
  lengths: onceEach(number(READER_BOUNDS.length), 0),
});

function faultsOf({ model, training, data, encoding }: ReadSweep): readonly RecipeFault[] {
  const { width, heads } = model;
  return [
    ...(width % heads === 0
      ? []
      : [{ field: 'model.heads', message: `must divide the width, which is ${String(width)}` }]),
    ...(width % 2 === 0 ? [] : [{ field: 'model.width', message: 'must be even: positions come in pairs' }]),
    ...(training.bare <= training.whole
      ? []
      : [{ field: 'training.whole', message: 'is before the last step without words' }]),
    ...(training.optimizer.kind === 'adafactor'
      ? [
          {
            field: 'training.optimizer',
            message: 'can’t be Adafactor: the weights are one vector without columns',
          },
        ]
      : []),
    ...(data.kind === 'two-hop' && data.candidates !== encoding.candidates
      ? [{ field: 'encoding.candidates', message: 'are not those of the set' }]
      : []),
  ];
}

/** `value` as the recipe of a sweep of readers. @throws LabError `recipe` naming every field at fault */
export const parseReadSweep = sweepParser<ReadSweep>(ReadSweepSchema, faultsOf);
