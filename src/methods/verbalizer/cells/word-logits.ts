/** Keeps the word logits of one template. */
import {
  WORD_LOGITS,
  type WordLogitsCell,
  type WordLogitsResult,
} from '../../../experiment/verbalizer/cells/word-logits.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { logitsOfCell } from '../logits-of-cell.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';

export const wordLogits: CellComputation<WordLogitsCell, WordLogitsResult, VerbalizeWorld> = {
  of: WORD_LOGITS,
  async compute(cell, context) {
    const { rows, support, prior, ranks } = (await logitsOfCell(context, cell)).logits;
    return { kind: 'word-logits', rows, support, prior, ranks };
  },
};
