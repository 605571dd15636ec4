/** What the waterfall is drawn of: the steps from one word a class to refined lists, and what each reaches. Accuracies from 0 to 1. */

/** In the order in which they build upon one another (specs/knowledgeable-verbalizer.md, sections 5 to 8). */
export const STEP_IDS = ['oneWord', 'calibrated', 'moreWords', 'refined'] as const;

export type StepId = (typeof STEP_IDS)[number];

export const STEP_NAMES: Readonly<Record<StepId, string>> = {
  oneWord: 'One word',
  calibrated: 'Calibrated',
  moreWords: 'More words',
  refined: 'Refined',
};

export interface WaterfallStep {
  readonly id: StepId;
  /** A step that is off is absent, and the later ones are without it. */
  readonly isOn: boolean;
  /** Mean over templates and supports; null where these steps together were not measured. */
  readonly mean: number | null;
  /** Standard deviation over the same; null of fewer than two. */
  readonly spread: number | null;
  /** With the template and the support shown, and the words as they are now; null where their logits are not there. */
  readonly shown: number | null;
}

export interface WaterfallInput {
  readonly steps: readonly WaterfallStep[];
  /** Accuracy of guessing. */
  readonly guess: number;
  /** A soft prompt that learned from labels; null where none is known. */
  readonly trained: { readonly accuracy: number; readonly note: string } | null;
  readonly templates: number;
  readonly supports: number;
  readonly rows: number;
}

/** A bar from what the step before reaches to what this one does. */
export interface WaterfallBar {
  readonly id: StepId;
  /** Position among all steps, off or on. */
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly spread: number | null;
  readonly shown: number | null;
}

/**
 * What the bars are of: all templates and supports where each step that is on was measured over them, else the template
 * shown alone, so that no bar stands between a mean and a single value.
 */
export type WaterfallBasis = 'runs' | 'shown';

export function waterfallBasis({ steps }: WaterfallInput): WaterfallBasis {
  return steps.every(({ isOn, mean }) => !isOn || mean !== null) ? 'runs' : 'shown';
}

/** The bars of the steps that are on; a step whose value is not known has none. */
export function waterfallBars(input: WaterfallInput): readonly WaterfallBar[] {
  const basis = waterfallBasis(input);
  const bars: WaterfallBar[] = [];
  input.steps.forEach(({ id, isOn, mean, spread, shown }, column) => {
    const to = basis === 'runs' ? mean : shown;
    if (!isOn || to === null) return;
    bars.push({
      id,
      column,
      from: bars.at(-1)?.to ?? input.guess,
      to,
      spread: basis === 'runs' ? spread : null,
      shown: basis === 'runs' ? shown : null,
    });
  });
  return bars;
}
