/** Scores a task's prompt on a target while neurons are switched off. */
import { randomStream } from '../../../experiment/random.ts';
import { MASK, type MaskCell } from '../../../experiment/transfer/cells/mask.ts';
import { NEURONS } from '../../../experiment/transfer/cells/neurons.ts';
import { sharedTraining } from '../../../experiment/transfer/cells/train.ts';
import type { ScoredCell } from '../../../experiment/transfer/cells/transfer.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { randomNeuronMask, topNeuronMask } from '../neuron-mask.ts';
import { scoreRows } from '../score-rows.ts';
import { trainedPrompt } from '../trained-prompt.ts';
import type { TransferWorld } from '../transfer-world.ts';

export const mask: CellComputation<MaskCell, ScoredCell, TransferWorld> = {
  of: MASK,
  async compute({ task, target, mask: which, share, seed }, context) {
    const { world, need } = context;
    const { plm, masking } = world.sweep;
    if (masking === null) throw new Error('a sweep without masking has no masks');
    const prompt = await trainedPrompt(context, sharedTraining(plm, task, seed));
    const masked = which.kind === 'other-task' ? which.task : task;
    const probed = await need(NEURONS, { kind: 'neurons', task: masked, start: 'shared', seed });
    const activations = { layers: probed.layers, neurons: probed.neurons, values: probed.onRows };
    const masks =
      which.kind === 'random'
        ? randomNeuronMask(
            activations,
            share,
            masking,
            randomStream(seed, `mask ${String(which.draw)} ${String(share)}`),
          )
        : topNeuronMask(activations, share, masking);
    const session = await world.session(plm, target, seed);
    const doing = `${task} → ${target}, ${String(100 * share)} % of neurons off`;
    return scoreRows(context, session, prompt, doing, masking.rows, masks);
  },
};
