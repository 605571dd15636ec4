/**
 * Why a sentence is sorted as it is: per class its score and the words that carry it. Calibrated, a word counts with how
 * much likelier it is here than in the support set, log p(w) − log q(w), both among the words that count; without, with how
 * much likelier it is than one of as many words would be by chance. Either differs from the score of
 * specs/knowledgeable-verbalizer.md, section 5, by the same number in every class.
 */
import { formatValue, type TableTwin } from '../table-twin.ts';

export interface ContributionsInput {
  readonly labels: readonly string[];
  /** Of all classes, class after class: a column each. */
  readonly words: readonly string[];
  /** Columns that count, by class. */
  readonly kept: readonly (readonly number[])[];
  /** Mask logit of each word: here, and its mean over the support. */
  readonly logits: ArrayLike<number>;
  readonly prior: ArrayLike<number>;
  readonly isCalibrated: boolean;
}

export interface WordContribution {
  readonly word: string;
  readonly value: number;
}

export interface ClassContribution {
  readonly label: string;
  /** Position among the labels. */
  readonly index: number;
  /** Mean of its words. */
  readonly score: number;
  /** Falling; never empty, since a class keeps its name. */
  readonly words: readonly WordContribution[];
}

/** The classes, the likeliest first; of equal ones the earlier. */
export function contributions(input: ContributionsInput): readonly ClassContribution[] {
  const { labels, words, kept, logits, prior, isCalibrated } = input;
  const columns = kept.flat();
  const here = logSumExp(columns.map((column) => logits[column]));
  const before = isCalibrated ? logSumExp(columns.map((column) => prior[column])) : -Math.log(columns.length);
  const valueOf = (column: number): number =>
    logits[column] - here - (isCalibrated ? prior[column] - before : before);
  return labels
    .map((label, index): ClassContribution => {
      const list = kept[index]
        .map((column) => ({ word: words[column], value: valueOf(column) }))
        .sort((a, b) => b.value - a.value);
      const score = list.reduce((sum, { value }) => sum + value, 0) / list.length;
      return { label, index, words: list, score };
    })
    .sort((a, b) => b.score - a.score);
}

function logSumExp(values: readonly number[]): number {
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** A signed number as bars and tables have it. */
export const signed = (value: number, digits: number): string => {
  const text = formatValue(Math.abs(value), digits);
  return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text}`;
};

export const CONTRIBUTIONS_TITLE = 'Which words carry the answer?';

/** What a bar is, in a sentence. @param support texts that it was calibrated on */
export function contributionsFacts(isCalibrated: boolean, support: number): string {
  return isCalibrated
    ? `A bar: how much likelier the word is here than over the ${String(support)} texts of the support set (log). A class is the mean of its bars.`
    : 'A bar: how much likelier the word is than by chance (log). A class is the mean of its bars.';
}

export function contributionsTable(classes: readonly ClassContribution[]): TableTwin {
  return {
    caption: CONTRIBUTIONS_TITLE,
    columns: ['class', 'score', 'word', 'how much likelier, log'],
    rows: classes.flatMap(({ label, score, words }) =>
      words.map(({ word, value }) => [label, signed(score, 2), word, signed(value, 2)]),
    ),
  };
}
