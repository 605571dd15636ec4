/**
 * A knowledgeable verbalizer as the readout takes it: scores are word logits times a matrix. The mean of log-probabilities
 * over a class's words and the mean of their logits differ by one constant a row, which changes neither the loss over
 * classes nor the prediction (specs: KPT, section 5).
 */
import { LabError } from '../../errors/lab-error.ts';
import type { Handling } from '../../experiment/verbalizer/chain/word-values.ts';
import type { UsableClass } from '../../experiment/verbalizer/usable-words.ts';
import type { Verbalizer } from '../../text/verbalizer.ts';

/** How much each token of a word counts; `max` is no weighted sum. */
const SHARES: Readonly<Record<Handling, ((tokens: number) => readonly number[]) | null>> = {
  first: (tokens) => Array.from({ length: tokens }, (_, at) => (at === 0 ? 1 : 0)),
  mean: (tokens) => new Array<number>(tokens).fill(1 / tokens),
  max: null,
};

/**
 * Words may share tokens, within a class and between classes.
 * @throws LabError `label-words` where words of several tokens count by their largest logit
 */
export function manyWords(classes: readonly UsableClass[], handling: Handling): Verbalizer {
  const tokenIds = [...new Set(classes.flatMap(({ words }) => words.flatMap(({ ids }) => ids)))];
  const rowOf = new Map(tokenIds.map((id, row) => [id, row]));
  const classWordMatrix = new Float32Array(tokenIds.length * classes.length);
  classes.forEach(({ words }, c) => {
    for (const { ids } of words) {
      const shares = ids.length === 1 ? [1] : SHARES[handling]?.(ids.length);
      if (shares === undefined)
        throw new LabError({
          code: 'label-words',
          message:
            'A prompt is trained on weighted sums of logits, and the largest of a word’s tokens is none.',
          remedy: 'Let words of several tokens count by their mean or their first token.',
          where: 'handling',
        });
      ids.forEach((id, at) => {
        classWordMatrix[(rowOf.get(id) ?? 0) * classes.length + c] += shares[at] / words.length;
      });
    }
  });
  return {
    labels: classes.map(({ label }) => label),
    words: classes.map(({ words }) =>
      words.map(({ word, tokens, ids }) => ({
        word,
        tokens,
        ids,
        id: ids[0],
        handling: ids.length === 1 ? 'whole' : 'first-token',
      })),
    ),
    tokenIds,
    classWordMatrix,
    warnings: [],
  };
}
