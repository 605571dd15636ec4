/** How each kind of cell of a transfer sweep is computed. */
import { arithmetic } from './arithmetic.ts';
import { initialise } from './initialise.ts';
import { initialiseProjected } from './initialise-projected.ts';
import { mask } from './mask.ts';
import { neurons } from './neurons.ts';
import { project } from './project.ts';
import { randomStart } from './random-start.ts';
import { recommend } from './recommend.ts';
import { train } from './train.ts';
import { transfer } from './transfer.ts';

export const TRANSFER_COMPUTATIONS = [
  train,
  transfer,
  neurons,
  randomStart,
  initialise,
  mask,
  recommend,
  project,
  initialiseProjected,
  arithmetic,
];
