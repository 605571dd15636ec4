/** Learns how much each word counts, from word logits alone: no pass through the PLM, so some milliseconds (specs: KPT, section 9). */
import { argmax } from '../../../experiment/metrics.ts';
import type { ClassWords } from '../../../experiment/verbalizer/chain/class-scores.ts';
import { weightedLoss, weightedScores } from '../../../experiment/verbalizer/chain/weighted-scores.ts';
import type { Matrix } from '../../../experiment/verbalizer/chain/word-values.ts';
import { learn } from './best-look.ts';

export interface LabelledLogits {
  /** [rows × words] */
  readonly words: Matrix;
  readonly truth: readonly number[];
}

export interface LearnedWeights {
  /** A list a class. */
  readonly weights: readonly Float64Array[];
  readonly step: number;
}

/** Classes of rows under learned weights. */
export function predictWeighted(
  words: Matrix,
  classes: ClassWords,
  prior: Float64Array | null,
  weights: readonly Float64Array[],
): readonly number[] {
  const scores = weightedScores(words, classes, prior, weights);
  return Array.from({ length: words.rows }, (_, row) => argmax(scores, row * classes.length, classes.length));
}

export function learnWordWeights(
  train: LabelledLogits,
  dev: LabelledLogits,
  classes: ClassWords,
  prior: Float64Array | null,
  settings: { readonly steps: number; readonly rate: number },
): LearnedWeights {
  const values = new Float64Array(classes.flat().length);
  const byClass = (flat: Float64Array): readonly Float64Array[] => {
    let start = 0;
    return classes.map(({ length }) => flat.subarray(start, (start += length)));
  };
  const best = learn(
    {
      values,
      gradient(now) {
        const { gradient } = weightedLoss(train.words, classes, prior, byClass(now), train.truth);
        return Float64Array.from(gradient.flatMap((own) => Array.from(own)));
      },
      predict: (now) => predictWeighted(dev.words, classes, prior, byClass(now)),
    },
    dev.truth,
    settings,
  );
  return { weights: byClass(best.values), step: best.step };
}
