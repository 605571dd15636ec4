/** From scores of synsets to scores of words, with the way to each (specs/knowledgeable-verbalizer.md, 16.D and 16.G). */
import type { ExpandedWord } from '../../../experiment/verbalizer/expansion.ts';
import { DEFINED_BY, DEFINES, SYNONYM } from '../../../experiment/verbalizer/relations.ts';
import type { DefinitionWord } from './definition-words.ts';
import type { Reached, Step } from './walk.ts';
import type { WordGraph } from './word-graph.ts';

const OTHER_WAYS = 0.3;
const LATER_SYNONYM = 0.97;
const SECOND_MEANING = 0.1;

/** The score of a synset, raised by up to three other ways to it. */
export const synsetScore = ({ score, others }: Reached): number =>
  1 - others.reduce((missed, other) => missed * (1 - OTHER_WAYS * other), 1 - score);

/** Words that stand in the reached synsets, by falling score. Words reached twice gain a tenth of the lesser score. */
export function wordScores(graph: WordGraph, reached: readonly Reached[]): ExpandedWord[] {
  const best = new Map<string, { score: number; second: number; way: Step }>();
  for (const step of reached) {
    const ofSynset = synsetScore(step);
    const toAll = step.ways.get(0);
    graph.wordsOf(step.synset).forEach((word, rank) => {
      // Relations between words lead to these alone.
      const toWord = step.ways.get(rank + 1);
      const way = better(toWord, toAll);
      if (way === undefined) return;
      const score = ofSynset * (rank === 0 || toWord !== undefined ? 1 : LATER_SYNONYM);
      const known = best.get(word);
      if (known === undefined) best.set(word, { score, second: 0, way });
      else if (score > known.score) best.set(word, { score, second: known.score, way });
      else known.second = Math.max(known.second, score);
    });
  }
  return Array.from(best, ([word, { score, second, way }]) => ({
    word,
    score: Math.min(1, score + SECOND_MEANING * second),
    source: isFound(way) ? 'gloss' : 'wordnet',
    path: pathTo(graph, way, word),
  }));
}

function better(a: Step | undefined, b: Step | undefined): Step | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.score >= b.score ? a : b;
}

/** Whether a way began at a definition. */
function isFound(step: Step): boolean {
  return step.from === null ? step.relation === DEFINES : isFound(step.from);
}

/** Words and relations in turn, from the seed's form to `word`. */
function pathTo(graph: WordGraph, step: Step, word: string): readonly string[] {
  if (step.from === null) {
    if (step.relation === DEFINES) return [step.form, DEFINES, word];
    return step.form === word.toLowerCase() ? [word] : [step.form, SYNONYM, word];
  }
  return [...pathTo(graph, step.from, nameIn(graph, step.from)), step.relation, word];
}

/** The word that stands for a synset on the way: the seed's form at a start, else the usual one or the one led to. */
function nameIn(graph: WordGraph, step: Step): string {
  if (step.from === null && step.relation !== DEFINES) return step.form;
  return graph.wordsOf(step.synset)[Math.max(0, step.targetWord - 1)];
}

/** `words` together with those of definitions, by noisy-or where both have one. */
export function withDefinitionWords(
  graph: WordGraph,
  words: readonly ExpandedWord[],
  found: ReadonlyMap<string, DefinitionWord>,
): ExpandedWord[] {
  const joined = new Map(words.map((entry) => [entry.word, entry]));
  for (const [word, { score, by }] of found) {
    const known = joined.get(word);
    const own: ExpandedWord = {
      word,
      score,
      source: 'gloss',
      path: [...pathTo(graph, by, nameIn(graph, by)), DEFINED_BY, word],
    };
    if (known === undefined) joined.set(word, own);
    else
      joined.set(word, {
        ...(known.score >= score ? known : own),
        score: 1 - (1 - known.score) * (1 - score),
      });
  }
  return [...joined.values()];
}
