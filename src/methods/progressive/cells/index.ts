/** How each kind of cell of a sweep of growing PLMs is computed. */
import { arm } from './arm.ts';
import { cost } from './cost.ts';
import { grid } from './grid.ts';
import { part } from './part.ts';
import { partNeurons } from './part-neurons.ts';
import { scores } from './scores.ts';

export const GROWTH_COMPUTATIONS = [scores, cost, arm, part, partNeurons, grid];
