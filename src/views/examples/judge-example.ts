/** What a prediction means: which class, right or wrong, and whether the soft prompt turned it over. */
import type { ExamplePrediction } from '../../experiment/run-record.ts';

export type Change = 'mended' | 'broken' | 'turned' | 'same';

export interface JudgedExample {
  readonly before: number;
  readonly after: number;
  /** Null for a text without a true class. */
  readonly rightBefore: boolean | null;
  readonly rightAfter: boolean | null;
  /** mended: wrong → right; broken: right → wrong; turned: another class, neither of the two. */
  readonly change: Change;
}

export function likeliest(probabilities: readonly number[]): number {
  return probabilities.reduce((best, p, i) => (p > probabilities[best] ? i : best), 0);
}

export function judgeExample(example: ExamplePrediction): JudgedExample {
  const before = likeliest(example.before);
  const after = likeliest(example.after);
  const right = (side: number): boolean | null => (example.label === null ? null : side === example.label);
  return {
    before,
    after,
    rightBefore: right(before),
    rightAfter: right(after),
    change: changeOf(before, after, example.label),
  };
}

function changeOf(before: number, after: number, label: number | null): Change {
  if (before === after) return 'same';
  if (after === label) return 'mended';
  if (before === label) return 'broken';
  return 'turned';
}

export const CHANGE_TEXT: Readonly<Record<Change, string>> = {
  mended: 'flipped to right',
  broken: 'flipped to wrong',
  turned: 'flipped',
  same: '',
};
