/** What the recipes of all experiments have; each adds what decides its own cells. */
import type { EngineChoice } from '../recipe-types.ts';

export interface SweepRecipe {
  readonly version: number;
  /** Which experiment it is of: `method`, or `kind` in recipes of the first form. */
  readonly kind?: string;
  readonly method?: string;
  /** The PLM that cells run on where they name no other. */
  readonly plm: string;
  readonly tasks: readonly string[];
  readonly seeds: readonly number[];
  readonly engine: EngineChoice;
}

/** A name for a sweep, e.g. `lab-small · 8 tasks · 3 seeds`. */
export function sweepName({ plm, tasks, seeds }: SweepRecipe): string {
  return `${plm} · ${tasks.length} tasks · ${seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`}`;
}
