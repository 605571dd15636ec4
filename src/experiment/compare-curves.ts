/** Whether a run that was made again has the same curve, bit for bit, and where it parts from it. */
import type { DevPoint, RunResult, StepPoint } from './run-record.ts';

export interface Curve {
  /** In the order of their steps, as are the dev evaluations. */
  readonly points: readonly StepPoint[];
  readonly dev: readonly DevPoint[];
  /** Null for a run that has not finished. */
  readonly result: Pick<RunResult, 'bestStep' | 'dev' | 'test'> | null;
}

export interface CurveDifference {
  readonly step: number;
  readonly what: string;
  readonly before: number;
  readonly after: number;
}

export interface CurveComparison {
  /** Steps, and dev evaluations, that both have. */
  readonly steps: number;
  readonly evaluations: number;
  readonly firstDifference: CurveDifference | null;
  /** Absolute, of a batch’s loss, over the steps that both have. */
  readonly largestLossDifference: number;
  /** Both have all steps and evaluations of the other, and a result. */
  readonly whole: boolean;
}

const STEP_FIELDS: readonly (readonly [Exclude<keyof StepPoint, 'step'>, string])[] = [
  ['learningRate', 'learning rate'],
  ['loss', 'loss'],
  ['accuracy', 'accuracy'],
  ['gradientNorm', 'gradient norm'],
];
const DEV_FIELDS: readonly (readonly [Exclude<keyof DevPoint, 'step'>, string])[] = [
  ['loss', 'dev loss'],
  ['accuracy', 'dev accuracy'],
];
const RESULT_FIELDS: readonly (readonly ['bestStep' | 'dev' | 'test', string])[] = [
  ['bestStep', 'best step'],
  ['dev', 'best dev accuracy'],
  ['test', 'test accuracy'],
];

/** Compares what both have; a run under way has less. */
export function compareCurves(before: Curve, after: Curve): CurveComparison {
  const steps = pairsOf(before.points, after.points);
  const evaluations = pairsOf(before.dev, after.dev);
  const bothDone = before.result !== null && after.result !== null;
  const results: readonly Pair<Curve['result'] & object>[] =
    before.result !== null && after.result !== null ? [[before.result, after.result]] : [];
  const ends = Math.max(before.points.at(-1)?.step ?? 0, after.points.at(-1)?.step ?? 0);
  const differences = [
    firstOf(steps, STEP_FIELDS, ([{ step }]) => step),
    firstOf(evaluations, DEV_FIELDS, ([{ step }]) => step),
    firstOf(results, RESULT_FIELDS, () => ends),
  ].filter((difference) => difference !== null);
  return {
    steps: steps.length,
    evaluations: evaluations.length,
    firstDifference: differences.reduce<CurveDifference | null>(
      (first, next) => (first === null || next.step < first.step ? next : first),
      null,
    ),
    largestLossDifference: steps.reduce((most, [a, b]) => Math.max(most, distance(a.loss, b.loss)), 0),
    whole:
      bothDone &&
      before.points.length === steps.length &&
      after.points.length === steps.length &&
      before.dev.length === evaluations.length &&
      after.dev.length === evaluations.length,
  };
}

/** Whether the whole curve is the same, to the last bit. */
export function isRepeated({ whole, firstDifference }: CurveComparison): boolean {
  return whole && firstDifference === null;
}

type Pair<T> = readonly [before: T, after: T];

/** Those of the same step. */
function pairsOf<T extends { readonly step: number }>(
  before: readonly T[],
  after: readonly T[],
): readonly Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let at = 0;
  for (const point of before) {
    while (at < after.length && after[at].step < point.step) at += 1;
    const other = after.at(at);
    if (other === undefined) break;
    if (other.step === point.step) pairs.push([point, other]);
  }
  return pairs;
}

function firstOf<F extends string, T extends Readonly<Record<F, number>>>(
  pairs: readonly Pair<T>[],
  fields: readonly (readonly [F, string])[],
  stepOf: (pair: Pair<T>) => number,
): CurveDifference | null {
  for (const pair of pairs) {
    const [before, after] = pair;
    const found = fields.find(([field]) => !Object.is(before[field], after[field]));
    if (found === undefined) continue;
    const [field, what] = found;
    return { step: stepOf(pair), what, before: before[field], after: after[field] };
  }
  return null;
}

/** Two diverged values are no difference; a diverged one and a number are the largest there is. */
function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Infinity : difference;
}
