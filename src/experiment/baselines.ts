/** What gives an accuracy meaning: accuracies of what knows less, as named rows. */

export interface Baseline {
  /** One of `BASELINE_LABELS`, or a name that a method gives. */
  readonly name: string;
  /** Accuracies, 0 to 1. */
  readonly dev: number;
  readonly test: number;
}

/** How people read of the baselines that every run of prompt tuning has. */
export const BASELINE_LABELS = {
  noPrompt: 'no prompt (template alone)',
  randomPrompt: 'random prompt',
  majority: 'majority class',
} as const;

export type BaselineName = keyof typeof BASELINE_LABELS;

export const BASELINE_NAMES = Object.keys(BASELINE_LABELS) as readonly BaselineName[];

export function baselineNamed(baselines: readonly Baseline[], name: BaselineName): Baseline | null {
  return baselines.find((baseline) => baseline.name === name) ?? null;
}
