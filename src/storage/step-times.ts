/**
 * How long training takes on this device, by PLM: what the page says before the next run. Of interest for no longer than
 * the device lasts, so it lies in localStorage beside the preferences; without it the time is told after the first steps.
 */
import type { Recipe } from '../experiment/recipe-types.ts';

/** Seconds for a token of a training row, evaluations and baselines included. */
export type StepTimes = Readonly<Record<string, number>>;

const KEY = 'prompt-lab/v1/step-times';

export function loadStepTimes(storage: () => Pick<Storage, 'getItem'>): StepTimes {
  try {
    const value: unknown = JSON.parse(storage().getItem(KEY) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const times = Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0,
    );
    return Object.fromEntries(times);
  } catch {
    return {};
  }
}

export function saveStepTimes(storage: () => Pick<Storage, 'setItem'>, times: StepTimes): void {
  try {
    storage().setItem(KEY, JSON.stringify(times));
  } catch {
    // Holds for this visit only then.
  }
}

/** Tokens that all steps of a recipe train on, padding included. */
function tokensOf({ training, promptLength, maxLength }: Recipe): number {
  return training.steps * training.batch * (promptLength + maxLength);
}

/** `times` after a run of `recipe` that took `seconds`. */
export function withRun(times: StepTimes, recipe: Recipe, seconds: number): StepTimes {
  return { ...times, [recipe.plm]: seconds / tokensOf(recipe) };
}

/** About how long `recipe` takes here, in seconds; null before its PLM was trained with once. */
export function expectedSeconds(times: StepTimes, recipe: Recipe): number | null {
  return Object.hasOwn(times, recipe.plm) ? times[recipe.plm] * tokensOf(recipe) : null;
}
