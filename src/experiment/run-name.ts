/** Names of runs: PLM and task, then the differences that say most about how a run was meant. */
import { flatRecipe, type FlatRecipe } from './flat-recipe.ts';
import { recipeDifference } from './recipe-difference.ts';
import type { Recipe } from './recipe-types.ts';

/** At most so many differences; more would be a table rather than a name. */
const MOST_DIFFERENCES = 3;

/** What each difference is called, the telling ones first. PLM and task stand in every name anyway. */
const PARTS: readonly (readonly [keyof FlatRecipe, (recipe: FlatRecipe) => string])[] = [
  ['promptLength', (r) => `${r.promptLength} tokens`],
  ['learningRate', (r) => `rate ${r.learningRate}`],
  ['init', (r) => `init ${r.init.kind}`],
  ['optimizer', (r) => r.optimizer.kind],
  ['template', () => 'own template'],
  ['labelWords', () => 'own label words'],
  ['wordWeights', () => 'learned word weights'],
  ['steps', (r) => `${r.steps} steps`],
  ['batch', (r) => `batch ${r.batch}`],
  ['schedule', (r) => r.schedule],
  ['warmupShare', (r) => `warm-up ${Math.round(r.warmupShare * 1000) / 10} %`],
  ['clipNorm', (r) => (r.clipNorm === null ? 'no clipping' : `clip ${r.clipNorm}`)],
  ['maxLength', (r) => `${r.maxLength} text tokens`],
  ['engine', (r) => r.engine],
  ['evalEvery', (r) => `dev every ${r.evalEvery}`],
  ['seed', (r) => `seed ${r.seed}`],
];

/** A name for a run of `recipe` among runs like `base`, e.g. `lab-small · sst2 · 50 tokens · rate 0.1`. */
export function runName(recipe: Recipe, base: Recipe): string {
  const difference = recipeDifference(recipe, base);
  const parts = PARTS.filter(([field]) => field in difference).map(([, describe]) =>
    describe(flatRecipe(recipe)),
  );
  return [recipe.plm, recipe.task, ...parts.slice(0, MOST_DIFFERENCES)].join(' · ');
}
