/**
 * Which neurons are activated (a > 0) with the soft prompt, without it, with both: the ground of the overlap of
 * neurons (ON) of Su et al. 2022, counted a layer.
 */
import type { ActivationFrame } from '../../experiment/run-record.ts';

/** 0 neither · 1 with the prompt only · 2 without only · 3 both. */
export type OverlapKind = 0 | 1 | 2 | 3;

export const OVERLAP_NAMES = ['neither', 'prompt only', 'no prompt only', 'both'] as const;

export function overlapKind(prompted: number, plain: number): OverlapKind {
  if (prompted > 0) return plain > 0 ? 3 : 1;
  return plain > 0 ? 2 : 0;
}

export interface LayerCounts {
  readonly layer: number;
  readonly promptedOnly: number;
  readonly plainOnly: number;
  readonly both: number;
}

export function countLayers(frame: ActivationFrame): readonly LayerCounts[] {
  return Array.from({ length: frame.layers }, (_, layer) => {
    const counts = [0, 0, 0, 0];
    for (let i = layer * frame.neurons; i < (layer + 1) * frame.neurons; i += 1)
      counts[overlapKind(frame.prompted[i], frame.plain[i])] += 1;
    return { layer, promptedOnly: counts[1], plainOnly: counts[2], both: counts[3] };
  });
}
