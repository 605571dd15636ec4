/** A waterfall of few numbers, which a person can check. */
import type { WaterfallInput, WaterfallStep } from '../../../src/views/words/waterfall-input.ts';

export const STEPS: readonly WaterfallStep[] = [
  { id: 'oneWord', isOn: true, mean: 0.502, spread: 0.071, shown: 0.544 },
  { id: 'calibrated', isOn: true, mean: 0.662, spread: 0.03, shown: 0.686 },
  { id: 'moreWords', isOn: true, mean: 0.745, spread: 0.021, shown: 0.758 },
  { id: 'refined', isOn: true, mean: 0.769, spread: 0.022, shown: 0.788 },
];

export const INPUT: WaterfallInput = {
  steps: STEPS,
  guess: 0.25,
  trained: { accuracy: 0.77, note: 'soft prompt, 2,000 labels' },
  templates: 4,
  supports: 3,
  rows: 500,
};

/** As `INPUT`, with some steps changed. */
export const withSteps = (
  change: Partial<Record<WaterfallStep['id'], Partial<WaterfallStep>>>,
): WaterfallInput => ({
  ...INPUT,
  steps: STEPS.map((step) => ({ ...step, ...change[step.id] })),
});
