/** Learned weights of a report's words, set against the plain mean. Pure. */
import { softmax } from '../../experiment/metrics.ts';
import type { VerbalizedTask } from '../../experiment/verbalizer/verbalize-report.ts';
import { columnsOf, type WordLogits } from '../../experiment/verbalizer/word-logits.ts';
import type { LearnedWeights } from '../../views/words/learned-weights.ts';

/** How likely each of a class's words is over the support set, times their mean. */
function priorsOf(logits: WordLogits, index: number): ReadonlyMap<string, number> {
  const columns = columnsOf(logits)[index];
  const own = softmax(columns.map((column) => logits.prior[column]));
  return new Map(logits.words[index].map(({ word }, at) => [word, own[at] * columns.length]));
}

/**
 * Means over the runs with the most labelled rows; null where no weights were learned.
 * @param logits those shown, which have the words' priors; null where there are none
 */
export function weightsOfTask(
  { cells, labels }: Pick<VerbalizedTask, 'cells' | 'labels'>,
  logits: WordLogits | null = null,
): LearnedWeights | null {
  const all = cells.flatMap(({ weights, words, shots }) =>
    weights === undefined ? [] : [{ weights, words, shots }],
  );
  if (all.length === 0) return null;
  const shots = Math.max(...all.map((cell) => cell.shots));
  const runs = all.filter((cell) => cell.shots === shots);
  return {
    shots,
    runs: runs.length,
    classes: labels.map((label, index) => {
      const sums = new Map<string, { sum: number; count: number }>();
      for (const { weights, words } of runs)
        softmax(weights[index]).forEach((share, at) => {
          const word = words[index][at];
          const times = share * weights[index].length;
          const before = sums.get(word) ?? { sum: 0, count: 0 };
          sums.set(word, { sum: before.sum + times, count: before.count + 1 });
        });
      const priors = logits === null ? null : priorsOf(logits, index);
      const words = [...sums].map(([word, { sum, count }]) => ({
        word,
        times: sum / count,
        prior: priors?.get(word) ?? null,
      }));
      return { label, words: words.sort((a, b) => b.times - a.times) };
    }),
  };
}
