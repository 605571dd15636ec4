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
  /** Of each class the one word, or few, that it is asked by without a list. Their columns follow those of `words`. */
  readonly manual: readonly (readonly CandidateWord[])[];
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

const lengthOf = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((sum, { length }) => sum + length, 0);

/** Number of columns: words of all classes, then their manual words. */
export const wordCount = ({ words, manual }: Pick<WordLogits, 'words' | 'manual'>): number =>
  lengthOf(words) + lengthOf(manual);

function numbered(lists: readonly (readonly unknown[])[], first: number): readonly (readonly number[])[] {
  let next = first;
  return lists.map((own) => own.map(() => next++));
}

/** Columns of each class's words. */
export const columnsOf = ({ words }: Pick<WordLogits, 'words'>): readonly (readonly number[])[] =>
  numbered(words, 0);

/** Columns of each class's manual words. */
export const manualColumnsOf = ({
  words,
  manual,
}: Pick<WordLogits, 'words' | 'manual'>): readonly (readonly number[])[] => numbered(manual, lengthOf(words));
