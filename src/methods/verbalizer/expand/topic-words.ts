/** Words for a subject: WordNet's relations and definitions (specs/knowledgeable-verbalizer.md, 16.A to 16.E). */
import type { ExpandedWord, ExpansionSettings } from '../../../experiment/verbalizer/expansion.ts';
import { definitionSearch } from './definition-search.ts';
import { definitionWords } from './definition-words.ts';
import type { Start } from './seed-senses.ts';
import { walk, type Step } from './walk.ts';
import type { WordGraph } from './word-graph.ts';
import { synsetScore, withDefinitionWords, wordScores } from './word-scores.ts';

/** A start as the walk takes it. */
export const firstStep = ({ synset, score, form }: Start): Step => ({
  synset,
  score,
  depth: 0,
  from: null,
  relation: '',
  targetWord: 0,
  form,
});

/** Every word that is reached, as WordNet writes it, in no order. */
export function topicWords(
  graph: WordGraph,
  seeds: readonly string[],
  starts: readonly Start[],
  { least, depth, reverseGloss, forwardGloss }: ExpansionSettings,
): ExpandedWord[] {
  // From a definition one step more is taken.
  const defined =
    reverseGloss > 0 ? definitionSearch(graph, seeds, starts, reverseGloss, Math.max(0, depth - 1)) : [];
  const reached = walk(graph, [...starts.map(firstStep), ...defined], { mode: 'topic', least, depth });
  const words = wordScores(graph, reached);
  if (forwardGloss === 0) return words;
  return withDefinitionWords(graph, words, definitionWords(graph, reached, synsetScore, forwardGloss));
}
