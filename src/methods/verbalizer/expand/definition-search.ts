/** Synsets whose definition holds a seed or a word close to it (specs/knowledgeable-verbalizer.md, 16.C). */
import { DEFINES } from '../../../experiment/verbalizer/relations.ts';
import { pointerCode } from './pointers.ts';
import { formsOf, type Start } from './seed-senses.ts';
import type { Step } from './walk.ts';
import type { WordGraph } from './word-graph.ts';

const SYNONYM_WEIGHT = 0.8;
const DERIVED_WEIGHT = 0.7;
/** Meanings of a seed from this score on lend their synonyms. */
const STRONG = 0.5;
const DERIVED: ReadonlySet<number> = new Set(['+', '\\'].map(pointerCode));

/** Words that a definition is looked through for, each with its weight. */
function queryWords(
  graph: WordGraph,
  seeds: readonly string[],
  starts: readonly Start[],
): Map<string, number> {
  const words = new Map<string, number>();
  const add = (word: string, weight: number): void => {
    const small = word.toLowerCase();
    if (weight > (words.get(small) ?? 0)) words.set(small, weight);
  };
  for (const form of seeds.flatMap(formsOf)) add(form, 1);
  const { start, code, target, targetWord } = graph.pointers;
  for (const { synset, score } of starts) {
    if (score < STRONG) continue;
    for (const word of graph.wordsOf(synset)) add(word, SYNONYM_WEIGHT);
    for (let at = start[synset]; at < start[synset + 1]; at++)
      if (DERIVED.has(code[at]) && targetWord[at] > 0)
        add(graph.wordsOf(target[at])[targetWord[at] - 1], DERIVED_WEIGHT);
  }
  return words;
}

/**
 * Long definitions say little with each of their words. Words of grammar count: left out of the length, definitions of
 * five words would weigh like a synonym.
 */
export const shareOfDefinition = (graph: WordGraph, synset: number): number =>
  Math.min(1, Math.sqrt(5 / graph.definitions.length(synset)));

/**
 * @param weight of a definition that consists of the seed alone
 * @param depth of the steps: they may go on from there until the walk's depth
 */
export function definitionSearch(
  graph: WordGraph,
  seeds: readonly string[],
  starts: readonly Start[],
  weight: number,
  depth: number,
): readonly Step[] {
  const { definitions } = graph;
  const found = new Map<number, { missed: number; form: string; most: number }>();
  for (const [word, wordWeight] of queryWords(graph, seeds, starts)) {
    const number = definitions.numberOf(word);
    if (number === null) continue;
    const rare = Math.min(1, 1.6 * definitions.rarity(number));
    for (const synset of definitions.holders(number)) {
      const hit = weight * wordWeight * rare * shareOfDefinition(graph, synset);
      const known = found.get(synset);
      if (known === undefined) found.set(synset, { missed: 1 - hit, form: word, most: hit });
      else {
        known.missed *= 1 - hit;
        if (hit > known.most) Object.assign(known, { form: word, most: hit });
      }
    }
  }
  return Array.from(found, ([synset, { missed, form }]) => ({
    synset,
    score: 1 - missed,
    depth,
    from: null,
    relation: DEFINES,
    targetWord: 0,
    form,
  }));
}
