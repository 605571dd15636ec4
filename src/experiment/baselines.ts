/** What gives an accuracy meaning: accuracies of what knows less, as named rows. */

/** Accuracies, 0 to 1, of one system. */
export interface SplitAccuracies {
  readonly dev: number;
  readonly test: number;
}

export interface Baseline extends SplitAccuracies {
  /** One of `BASELINE_LABELS`, or a name that a method gives. */
  readonly name: string;
  /**
   * Where a baseline is drawn at random: each draw in the order of drawing, at least one; `dev` and `test` are their
   * means. Not there where nothing is drawn, and in records from before several were.
   */
  readonly draws?: readonly SplitAccuracies[];
}

/** How people read of the baselines that every run of prompt tuning has. */
export const BASELINE_LABELS = {
  noPrompt: 'no prompt (template alone)',
  randomPrompt: 'random prompt',
  majority: 'majority class',
} as const;

export type BaselineName = keyof typeof BASELINE_LABELS;

export const BASELINE_NAMES = Object.keys(BASELINE_LABELS) as readonly BaselineName[];

/** Lowest and highest accuracy on test among the draws; null where no draws are known. */
export function testRange({ draws = [] }: Baseline): { readonly low: number; readonly high: number } | null {
  const tests = draws.map(({ test }) => test);
  return tests.length === 0 ? null : { low: Math.min(...tests), high: Math.max(...tests) };
}

export function baselineNamed(baselines: readonly Baseline[], name: BaselineName): Baseline | null {
  return baselines.find((baseline) => baseline.name === name) ?? null;
}
