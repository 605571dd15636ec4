/**
 * A partial PLM: some layers are left out, some feed-forward neurons are cut (fast prompt tuning, Huang et al. 2022,
 * section 3.2). Kept layers stay as they are and in their order; whatever belongs to no layer (embeddings, relative
 * positions, final norm, head) stays; nothing is rescaled. It is a pass from a prompted graph to a prompted graph, so all
 * that is built on one (loss, gradient, reading one position) is built on the other.
 */
import { LabError } from '../errors/lab-error.ts';
import { cutNeurons, type NeuronChoice } from './cut-neurons.ts';
import { findFeedForwards } from './feed-forward.ts';
import { dropLayers } from './layers.ts';
import type { PromptedGraph } from './plm.ts';
import { layersOrReason } from './structure.ts';

export interface PartialPlm {
  /** Kept layers in the order of `PlmStructure.layers`, ascending. */
  readonly layers: readonly number[];
  /** One a feed-forward block of every kept layer, in their order; null keeps the block whole. */
  readonly neurons: readonly (NeuronChoice | null)[];
}

/** Changes a prompted graph before it is read, differentiated and compiled. */
export type GraphPass = (prompted: PromptedGraph) => PromptedGraph;

/**
 * The pass that leaves a partial PLM.
 * @returns gives the whole PLM back as it came where all of it is kept; throws LabError `no-partial` naming the reason, for a graph of which that part can't be made
 */
export const partialPass =
  (partial: PartialPlm): GraphPass =>
  (prompted) => {
    const found = layersOrReason(prompted);
    const all = 'layers' in found ? found.layers.length : prompted.blocks.length;
    const wrong = partial.layers.find((layer, at) => layer >= all || layer <= (partial.layers[at - 1] ?? -1));
    if (wrong !== undefined)
      throw refused(
        `Layer ${String(wrong)} is not one of ${String(all)} in rising order from 0.`,
        'Name layers that the PLM has.',
      );
    const dropped = Array.from({ length: all }, (_, layer) => layer).filter(
      (layer) => !partial.layers.includes(layer),
    );
    if (dropped.length === 0 && partial.neurons.every((choice) => choice === null)) return prompted;
    if (dropped.length > 0 && 'reason' in found)
      throw refused(`Layers can’t be left out: ${found.reason}.`, 'Grow this PLM in width alone.');
    const kept =
      'layers' in found
        ? partial.layers.flatMap((layer) => found.layers[layer]?.blocks ?? [])
        : partial.layers.flatMap((layer) => prompted.blocks[layer] ?? []);
    if (kept.length !== partial.neurons.length)
      throw refused(
        `${String(partial.layers.length)} layers have ${String(kept.length)} feed-forward blocks, and neurons are listed for ${String(partial.neurons.length)}.`,
        'List the neurons of every feed-forward block of the kept layers.',
      );
    const choices = prompted.blocks.map((block) => {
      const at = kept.indexOf(block);
      return at < 0 ? null : partial.neurons[at];
    });
    const cut = cutNeurons(prompted.graph, prompted.blocks, choices);
    const cutLogits = cut.value(prompted.logits);
    const layers =
      'layers' in found
        ? found.layers.map((layer) => ({
            ...layer,
            input: cut.value(layer.input),
            output: cut.value(layer.output),
          }))
        : [];
    const left = dropLayers(cut.builder.build([cutLogits]), layers, dropped);
    const logits = left.value(cutLogits);
    const graph = left.builder.build([logits]);
    const blocks = findFeedForwards(graph);
    // What is left is looked over again: a border between layers that was taken for one and is none is found here.
    if (blocks.length !== kept.length)
      throw refused(
        `${String(kept.length)} feed-forward blocks were to be kept, and ${String(blocks.length)} are there.`,
        'Report the model’s name.',
      );
    return {
      ...prompted,
      graph,
      logits,
      words: prompted.words.map((value) => left.value(cut.value(value))),
      blocks,
    };
  };

function refused(message: string, remedy: string): LabError {
  return new LabError({ code: 'no-partial', message, remedy, where: 'layers' });
}
