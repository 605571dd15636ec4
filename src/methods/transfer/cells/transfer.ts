/** Scores a prompt on a target's test rows. */
import { TRANSFER, type ScoreCell, type ScoredCell } from '../../../experiment/transfer/cells/transfer.ts';
import type { SavedPrompt } from '../../prompt/prompt-init.ts';
import type { CellComputation, CellContext } from '../../sweep/cell-computation.ts';
import { scoreRows } from '../score-rows.ts';
import { trainedPrompt } from '../trained-prompt.ts';
import type { TransferWorld } from '../transfer-world.ts';
import { seedOfDraw, untrainedPrompt } from '../untrained-prompt.ts';

async function promptOf(
  { source, plm, seed, target }: ScoreCell,
  context: CellContext<TransferWorld>,
): Promise<SavedPrompt | null> {
  switch (source.kind) {
    case 'task':
      return trainedPrompt(context, { kind: 'train', plm, task: source.task, start: source.start, seed });
    case 'random':
      return untrainedPrompt(context.world, plm, target, seedOfDraw(source.draw, seed));
    case 'none':
      return null;
  }
  return source satisfies never;
}

export const transfer: CellComputation<ScoreCell, ScoredCell, TransferWorld> = {
  of: TRANSFER,
  async compute(cell, context) {
    const { plm, target, seed, source } = cell;
    const prompt = await promptOf(cell, context);
    const session = await context.world.session(plm, target, seed);
    const name = source.kind === 'task' ? source.task : source.kind;
    return scoreRows(context, session, prompt, `${name} → ${target}`);
  },
};
