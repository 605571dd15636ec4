/** Keeps the word logits of one template. */
import {
  WORD_LOGITS,
  type WordLogitsCell,
  type WordLogitsResult,
} from '../../../experiment/verbalizer/cells/word-logits.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { logitsOfTemplate } from '../logits-of-template.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';

/** Files are half as long so; a class is the mean of many words, in which a hundredth of a logit is lost. */
const hundredths = (values: Float32Array): Float32Array =>
  values.map((value) => Math.round(value * 100) / 100);

export const wordLogits: CellComputation<WordLogitsCell, WordLogitsResult, VerbalizeWorld> = {
  of: WORD_LOGITS,
  async compute(cell, context) {
    const { rows, support, prior, ranks } = (await logitsOfTemplate(context, cell)).logits;
    const [kept, keptSupport] = [rows, support].map(hundredths);
    return { kind: 'word-logits', rows: kept, support: keptSupport, prior, ranks };
  },
};
