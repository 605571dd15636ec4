/** How a target is trained from another task's prompt where what was carried over can be seen: few rows, early looks. */

export interface EarlyLooks {
  /** Training rows of a run, drawn by the seed; null for all. */
  readonly examples: number | null;
  /** Steps after which dev is looked at, rising, 0 for before the first; evaluations every `evalEvery` steps go on after. */
  readonly looks: readonly number[];
  /** First dev rows of the target at each look and evaluation. */
  readonly devRows: number;
}

/**
 * With all rows both starts come to the same within the first hundred steps; the early steps are where they differ. So
 * many dev rows make ± 6 points of one look at an accuracy of 50 %.
 */
export const DEFAULT_EARLY_LOOKS: EarlyLooks = { examples: 32, looks: [0, 2, 4, 8, 16, 32], devRows: 250 };

/** `looks` without those after the last of `steps`, which are never reached; what is no number stays, to be refused. */
export const looksWithin = (looks: readonly number[], steps: number): readonly number[] =>
  looks.filter((step) => !(step > steps));
