/** When a loss has stopped to fall (spec 0.7). */
import type { GrowthRule } from '../../experiment/progressive/growth-recipe.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether the mean of the last `window` losses is less than `epsilon` below that of the `window` before them. */
export function hasLevelled(
  losses: readonly number[],
  { epsilon, window }: Extract<GrowthRule, { readonly kind: 'plateau' }>,
): boolean {
  if (losses.length < 2 * window) return false;
  return mean(losses.slice(-2 * window, -window)) - mean(losses.slice(-window)) < epsilon;
}
