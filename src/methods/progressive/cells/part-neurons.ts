/** Asks the whole PLM which neurons the prompt of a part activates. */
import { PART } from '../../../experiment/progressive/cells/part.ts';
import {
  PART_NEURONS,
  type ActivatedNeurons,
  type PartNeuronsCell,
} from '../../../experiment/progressive/cells/part-neurons.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { bareRow } from '../../transfer/bare-row.ts';
import { activatedBits } from '../../transfer/neuron-bits.ts';
import type { GrowthWorld } from '../growth-world.ts';

export const partNeurons: CellComputation<PartNeuronsCell, ActivatedNeurons, GrowthWorld> = {
  of: PART_NEURONS,
  async compute(cell, { world, need }) {
    const { prompt } = await need(PART, { ...cell, kind: 'part' });
    const session = await world.session(cell.task, cell.seed);
    const row = bareRow(session, world.sweep.training.maxLength);
    const { layers, neurons, values } = await session.neurons([row], prompt);
    return { kind: 'activated', layers, neurons, active: activatedBits(values) };
  },
};
