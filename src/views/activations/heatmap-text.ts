/** The words of the activation heatmap, and what it says of a cell. */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import type { FigureText } from '../standalone-svg.ts';
import { formatValue } from '../table-twin.ts';
import { OVERLAP_NAMES, overlapKind } from './overlap.ts';
import { strongest, type HeatmapMode, type PanelKind } from './panel-cells.ts';

export const PANEL_NAMES: Readonly<Record<PanelKind, string>> = {
  prompted: 'with the soft prompt',
  plain: 'template alone',
  difference: 'difference (with − alone)',
  overlap: 'overlap',
};

export function heatmapText(
  frame: ActivationFrame,
  mode: HeatmapMode,
  facts: { readonly seed: number; readonly rows: number | null },
): FigureText {
  const rows = facts.rows === null ? 'mean over the probe rows' : `mean over n = ${facts.rows} probe rows`;
  return {
    title: 'Which feed-forward neurons does the soft prompt move?',
    facts: `step ${frame.step} · ${frame.layers} layers × ${frame.neurons} neurons at the mask · ${rows} · 1 seed (${facts.seed})`,
    howToRead:
      mode === 'value'
        ? 'Each row a layer, layer 0 at the bottom. Orange fires, blue inhibits, grey rests. A column shows its strongest neuron.'
        : 'Each row a layer, layer 0 at the bottom. Ink: neurons above zero. Last panel: fired by the prompt only, without it only, or both.',
  };
}

export interface CellPlace {
  readonly layer: number;
  /** First neuron of the column and one past its last. */
  readonly from: number;
  readonly to: number;
}

/** Row, column, values: what is shown beside the figure and announced when the place is locked. */
export function cellText(frame: ActivationFrame, { layer, from, to }: CellPlace): string {
  const base = layer * frame.neurons;
  if (to - from === 1) {
    const at = base + from;
    const kind = OVERLAP_NAMES[overlapKind(frame.prompted[at], frame.plain[at])];
    return (
      `Layer ${layer}, neuron ${from}: ${formatValue(frame.prompted[at])} with the prompt, ` +
      `${formatValue(frame.plain[at])} without; activated: ${kind}.`
    );
  }
  const prompted = strongest(frame, 'prompted', base + from, base + to);
  const plain = strongest(frame, 'plain', base + from, base + to);
  return (
    `Layer ${layer}, neurons ${from}–${to - 1}: strongest ${formatValue(prompted.value)} (neuron ${prompted.at - base}) ` +
    `with the prompt, ${formatValue(plain.value)} (neuron ${plain.at - base}) without.`
  );
}
