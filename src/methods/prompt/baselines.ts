/** What gives an accuracy meaning: always the most frequent class, the template alone, random prompts. */
import { accuracy, argmax, majorityRate } from '../../experiment/metrics.ts';
import type { Baseline, BaselineName, SplitAccuracies } from '../../experiment/baselines.ts';
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

/** Random prompts a run: a single one says little, on sms_spam (lab-small) they lie between 26 and 83 %. */
export const RANDOM_PROMPTS = 5;

/** Rows that the baselines of a run score, where dev and test have `rows` together. */
export const baselineRowCount = (rows: number): number => (1 + RANDOM_PROMPTS) * rows;

/**
 * Measures the baselines a batch of rows at a time, so that training steps can come in between: the curve moves from
 * the first step on. Yields the number of rows done, of `baselineRowCount`.
 * @param random untrained prompts, at least one, each [promptLength × width]
 * @param onMeasured told as soon as there is one random prompt, and again after each further one: the row of random
 *   prompts is the mean over the draws so far. `complete` with the last.
 */
export async function* measureBaselines(
  session: PromptSession,
  random: readonly Float32Array[],
  onMeasured: (baselines: readonly Baseline[], complete: boolean) => void,
): AsyncGenerator<number, void, void> {
  const { dev, test } = session.task;
  const majority = (rows: readonly EncodedRow[]): number => majorityRate(rows.map((row) => row.label));
  const measured: SplitAccuracies[] = [];
  let done = 0;
  for (const prompt of [null, ...random]) {
    const shares: number[] = [];
    for (const rows of [dev, test]) {
      const work = session.scoreBatches(rows, prompt);
      let next = await work.next();
      for (; next.done !== true; next = await work.next()) yield done + next.value;
      done += rows.length;
      shares.push(accuracyOf(next.value, rows));
    }
    measured.push({ dev: shares[0], test: shares[1] });
    const [noPrompt, ...draws] = measured;
    if (draws.length === 0) continue;
    onMeasured(
      [
        { name: 'majority', dev: majority(dev), test: majority(test) },
        { name: 'noPrompt', ...noPrompt },
        { name: 'randomPrompt', ...meanOf(draws), draws },
      ] satisfies readonly (Baseline & { name: BaselineName })[],
      draws.length === random.length,
    );
  }
}

function meanOf(draws: readonly SplitAccuracies[]): SplitAccuracies {
  const mean = (split: 'dev' | 'test'): number =>
    draws.reduce((sum, draw) => sum + draw[split], 0) / draws.length;
  return { dev: mean('dev'), test: mean('test') };
}
