/** Full-batch steps, and the values of the look at dev rows that was best; the later one of equals, as published (specs: KPT, section 10). */
import { accuracy } from '../../../experiment/metrics.ts';
import { Adam } from './adam.ts';

/** Steps between two looks. */
const LOOK_EVERY = 5;

export interface Learnable {
  /** Changed in place. */
  readonly values: Float64Array;
  readonly gradient: (values: Float64Array) => Float64Array;
  /** Classes of the dev rows. */
  readonly predict: (values: Float64Array) => readonly number[];
}

export interface BestLook {
  readonly values: Float64Array;
  /** 0 for the start. */
  readonly step: number;
}

export function learn(
  { values, gradient, predict }: Learnable,
  truth: readonly number[],
  { steps, rate }: { readonly steps: number; readonly rate: number },
): BestLook {
  const adam = new Adam(values, rate);
  let best = { values: values.slice(), step: 0, accuracy: accuracy(predict(values), truth) };
  for (let step = 1; step <= steps; step++) {
    adam.step(gradient(values));
    if (step % LOOK_EVERY !== 0 && step !== steps) continue;
    const now = accuracy(predict(values), truth);
    if (now >= best.accuracy) best = { values: values.slice(), step, accuracy: now };
  }
  return best;
}
