/** The kinds of cells of a transfer sweep, in the order in which a seed's cells are worked off. */
import { ARITHMETIC } from './arithmetic.ts';
import { INITIALISE } from './initialise.ts';
import { INITIALISE_PROJECTED } from './initialise-projected.ts';
import { MASK } from './mask.ts';
import { NEURONS } from './neurons.ts';
import { PROJECT } from './project.ts';
import { RANDOM_START } from './random-start.ts';
import { RECOMMEND } from './recommend.ts';
import { TRAIN } from './train.ts';
import { TRANSFER } from './transfer.ts';

export const TRANSFER_CELLS = [
  TRAIN,
  TRANSFER,
  NEURONS,
  RANDOM_START,
  INITIALISE,
  MASK,
  RECOMMEND,
  PROJECT,
  INITIALISE_PROJECTED,
  ARITHMETIC,
] as const;
