/** Scores a prompt that is made of a start and tasks’ vectors. */
import { randomStream } from '../../../experiment/random.ts';
import { ARITHMETIC, type ArithmeticCell } from '../../../experiment/transfer/cells/arithmetic.ts';
import { sharedTraining } from '../../../experiment/transfer/cells/train.ts';
import type { ScoredCell } from '../../../experiment/transfer/cells/transfer.ts';
import type { SavedPrompt } from '../../prompt/prompt-init.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { promptFrom, randomVector, sumOf, taskVector } from '../prompt-arithmetic.ts';
import type { PromptMatrix } from '../prompt-matrix.ts';
import { scoreRows } from '../score-rows.ts';
import { trainedPrompt } from '../trained-prompt.ts';
import type { TransferWorld } from '../transfer-world.ts';
import { seedOfDraw, sharedStart, untrainedPrompt } from '../untrained-prompt.ts';

/** The other start is the first untrained prompt of the matrix, so that its own accuracy stands beside. */
function startOf({ onto, tasks: [task], seed }: ArithmeticCell, world: TransferWorld): Promise<SavedPrompt> {
  const { plm } = world.sweep;
  return onto === 'own-start'
    ? sharedStart(world, plm, task, seed)
    : untrainedPrompt(world, plm, task, seedOfDraw(0, seed));
}

export const arithmetic: CellComputation<ArithmeticCell, ScoredCell, TransferWorld> = {
  of: ARITHMETIC,
  async compute(cell, context) {
    const { world } = context;
    const { tasks, target, scale, seed } = cell;
    const { plm } = world.sweep;
    const vectors: PromptMatrix[] = [];
    for (const task of tasks) {
      const prompt = await trainedPrompt(context, sharedTraining(plm, task, seed));
      vectors.push(taskVector(prompt, await sharedStart(world, plm, task, seed)));
    }
    const learnt = sumOf(vectors);
    const vector =
      cell.vector === 'tasks'
        ? learnt
        : randomVector(learnt, randomStream(seed, `arithmetic ${tasks.join(' + ')}`));
    const prompt = promptFrom(await startOf(cell, world), vector, scale);
    const session = await world.session(plm, target, seed);
    const added = `${String(scale)} × ${cell.vector === 'tasks' ? tasks.join(' + ') : 'a random vector'}`;
    return scoreRows(context, session, prompt, `start + ${added} → ${target}`);
  },
};
