/**
 * Exact match and F1 of an answer as SQuAD's script counts them (specs/dynsan-reader.md, 11.3): small letters, no ASCII
 * punctuation, no a, an, the, single spaces; F1 over the bags of words; the best over the accepted answers. Two answers that are nothing but
 * articles are the same, as in the script of SQuAD 2.0.
 */

export interface AnswerScore {
  /** 0 or 1. */
  readonly exact: number;
  /** From 0 to 1. */
  readonly f1: number;
}

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** As whole words; `\b` of JavaScript would find an a in piña. */
const ARTICLE = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/** An answer as it is compared. */
export const normalisedAnswer = (text: string): string =>
  text
    .toLowerCase()
    .replace(PUNCTUATION, '')
    .replace(ARTICLE, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');

/** @param accepted answers that all count as right; without any nothing does */
export function scoreAnswer(given: string, accepted: readonly string[]): AnswerScore {
  const scores = accepted.map((answer) => scoreOne(normalisedAnswer(given), normalisedAnswer(answer)));
  return {
    exact: Math.max(0, ...scores.map(({ exact }) => exact)),
    f1: Math.max(0, ...scores.map(({ f1 }) => f1)),
  };
}

/** Means over answers; 0 of none. */
export function meanScore(scores: readonly AnswerScore[]): AnswerScore {
  const mean = (of: (score: AnswerScore) => number): number =>
    scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return { exact: mean(({ exact }) => exact), f1: mean(({ f1 }) => f1) };
}

function scoreOne(given: string, answer: string): AnswerScore {
  return { exact: given === answer ? 1 : 0, f1: f1Of(given.split(' '), answer.split(' ')) };
}

function f1Of(given: readonly string[], answer: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of answer) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of given) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(word, count - 1);
  }
  return (2 * shared) / (given.length + answer.length);
}
