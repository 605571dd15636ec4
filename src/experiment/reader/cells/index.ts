/** The kinds of cells of a sweep of readers. */
import { LENGTH } from './length.ts';
import { READER } from './reader.ts';

export const READ_CELLS = [LENGTH, READER] as const;
