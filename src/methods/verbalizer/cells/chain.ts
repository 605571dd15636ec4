/** Scores test rows with every variant of the chain. */
import { CHAIN, type ChainCell, type ChainResult } from '../../../experiment/verbalizer/cells/chain.ts';
import { judgeRows, refineWords } from '../../../experiment/verbalizer/judge-rows.ts';
import { CHAIN_VARIANTS, isChain, type ChainVariant } from '../../../experiment/verbalizer/variants.ts';
import { cutFor } from '../../../experiment/verbalizer/verbalize-recipe.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { logitsOfTemplate } from '../logits-of-template.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';

export const chain: CellComputation<ChainCell, ChainResult, VerbalizeWorld> = {
  of: CHAIN,
  async compute(cell, context) {
    const { world } = context;
    const [reader, task] = [await world.reader(), await world.task(cell.task)];
    // Rows become token ids once, whatever is asked of them.
    await world.testExamples(cell.task, cell.template);
    const started = performance.now();
    const [compiled, forward] = [reader.compileMs, reader.forwardMs];
    const { support, logits } = await logitsOfTemplate(context, cell);
    const refined = refineWords(logits, cutFor(world.sweep, task.family));
    const predictions: Partial<Record<ChainVariant, readonly number[]>> = {};
    const scores: Partial<Record<ChainVariant, Float32Array>> = {};
    for (const variant of world.sweep.variants.filter(isChain)) {
      const judged = judgeRows(logits, refined, CHAIN_VARIANTS[variant]);
      predictions[variant] = judged.predictions;
      if (world.sweep.keepScores) scores[variant] = Float32Array.from(judged.scores);
    }
    const all = performance.now() - started - (reader.compileMs - compiled);
    return {
      kind: 'chain',
      support,
      prior: logits.prior,
      common: refined.common,
      relevant: refined.relevance.kept,
      relevance: refined.relevance.scores.map((own) => Float32Array.from(own)),
      rate: refined.relevance.rate,
      predictions,
      scores,
      seconds: [all / 1000, (reader.forwardMs - forward) / 1000],
    };
  },
};
