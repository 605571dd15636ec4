/** Content words in the definitions of what was reached (specs/knowledgeable-verbalizer.md, 16.E). */
import { shareOfDefinition } from './definition-search.ts';
import type { Reached } from './walk.ts';
import type { WordGraph } from './word-graph.ts';

/** Definitions are read from this score on. */
const LEAST_READ = 0.3;
/** Words less rare than this say nothing. */
const LEAST_RARITY = 0.35;

export interface DefinitionWord {
  readonly score: number;
  /** Whose definition holds it with the greatest weight. */
  readonly by: Reached;
}

/** Words of definitions with their scores, by noisy-or. @param weight of a rare word that is a definition alone */
export function definitionWords(
  graph: WordGraph,
  reached: readonly Reached[],
  scoreOf: (reached: Reached) => number,
  weight: number,
): ReadonlyMap<string, DefinitionWord> {
  const { definitions } = graph;
  const found = new Map<number, { missed: number; most: number; by: Reached }>();
  for (const step of reached) {
    const score = scoreOf(step);
    if (score < LEAST_READ) continue;
    const words = definitions.contentWords(step.synset);
    const share = shareOfDefinition(graph, step.synset);
    for (const word of words) {
      const rarity = Math.max(0, (definitions.rarity(word) - LEAST_RARITY) / (1 - LEAST_RARITY));
      const hit = weight * score * rarity * share;
      const known = found.get(word);
      if (known === undefined) found.set(word, { missed: 1 - hit, most: hit, by: step });
      else {
        known.missed *= 1 - hit;
        if (hit > known.most) Object.assign(known, { most: hit, by: step });
      }
    }
  }
  return new Map(
    Array.from(found, ([word, { missed, by }]) => [definitions.wordOf(word), { score: 1 - missed, by }]),
  );
}
