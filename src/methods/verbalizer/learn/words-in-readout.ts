/** Words of classes as the numbers of a readout: which tokens each counts by, and whose each is. */
import { LabError } from '../../../errors/lab-error.ts';
import type { Handling } from '../../../experiment/verbalizer/chain/word-values.ts';
import type { UsableClass } from '../../../experiment/verbalizer/usable-words.ts';
import type { BatchNumbers } from '../../training/compiled-program.ts';
import type { WordsShape } from './weighted-prompt-program.ts';

/** How much each token of a word counts; `max` is no weighted sum. */
const SHARES: Readonly<Record<Handling, ((tokens: number) => readonly number[]) | null>> = {
  first: (tokens) => Array.from({ length: tokens }, (_, at) => (at === 0 ? 1 : 0)),
  mean: (tokens) => new Array<number>(tokens).fill(1 / tokens),
  max: null,
};

export interface WordsInReadout {
  readonly shape: WordsShape;
  readonly numbers: BatchNumbers;
}

/**
 * Words may share tokens, within a class and between classes.
 * @throws LabError `label-words` where words of several tokens count by their largest logit
 */
export function wordsInReadout(classes: readonly UsableClass[], handling: Handling): WordsInReadout {
  const words = classes.flatMap(({ words: own }, c) => own.map(({ ids }) => ({ ids, c })));
  const tokenIds = [...new Set(words.flatMap(({ ids }) => ids))];
  const rowOf = new Map(tokenIds.map((id, row) => [id, row]));
  const shape = { tokens: tokenIds.length, words: words.length, classes: classes.length };
  const wordTokens = new Float32Array(shape.tokens * shape.words);
  const classOfWord = new Float32Array(shape.words * shape.classes);
  words.forEach(({ ids, c }, word) => {
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
      wordTokens[(rowOf.get(id) ?? 0) * shape.words + word] += shares[at];
    });
    classOfWord[word * shape.classes + c] = 1;
  });
  return {
    shape,
    numbers: {
      label_words: tokenIds,
      word_tokens: wordTokens,
      class_of_word: classOfWord,
    },
  };
}
