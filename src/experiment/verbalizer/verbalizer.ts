/**
 * A verbalizer as a thing of its own, to keep, hand on and name in a recipe by its hash: lists of KPT's size are longer
 * than a link can hold (specs/knowledgeable-verbalizer.md, section 0.2).
 */
import type { ExpandedWord, ExpansionSettings } from './expansion.ts';

/** How the words came about; the first kind can be replayed. */
export type VerbalizerOrigin =
  | {
      readonly how: 'expanded';
      /** Class after class. */
      readonly seeds: readonly (readonly string[])[];
      readonly settings: ExpansionSettings;
    }
  | { readonly how: 'file'; readonly file: string }
  | { readonly how: 'preset'; readonly preset: string }
  | { readonly how: 'own' };

export interface StoredVerbalizer {
  readonly version: 1;
  readonly kind: 'verbalizer';
  readonly name: string;
  readonly labels: readonly string[];
  /** In the order of `labels`; the first word of a class is its name. */
  readonly words: readonly (readonly ExpandedWord[])[];
  readonly made: VerbalizerOrigin;
  /** Licences of where the words come from, to be handed on with them. */
  readonly notices: readonly string[];
}

/** The words alone, class after class. */
export const wordLists = ({ words }: Pick<StoredVerbalizer, 'words'>): readonly (readonly string[])[] =>
  words.map((ofClass) => ofClass.map(({ word }) => word));

/** Words that come with no score and no path, such as those of a published list or of a person. */
export const plainWords = (
  words: readonly string[],
  source: ExpandedWord['source'],
): readonly ExpandedWord[] => words.map((word) => ({ word, score: 1, source, path: [] }));
