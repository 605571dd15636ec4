/**
 * The steps from one word a class to refined words, each of which can be left out, on rows whose logits are there
 * (specs: KPT, sections 5 to 8). No PLM is asked: 500 rows of 500 words take some milliseconds.
 */
import { accuracy, argmax } from '../metrics.ts';
import { classScores, type Aggregation, type ClassWords } from './chain/class-scores.ts';
import { isRare, keepCommon } from './chain/frequency.ts';
import { refineByRelevance, type Relevance } from './chain/relevance.ts';
import type { Matrix } from './chain/word-values.ts';
import { columnsOf, manualColumnsOf, wordCount, type WordLogits } from './word-logits.ts';

export interface Steps {
  /** Scores less the prior of each word. */
  readonly calibrated: boolean;
  /** All words in place of the manual ones. */
  readonly moreWords: boolean;
  /** Of more words those left that are neither rare nor follow other classes. */
  readonly frequency: boolean;
  readonly relevance: boolean;
}

/** Words that a person took out, or took back in spite of a refinement; columns. */
export interface TakenWords {
  readonly out: ReadonlySet<number>;
  readonly back: ReadonlySet<number>;
}

export const NOTHING_TAKEN: TakenWords = { out: new Set(), back: new Set() };

/** Why a column doesn't count. */
export type LeftOut = 'rare' | 'off' | 'taken-out';

/** What the refinements say of the words; computed once for a cut. */
export interface RefinedWords {
  /** Each class's words that aren't rare. */
  readonly common: ClassWords;
  readonly rare: ReadonlySet<number>;
  readonly relevance: Relevance;
}

export interface Judged {
  /** The words that count, columns, class after class. */
  readonly kept: ClassWords;
  readonly leftOut: ReadonlyMap<number, LeftOut>;
  /** [rows × classes] */
  readonly scores: Float64Array;
  readonly predictions: readonly number[];
  /** 0 to 1. */
  readonly accuracy: number;
}

const matrixOf = (values: Float32Array, columns: number): Matrix => ({
  rows: values.length / columns,
  columns,
  values,
});

/** @param cut share of the vocabulary that counts as rare; 0 for none, as relevance refinement alone needs */
export function refineWords(logits: WordLogits, cut: number): RefinedWords {
  const columns = columnsOf(logits);
  const common = keepCommon(columns, logits.ranks, cut, logits.vocabulary);
  const left = new Set(common.flat());
  const support = matrixOf(logits.support, wordCount(logits));
  return {
    common,
    rare: new Set(
      columns
        .flat()
        .filter((column) => !left.has(column) && isRare(logits.ranks[column], cut, logits.vocabulary)),
    ),
    relevance: refineByRelevance(support, common),
  };
}

/**
 * The words that count with these steps, and why others don't.
 * @param refined with the cut of the steps: 0 where frequency refinement is off
 */
export function wordsWith(
  logits: Pick<WordLogits, 'words' | 'manual'>,
  refined: RefinedWords,
  steps: Steps,
  taken: TakenWords = NOTHING_TAKEN,
): Pick<Judged, 'kept' | 'leftOut'> {
  const columns = columnsOf(logits);
  const leftOut = new Map<number, LeftOut>();
  if (!steps.moreWords) return { kept: manualColumnsOf(logits), leftOut };
  const { relevance, common, rare } = refined;
  const left = steps.relevance ? relevance.kept : steps.frequency ? common : columns;
  const stay = new Set(left.flat());
  const ordered = steps.relevance ? relevance.ordered : columns;
  const kept = columns.map((all, c) => {
    // In order of relevance, then those that only a person wants.
    const order = [...new Set([...ordered[c], ...all])];
    const counted = order.filter((column) => {
      const wanted = stay.has(column) || taken.back.has(column);
      if (!wanted) leftOut.set(column, rare.has(column) ? 'rare' : 'off');
      else if (taken.out.has(column)) leftOut.set(column, 'taken-out');
      return wanted && !taken.out.has(column);
    });
    // A class without a word would never be chosen: it keeps its name.
    return counted.length === 0 ? all.slice(0, 1) : counted;
  });
  for (const column of kept.flat()) leftOut.delete(column);
  return { kept, leftOut };
}

/** Classes of all rows with these steps. */
export function judgeRows(
  logits: WordLogits,
  refined: RefinedWords,
  steps: Steps,
  taken: TakenWords = NOTHING_TAKEN,
  aggregation: Aggregation = 'mean-log-probability',
): Judged {
  const { kept, leftOut } = wordsWith(logits, refined, steps, taken);
  const classes = logits.words.length;
  const scores = classScores(matrixOf(logits.rows, wordCount(logits)), {
    classes: kept,
    prior: steps.calibrated ? Float64Array.from(logits.prior) : null,
    aggregation,
  });
  const predictions = logits.truth.map((_, row) => argmax(scores, row * classes, classes));
  return { kept, leftOut, scores, predictions, accuracy: accuracy(predictions, logits.truth) };
}
