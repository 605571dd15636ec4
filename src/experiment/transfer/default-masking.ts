/** How neurons are switched off where nothing else is asked. */
import type { MaskingSettings } from './sweep-recipe.ts';

/**
 * Small shares, in which a prompt's own neurons and random ones can differ, on to 40 %; nothing and everything off are the
 * ends. Ten random masks: of two their spread isn't known.
 */
export const DEFAULT_MASKING: Omit<MaskingSettings, 'tasks'> = {
  shares: [0, 0.02, 0.05, 0.1, 0.2, 0.4, 1],
  ranking: 'signed',
  budget: 'all-layers',
  randomMasks: 10,
  rows: 200,
};
