/** How each kind of cell of a sweep of readers is computed. */
import { length } from './length.ts';
import { reader } from './reader.ts';

export const READ_COMPUTATIONS = [length, reader];
