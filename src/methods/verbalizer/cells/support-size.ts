/** Calibrates all words by support sets of growing size. */
import {
  SUPPORT_SIZE,
  type SupportSizeCell,
  type SupportSizeResult,
} from '../../../experiment/verbalizer/cells/support-size.ts';
import { judgeRows, refineWords } from '../../../experiment/verbalizer/judge-rows.ts';
import { CHAIN_VARIANTS } from '../../../experiment/verbalizer/variants.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { logitsOfTemplate } from '../logits-of-template.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';

export const supportSize: CellComputation<SupportSizeCell, SupportSizeResult, VerbalizeWorld> = {
  of: SUPPORT_SIZE,
  async compute(cell, context) {
    const predictions: (readonly number[])[] = [];
    for (const size of context.world.sweep.supportSizes) {
      // Of none there is no prior; the logits are asked for with one row, which nothing is made of.
      const { logits } = await logitsOfTemplate(context, cell, Math.max(1, size));
      const steps = CHAIN_VARIANTS[size === 0 ? 'KPT' : 'KPT+CC'];
      predictions.push(judgeRows(logits, refineWords(logits, 0), steps).predictions);
    }
    return { kind: 'support-size', predictions };
  },
};
