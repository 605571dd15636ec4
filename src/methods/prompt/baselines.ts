/** What gives an accuracy meaning: always the most frequent class, the template alone, a random prompt. */
import { accuracy, argmax, majorityRate } from '../../experiment/metrics.ts';
import type { Baseline, BaselineName } from '../../experiment/baselines.ts';
import type { EncodedRow } from './encoded-task.ts';
import type { PromptSession } from './prompt-session.ts';

/** Share of rows whose best class is the true one; `scores` is [rows × classes]. */
export function accuracyOf(scores: Float32Array, rows: readonly EncodedRow[]): number {
  const classes = scores.length / rows.length;
  return accuracy(
    rows.map((_, row) => argmax(scores, row * classes, classes)),
    rows.map((row) => row.label),
  );
}

/**
 * Measures the baselines a batch of rows at a time, so that training steps can come in between: the curve moves from
 * the first step on, and the baselines are there soon. Yields the number of rows done, of twice those of dev and test.
 * @param random an untrained prompt
 */
export async function* measureBaselines(
  session: PromptSession,
  random: Float32Array,
  onDone: (baselines: readonly Baseline[]) => void,
): AsyncGenerator<number, void, void> {
  const { dev, test } = session.task;
  const shares: number[] = [];
  let done = 0;
  for (const prompt of [null, random]) {
    for (const rows of [dev, test]) {
      const work = session.scoreBatches(rows, prompt);
      let next = await work.next();
      for (; next.done !== true; next = await work.next()) yield done + next.value;
      done += rows.length;
      shares.push(accuracyOf(next.value, rows));
    }
  }
  const majority = (rows: readonly EncodedRow[]): number => majorityRate(rows.map((row) => row.label));
  onDone([
    { name: 'majority', dev: majority(dev), test: majority(test) },
    { name: 'noPrompt', dev: shares[0], test: shares[1] },
    { name: 'randomPrompt', dev: shares[2], test: shares[3] },
  ] satisfies readonly (Baseline & { name: BaselineName })[]);
}
