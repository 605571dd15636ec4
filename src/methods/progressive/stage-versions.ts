/** The stages of a growing PLM as versions of it that prompts are trained and scored with. */
import type { GrownFacts, Stage } from '../../experiment/progressive/stages.ts';
import type { NeuronChoice } from '../../plm/cut-neurons.ts';
import { partialPass } from '../../plm/partial-plm.ts';
import { WHOLE, type PlmVersion } from '../prompt/prompt-session.ts';

/** In which order the neurons of every feed-forward block of the PLM are kept. */
export interface NeuronOrders {
  /** What decided it; stages of the same name share programs. */
  readonly name: string;
  /** One a block, in the order of the PLM's layers. */
  readonly orders: readonly (readonly number[])[];
}

/** The whole PLM for the stage that keeps all of it, so that this stage is plain prompt tuning bit for bit. */
export function versionOf(stage: Stage, { layers }: GrownFacts, { name, orders }: NeuronOrders): PlmVersion {
  if (stage.whole) return WHOLE;
  const first = layers.map((_, at) =>
    layers.slice(0, at).reduce((sum, { neurons }) => sum + neurons.length, 0),
  );
  const blocks = stage.layers.flatMap((layer) =>
    layers[layer].neurons.map((size, at) => ({ size, block: first[layer] + at })),
  );
  const neurons = blocks.map(({ size, block }, at): NeuronChoice | null =>
    stage.kept[at] === size ? null : { order: orders[block], keep: stage.kept[at] },
  );
  const widths = neurons.every((choice) => choice === null)
    ? ''
    : ` neurons ${stage.kept.join(',')} by ${name}`;
  return {
    key: `layers ${stage.layers.join(',')}${widths}`,
    pass: partialPass({ layers: stage.layers, neurons }),
  };
}
