/** Asks which neurons a trained prompt activates: alone, and on dev rows. */
import { NEURONS, type NeuronCell, type ProbeCell } from '../../../experiment/transfer/cells/neurons.ts';
import { TRAIN } from '../../../experiment/transfer/cells/train.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { bareRow } from '../bare-row.ts';
import { rounded } from '../neuron-bits.ts';
import type { TransferWorld } from '../transfer-world.ts';

export const neurons: CellComputation<ProbeCell, NeuronCell, TransferWorld> = {
  of: NEURONS,
  async compute({ task, start, seed }, { world, need }) {
    const { plm, probeRows, training } = world.sweep;
    const { prompt } = await need(TRAIN, { kind: 'train', task, start, seed, plm });
    const session = await world.session(plm, task, seed);
    const alone = await session.neurons([bareRow(session, training.maxLength)], prompt);
    const onRows = await session.neurons(session.task.dev.slice(0, probeRows), prompt);
    return {
      kind: 'neurons',
      layers: alone.layers,
      neurons: alone.neurons,
      alone: rounded(alone.values),
      onRows: rounded(onRows.values),
    };
  },
};
