/** The heatmap in rows: a layer each for reading, a neuron each for CSV. */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { countLayers } from './overlap.ts';
import { strongest, type PanelKind } from './panel-cells.ts';

export function heatmapTable(frame: ActivationFrame): TableTwin {
  const strongestIn = (kind: PanelKind, layer: number): string => {
    const base = layer * frame.neurons;
    const { value, at } = strongest(frame, kind, base, base + frame.neurons);
    return `${formatValue(value)} (neuron ${at - base})`;
  };
  return {
    caption: `Activated neurons and strongest values a layer, step ${frame.step}`,
    columns: [
      'layer',
      'prompt only',
      'no prompt only',
      'both',
      'strongest with prompt',
      'strongest without',
      'largest difference',
    ],
    // Top layer first, as in the picture.
    rows: countLayers(frame)
      .map(({ layer, promptedOnly, plainOnly, both }) => [
        layer,
        promptedOnly,
        plainOnly,
        both,
        strongestIn('prompted', layer),
        strongestIn('plain', layer),
        strongestIn('difference', layer),
      ])
      .reverse(),
  };
}

export function heatmapCells(frame: ActivationFrame): TableTwin {
  return {
    caption: `Feed-forward activations at the mask, step ${frame.step}`,
    columns: ['layer', 'neuron', 'prompted', 'plain'],
    rows: Array.from(frame.prompted, (value, i) => [
      Math.floor(i / frame.neurons),
      i % frame.neurons,
      value,
      frame.plain[i],
    ]),
  };
}
