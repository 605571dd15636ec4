/** The kinds of cells of a sweep of growing PLMs, in the order in which a seed's cells are worked off. */
import { ARM } from './arm.ts';
import { COST } from './cost.ts';
import { GRID } from './grid.ts';
import { PART } from './part.ts';
import { PART_NEURONS } from './part-neurons.ts';
import { SCORES } from './scores.ts';

export const GROWTH_CELLS = [SCORES, COST, ARM, PART, PART_NEURONS, GRID] as const;
