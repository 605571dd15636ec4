/** The kinds of cells of a verbalize sweep, in the order in which they are worked off. */
import { CHAIN } from './chain.ts';
import { FEW_SHOT } from './few-shot.ts';
import { SUPPORT_SIZE } from './support-size.ts';
import { WORD_LOGITS } from './word-logits.ts';

export const VERBALIZE_CELLS = [CHAIN, WORD_LOGITS, SUPPORT_SIZE, FEW_SHOT] as const;
