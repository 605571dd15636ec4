/** Compares the verbalizer's chain with float64 references made elsewhere: word sets, scores, relevance and gradients. */
import {
  classScores,
  type Aggregation,
  type ClassWords,
} from '../../experiment/verbalizer/chain/class-scores.ts';
import { keepCommon, leastRanks } from '../../experiment/verbalizer/chain/frequency.ts';
import { refineByRelevance } from '../../experiment/verbalizer/chain/relevance.ts';
import { weightedLoss, weightedScores } from '../../experiment/verbalizer/chain/weighted-scores.ts';
import {
  columnMeans,
  wordValues,
  type Handling,
  type Matrix,
} from '../../experiment/verbalizer/chain/word-values.ts';
import { argmax } from '../../experiment/metrics.ts';
import { compareNumbers, type CheckLine } from '../check/check-line.ts';
import type { ReferenceTensor } from '../check/reference-batch.ts';

/** What verbalizer.json and reference.safetensors say, as far as it is used. */
export interface VerbalizerReference {
  readonly ids: readonly (readonly (readonly number[])[])[];
  readonly handling: Handling;
  readonly frequency_cut: number;
  readonly kept_after_frequency: ClassWords;
  readonly kept_after_relevance: ClassWords;
  readonly relevance_rate: number;
  readonly labels: readonly number[];
  readonly weighted_loss: number;
  readonly weighted_calibrated_loss: number;
  readonly predictions: Readonly<Record<string, readonly number[]>>;
  readonly tensors: ReadonlyMap<string, ReferenceTensor>;
}

/** Of scores; where priors are of several hundred, relative to the largest number. */
const SCORES = 1e-4;
const RELATIVE_SCORES = 1e-6;
const RELEVANCE = 1e-4;
const GRADIENT = 1e-5;

const matrix = ({ dims, data }: ReferenceTensor): Matrix => ({
  rows: dims[0],
  columns: dims[1],
  values: data,
});

/** @returns a line a number that was compared */
export function checkVerbalizer(reference: VerbalizerReference): readonly CheckLine[] {
  const tensor = (name: string): ReferenceTensor => {
    const found = reference.tensors.get(name);
    if (found === undefined) throw new Error(`reference.safetensors has no ${name}`);
    return found;
  };
  const ids = reference.ids.flat();
  const slots = slotsOf(reference.ids);
  const priorLogits = columnMeans(matrix(tensor('support_logits')));
  const rows = wordValues(matrix(tensor('logits')), ids, reference.handling);
  const support = wordValues(matrix(tensor('support_logits')), ids, reference.handling);
  const prior = Float64Array.from(
    wordValues({ rows: 1, columns: priorLogits.length, values: priorLogits }, ids, reference.handling).values,
  );
  const common = keepCommon(slots, leastRanks(ids, priorLogits), reference.frequency_cut, priorLogits.length);
  const relevance = refineByRelevance(support, common);
  const { data } = tensor('weights');
  const weights = slots.map((columns) => Float64Array.from(columns, (column) => data[column]));
  const scored = (
    classes: ClassWords,
    calibrated: boolean,
    aggregation: Aggregation = 'mean-log-probability',
  ): Float64Array => classScores(rows, { classes, prior: calibrated ? prior : null, aggregation });
  const scores: Readonly<Record<string, Float64Array>> = {
    plain: scored(slots, false),
    calibrated: scored(slots, true),
    frequency: scored(common, true),
    refined: scored(relevance.kept, true),
    mean_probability: scored(slots, true, 'mean-probability'),
    maximum: scored(slots, true, 'maximum'),
    weighted: weightedScores(rows, slots, null, weights),
    weighted_calibrated: weightedScores(rows, slots, prior, weights),
  };
  const losses = [
    {
      name: 'weighted_loss',
      gradient: 'grad_weights',
      of: weightedLoss(rows, slots, null, weights, reference.labels),
    },
    {
      name: 'weighted_calibrated_loss',
      gradient: 'grad_weights_calibrated',
      of: weightedLoss(rows, slots, prior, weights, reference.labels),
    },
  ] as const;
  const classes = slots.length;
  return [
    sameWords('words after frequency refinement', within(common, slots), reference.kept_after_frequency),
    sameWords(
      'words after relevance refinement',
      within(relevance.kept, slots),
      reference.kept_after_relevance,
    ),
    compareNumbers('relevance rate', [relevance.rate], [reference.relevance_rate], absolute(0)),
    compareEach(
      'relevance',
      inListedOrder(common, relevance.ordered, relevance.scores),
      tensor('relevance').data,
      RELEVANCE,
    ),
    ...Object.entries(scores).flatMap(([name, found]) => [
      scoreLine(name, found, tensor(`scores_${name}`).data, classes),
      ...predictionLine(name, found, reference.predictions[name], classes),
    ]),
    ...losses.flatMap(({ name, gradient, of }) => [
      compareNumbers(name, [of.loss], [reference[name]], absolute(SCORES)),
      compareNumbers(
        gradient,
        of.gradient.flatMap((own) => Array.from(own)),
        tensor(gradient).data,
        absolute(GRADIENT),
      ),
    ]),
  ];
}

