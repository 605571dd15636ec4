/** How each kind of cell of a verbalize sweep is computed. */
import { chain } from './chain.ts';
import { fewShot } from './few-shot.ts';
import { supportSize } from './support-size.ts';
import { wordLogits } from './word-logits.ts';

export const VERBALIZE_COMPUTATIONS = [chain, wordLogits, supportSize, fewShot];
