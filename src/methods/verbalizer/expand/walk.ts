/**
 * From the seeds' synsets along WordNet's relations, best first: the score of a synset is the greatest product of weights
 * over all ways to it (specs/knowledgeable-verbalizer.md, 16.B).
 */
import { BestFirst } from './best-first.ts';
import { POINTERS, pointerCode, type ExpansionMode } from './pointers.ts';
import type { WordGraph } from './word-graph.ts';

/** A step on the way to a synset. */
export interface Step {
  readonly synset: number;
  readonly score: number;
  /** Steps from the seed. */
  readonly depth: number;
  /** The step before; null at a start. */
  readonly from: Step | null;
  /** The relation from there, or how a start was found. */
  readonly relation: string;
  /** Number from 1 of the word that a relation between words leads to; 0 for all of the synset. */
  readonly targetWord: number;
  /** The word that stands in front: the seed's form at a start. */
  readonly form: string;
}

export interface Reached extends Step {
  /** Scores of other ways to the synset, the best three. */
  readonly others: readonly number[];
  /** The best way to each word that one leads to, by its number; 0 for all of the synset. */
  readonly ways: ReadonlyMap<number, Step>;
}

export interface WalkSettings {
  readonly mode: ExpansionMode;
  readonly least: number;
  readonly depth: number;
}

/** Kinds of what a seed is a kind of are its sisters, further off than the two steps say. */
const SISTER = 0.6;
const MOST_OTHERS = 3;
const UP: ReadonlySet<number> = new Set(['@', '@i'].map(pointerCode));
const DOWN: ReadonlySet<number> = new Set(['~', '~i'].map(pointerCode));
const UP_SYMBOLS: ReadonlySet<string> = new Set(['@', '@i']);

/** By falling score; among equal ones an order that depends on nothing but WordNet, so that every walk is the same. */
function comesBefore(a: Step, b: Step): boolean {
  const difference =
    b.score - a.score ||
    a.synset - b.synset ||
    a.depth - b.depth ||
    a.targetWord - b.targetWord ||
    (a.from?.synset ?? -1) - (b.from?.synset ?? -1);
  return difference < 0;
}

/** Every synset that is reached with a score of at least `least`, by falling score. */
export function walk(graph: WordGraph, starts: readonly Step[], settings: WalkSettings): readonly Reached[] {
  const queue = new BestFirst(comesBefore);
  const reached = new Map<number, Reached & { others: number[]; ways: Map<number, Step> }>();
  for (const start of starts) if (start.score >= settings.least) queue.push(start);
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    const known = reached.get(step.synset);
    if (known !== undefined) {
      if (!known.ways.has(step.targetWord)) known.ways.set(step.targetWord, step);
      // The way back to where one came from is no way of its own.
      if (step.from?.from?.synset !== step.synset && known.others.length < MOST_OTHERS)
        known.others.push(step.score);
      continue;
    }
    reached.set(step.synset, { ...step, others: [], ways: new Map([[step.targetWord, step]]) });
    if (step.depth < settings.depth) for (const next of stepsFrom(graph, step, settings)) queue.push(next);
  }
  return [...reached.values()];
}

function stepsFrom(graph: WordGraph, step: Step, { mode, least }: WalkSettings): Step[] {
  const { start, code, target, targetWord } = graph.pointers;
  const counts = new Uint16Array(POINTERS.length);
  for (let at = start[step.synset]; at < start[step.synset + 1]; at++) counts[code[at]]++;
  const steps: Step[] = [];
  for (let at = start[step.synset]; at < start[step.synset + 1]; at++) {
    const pointer = code[at];
    if (UP.has(pointer) && step.from !== null) continue;
    const isSister = UP_SYMBOLS.has(step.relation) && DOWN.has(pointer);
    // Of many relations of a kind each says less.
    const crowd = 1 + Math.log(1 + counts[pointer]) / 8;
    const score = (step.score * POINTERS[pointer].weight[mode] * (isSister ? SISTER : 1)) / crowd;
    if (score < least) continue;
    steps.push({
      synset: target[at],
      score,
      depth: step.depth + 1,
      from: step,
      relation: POINTERS[pointer].symbol,
      targetWord: targetWord[at],
      form: step.form,
    });
  }
  return steps;
}