/** Columns of each class's words, side by side. */
function slotsOf(words: readonly (readonly unknown[])[]): ClassWords {
  let next = 0;
  return words.map((own) => own.map(() => next++));
}

/** Columns as positions within their class. */
const within = (kept: ClassWords, slots: ClassWords): ClassWords =>
  kept.map((columns, c) => columns.map((column) => column - slots[c][0]));

function inListedOrder(
  listed: ClassWords,
  ordered: ClassWords,
  scores: readonly (readonly number[])[],
): readonly number[] {
  return listed.flatMap((columns, c) => columns.map((column) => scores[c][ordered[c].indexOf(column)]));
}

const absolute = (value: number): CheckLine['limit'] => ({ kind: 'absolute', value });

/** Each number relative to its own reference. */
function compareEach(
  name: string,
  found: readonly number[],
  expected: ArrayLike<number>,
  limit: number,
): CheckLine {
  const parts = (values: ArrayLike<number>): number[] =>
    Array.from(values, (value, index) => (expected[index] === 0 ? value : value / expected[index]));
  return compareNumbers(name, parts(found), parts(expected), absolute(limit));
}

/** Scores are compared with each row's mean taken off: a constant a row decides nothing. */
function scoreLine(name: string, found: Float64Array, expected: Float32Array, classes: number): CheckLine {
  const centred = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(values, (value, index) => {
      const at = index - (index % classes);
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += values[at + c];
      return value - sum / classes;
    });
  const largest = Math.max(...Array.from(expected, Math.abs));
  const limit = RELATIVE_SCORES * largest > SCORES ? RELATIVE_SCORES * largest : SCORES;
  return compareNumbers(
    `scores, ${name.replaceAll('_', ' ')}`,
    centred(found),
    centred(expected),
    absolute(limit),
  );
}

function exact(name: string, wrong: number): CheckLine {
  return {
    name,
    absolute: wrong,
    relative: wrong,
    limit: { kind: 'absolute', value: 0 },
    passed: wrong === 0,
  };
}

function sameWords(name: string, found: ClassWords, expected: ClassWords): CheckLine {
  const wrong = expected.filter((columns, c) => JSON.stringify(columns) !== JSON.stringify(found[c])).length;
  return exact(`${name}, classes that differ`, found.length === expected.length ? wrong : Infinity);
}

/** Nothing where the reference names no classes: of the weighted scores. */
function predictionLine(
  name: string,
  scores: Float64Array,
  expected: readonly number[] | undefined,
  classes: number,
): readonly CheckLine[] {
  if (expected === undefined) return [];
  const wrong = expected.filter((value, row) => value !== argmax(scores, row * classes, classes)).length;
  return [exact(`predictions, ${name.replaceAll('_', ' ')}, rows that differ`, wrong)];
}
