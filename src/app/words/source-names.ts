/** Where words come from, as it is said of one. */
import type { WordSource } from '../../experiment/verbalizer/expansion.ts';

export const SOURCE_NAMES: Readonly<Record<WordSource, string>> = {
  wordnet: 'WordNet',
  gloss: 'a definition in WordNet',
  afinn: 'AFINN’s sentiment list',
  embeddings: 'the PLM’s input embeddings',
  list: 'the published list',
  own: 'a word of one’s own',
};
