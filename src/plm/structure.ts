/** What a PLM is made of, as far as it can be made smaller: its layers and their feed-forward blocks. */
import type { Side } from './feed-forward.ts';
import { findLayers, type Layer } from './layers.ts';
import { promptedGraph, type Plm, type PromptedGraph } from './plm.ts';

export interface PlmLayer {
  readonly side: Side;
  /** Neurons of each of its feed-forward blocks. */
  readonly neurons: readonly number[];
}

export interface PlmStructure {
  /** An encoder's before its decoder's; where layers were not told apart, one a feed-forward block. */
  readonly layers: readonly PlmLayer[];
  /** Whether layers can be left out: false where the graph does not say where they begin. */
  readonly separable: boolean;
  /** Of the residual stream. */
  readonly width: number;
  readonly vocabulary: number;
  /** Whether feed-forward blocks are gated. */
  readonly gated: boolean;
}

/** The layers of a graph, or null with the reason why they can't be told apart. */
export function layersOrReason(
  prompted: PromptedGraph,
): { readonly layers: readonly Layer[] } | { readonly reason: string } {
  const { blocks } = prompted;
  if (blocks.length === 0)
    return { reason: 'no feed-forward block was found by which its layers could be told' };
  const layers = findLayers(prompted);
  return layers.length > 0
    ? { layers }
    : {
        reason: `${String(blocks.length)} feed-forward blocks were found, but no residual stream with a beginning and an end for each layer`,
      };
}

export function structureOf(prompted: PromptedGraph): PlmStructure {
  const { blocks, embedding } = prompted;
  const found = layersOrReason(prompted);
  const layers = 'layers' in found ? found.layers : blocks.map((block) => ({ ...block, blocks: [block] }));
  return {
    layers: layers.map((layer) => ({ side: layer.side, neurons: layer.blocks.map(({ size }) => size) })),
    separable: 'layers' in found,
    width: blocks[0]?.width ?? embedding.width,
    vocabulary: embedding.vocabulary,
    gated: blocks.some(({ gated }) => gated),
  };
}

/** As `structureOf`, of a PLM. @throws LabError what compiling its graph throws */
export const plmStructure = (plm: Plm): PlmStructure =>
  structureOf(
    promptedGraph(plm, { batch: 2, length: 8, promptLength: 2, decoderLength: 1, fillerId: plm.fillerId }),
  );
