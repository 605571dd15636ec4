/** What a seed may mean, and how much each meaning counts (specs/knowledgeable-verbalizer.md, 16.A). */
import type { Sense } from '../../../experiment/verbalizer/expansion.ts';
import type { WordGraph } from './word-graph.ts';

/** A synset that the walk starts from. */
export interface Start {
  readonly synset: number;
  readonly score: number;
  /** The form of the seed that means it. */
  readonly form: string;
}

export interface SeedSenses {
  readonly senses: readonly Sense[];
  readonly starts: readonly Start[];
}

/** So many meanings of a seed are followed, the best ones. */
const MOST_SENSES = 6;
/** Each seed counts so much of the one before. */
const LATER_SEED = 0.97;
/** A meaning that the seed has only as a plural of another word counts so much. */
const INFLECTED = 0.97;

/** Plurals that no rule undoes, of words that name classes; WordNet's own lists are not in its package. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['media', 'medium'],
  ['criteria', 'criterion'],
  ['phenomena', 'phenomenon'],
  ['data', 'datum'],
  ['lives', 'life'],
  ['wives', 'wife'],
  ['knives', 'knife'],
  ['leaves', 'leaf'],
  ['mice', 'mouse'],
  ['teeth', 'tooth'],
  ['feet', 'foot'],
  ['geese', 'goose'],
]);

/** The seed as it is, and what it may be the plural of. */
export function formsOf(seed: string): readonly string[] {
  const small = seed.trim().toLowerCase();
  const irregular = IRREGULAR.get(small);
  if (irregular !== undefined) return [small, irregular];
  if (!/[^s]s$/.test(small)) return [small];
  const singular = [
    ...(small.endsWith('ies') ? [`${small.slice(0, -3)}y`] : []),
    ...(/(?:s|x|z|ch|sh|o)es$/.test(small) ? [small.slice(0, -2)] : []),
    small.slice(0, -1),
  ];
  return [small, ...singular];
}

/**
 * The meanings of the `index`-th seed of a class (from 0).
 * @param chosen synsets to start from in place of the most frequent ones
 */
export function seedSenses(
  graph: WordGraph,
  seed: string,
  index: number,
  chosen: readonly string[] | null,
): SeedSenses {
  const [own, ...singular] = formsOf(seed);
  const found = new Map<number, { readonly form: string; readonly count: number }>();
  for (const form of [own, ...singular])
    for (const { synset, sense, tags } of graph.meanings(form))
      if (!found.has(synset)) found.set(synset, { form, count: tags + 1 / sense });
  const total = [...found.values()].reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(...[...found.values()].map(({ count }) => count));
  const scored = [...found]
    .map(([synset, { form, count }]) => ({
      synset,
      form,
      name: graph.nameOf(synset),
      prior: count / total,
      score: LATER_SEED ** index * Math.sqrt(count / most) * (form === own ? 1 : INFLECTED),
    }))
    .sort((a, b) => b.score - a.score || a.synset - b.synset);
  const isUsed = (name: string, rank: number): boolean =>
    chosen === null ? rank < MOST_SENSES : chosen.includes(name);
  const used = scored.filter(({ name }, rank) => isUsed(name, rank));
  // What a person picks is meant, however rare it is.
  const best = Math.max(...used.map(({ score }) => score));
  const scale = chosen === null ? 1 : LATER_SEED ** index / best;
  return {
    senses: scored.map(({ synset, name, prior }, rank) => ({
      seed,
      synset: name,
      gloss: graph.definitions.text(synset),
      prior,
      used: isUsed(name, rank),
    })),
    starts: used.map(({ synset, form, score }) => ({ synset, form, score: score * scale })),
  };
}
