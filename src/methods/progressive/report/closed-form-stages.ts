/** What each stage of a PLM costs by the closed form, as a share of the whole PLM. */
import { closedFormCost, type ClosedForm } from '../../../experiment/progressive/closed-form.ts';
import type { GrownStructure } from '../../../experiment/progressive/growth-record.ts';
import type { Stage } from '../../../experiment/progressive/stages.ts';

/** @param source tokens, soft prompt included. Layers alone: the head is read at one position. */
export function closedFormOfStages(
  stages: readonly Stage[],
  { layers, width, vocabulary, gated }: GrownStructure,
  source: number,
): readonly number[] {
  const cost = (kept: readonly number[], neurons: readonly number[]): number => {
    let at = 0;
    const each = kept.map((layer) => ({
      side: layers[layer].side,
      neurons: layers[layer].neurons.reduce((sum) => sum + neurons[at++], 0),
    }));
    const side = (name: 'encoder' | 'decoder'): ClosedForm['encoder'] => {
      const own = each.filter((layer) => layer.side === name);
      const all = own.reduce((sum, layer) => sum + layer.neurons, 0);
      return { layers: own.length, neurons: own.length === 0 ? 0 : all / own.length };
    };
    const decoder = side('decoder');
    const target = decoder.layers > 0 ? 1 : 0;
    const form = { source, target, width, attention: width, vocabulary, matrices: gated ? 3 : 2 };
    return closedFormCost({ ...form, encoder: side('encoder'), decoder });
  };
  const whole = cost(
    layers.map((_, layer) => layer),
    layers.flatMap(({ neurons }) => neurons),
  );
  return stages.map((stage) => cost(stage.layers, stage.kept) / whole);
}
