/** What no training reaches, as sentences and rulers have it. A soft prompt has gained what it is ahead of all of it. */
import type { Baseline, BaselineName, SplitAccuracies } from '../../experiment/baselines.ts';
import { countWord } from '../number-words.ts';

export interface Untrained {
  /** With its article, within a sentence. */
  readonly name: string;
  /** Accuracy, 0 to 1; of several draws the highest: the one that is hardest to beat. */
  readonly at: number;
  /** Of several draws the lowest and the highest; null where there is one value alone. */
  readonly range: { readonly low: number; readonly high: number } | null;
}

/** Of several that are equal the first is said to be the best. */
const ORDER: readonly BaselineName[] = ['noPrompt', 'randomPrompt', 'majority'];

const NAMES: Readonly<Record<BaselineName, string>> = {
  noPrompt: 'no prompt',
  randomPrompt: 'a random prompt',
  majority: 'the majority class',
};

/** In a fixed order; only what was measured, and what this lab knows by name. */
export function untrained(
  baselines: readonly Baseline[],
  split: keyof SplitAccuracies,
): readonly Untrained[] {
  return ORDER.flatMap((key): readonly Untrained[] => {
    const baseline = baselines.find(({ name }) => name === key);
    if (baseline === undefined) return [];
    const draws = (baseline.draws ?? []).map((draw) => draw[split]);
    if (draws.length < 2) return [{ name: NAMES[key], at: baseline[split], range: null }];
    const [low, high] = [Math.min(...draws), Math.max(...draws)];
    return [
      { name: `the best of ${countWord(draws.length)} random prompts`, at: high, range: { low, high } },
    ];
  });
}

/** The first of the highest; null of none. */
export const highest = (all: readonly Untrained[]): Untrained | null =>
  all.reduce<Untrained | null>((best, one) => (best === null || one.at > best.at ? one : best), null);

/** The highest of what was measured; null where nothing was. */
export const bestUntrained = (
  baselines: readonly Baseline[],
  split: keyof SplitAccuracies,
): Untrained | null => highest(untrained(baselines, split));
