/** Keeps the word logits of one template. */
import {
  WORD_LOGITS,
  type WordLogitsCell,
  type WordLogitsResult,
} from '../../../experiment/verbalizer/cells/word-logits.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { logitsOfTemplate } from '../logits-of-template.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';

/** Files are half as long so; differences of a thousandth decide nothing that is looked at. */
const thousandths = (values: Float32Array): Float32Array =>
  values.map((value) => Math.round(value * 1000) / 1000);

export const wordLogits: CellComputation<WordLogitsCell, WordLogitsResult, VerbalizeWorld> = {
  of: WORD_LOGITS,
  async compute(cell, context) {
    const { rows, support, prior, ranks } = (await logitsOfTemplate(context, cell)).logits;
    const [kept, keptSupport] = [rows, support].map(thousandths);
    return { kind: 'word-logits', rows: kept, support: keptSupport, prior, ranks };
  },
};
