/**
 * What the mask says of a verbalizer's words, of some rows and of a support set, asked by one template: enough to
 * recompute every step of the chain without the PLM.
 */
import type { ExpandedWord } from './expansion.ts';

/** A label word that the PLM's tokenizer knows. */
export interface CandidateWord extends ExpandedWord {
  /** At least one. */
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
}

export interface WordLogits {
  /** Class after class; the first word of a class is its name. Columns below are words, class after class. */
  readonly words: readonly (readonly CandidateWord[])[];
  /** True class of each row. */
  readonly truth: readonly number[];
  /** [rows × words] one logit a word, several tokens brought together already. */
  readonly rows: Float32Array;
  /** [support × words] the same of texts whose label nobody looks at. */
  readonly support: Float32Array;
  /** [words] of the mean logits over the support set. */
  readonly prior: Float32Array;
  /** [words] place of the word's least likely token among all tokens by mean logit over the support, from 0. */
  readonly ranks: Float32Array;
  /** Tokens of the PLM. */
  readonly vocabulary: number;
}

/** Number of words of all classes. */
export const wordCount = ({ words }: Pick<WordLogits, 'words'>): number =>
  words.reduce((sum, { length }) => sum + length, 0);

/** Columns of each class's words. */
export function columnsOf({ words }: Pick<WordLogits, 'words'>): readonly (readonly number[])[] {
  let next = 0;
  return words.map((own) => own.map(() => next++));
}
