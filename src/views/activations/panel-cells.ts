/**
 * The cells of one heatmap panel: layers × columns. A column holds one neuron when zoomed in, else several:
 * - signed values: the one with the largest |a|, with its sign (a mean would hide what fires);
 * - activated: the share of the column's neurons with a > 0;
 * - overlap: that share, and the kind that leads among the activated.
 */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import { columnStarts, type NeuronRange } from './neuron-range.ts';
import { overlapKind, type OverlapKind } from './overlap.ts';

export type HeatmapMode = 'value' | 'activated';
export type PanelKind = 'prompted' | 'plain' | 'difference' | 'overlap';

export interface PanelCells {
  readonly kind: PanelKind;
  readonly mode: HeatmapMode;
  readonly layers: number;
  readonly columns: number;
  readonly starts: Uint32Array;
  /** Row-major, layer 0 first: a signed value, or a share from 0 to 1. */
  readonly values: Float32Array;
  /** Leading overlap kind a cell; empty for the other panels. */
  readonly kinds: Uint8Array;
}

export const PANELS: Readonly<Record<HeatmapMode, readonly PanelKind[]>> = {
  value: ['prompted', 'plain', 'difference'],
  activated: ['prompted', 'plain', 'overlap'],
};

export function panelCells(
  frame: ActivationFrame,
  kind: PanelKind,
  mode: HeatmapMode,
  range: NeuronRange,
  mostColumns: number,
): PanelCells {
  const starts = columnStarts(range, mostColumns);
  const columns = starts.length - 1;
  const size = frame.layers * columns;
  const values = new Float32Array(size);
  const kinds = new Uint8Array(kind === 'overlap' ? size : 0);
  for (let layer = 0; layer < frame.layers; layer += 1) {
    const base = layer * frame.neurons;
    for (let column = 0; column < columns; column += 1) {
      const at = layer * columns + column;
      const from = base + starts[column];
      const to = base + starts[column + 1];
      if (kind === 'overlap') {
        const lead = leadingKind(frame, from, to);
        values[at] = lead.share;
        kinds[at] = lead.kind;
      } else if (mode === 'activated') values[at] = activatedShare(frame[sideOf(kind)], from, to);
      else values[at] = strongest(frame, kind, from, to).value;
    }
  }
  return { kind, mode, layers: frame.layers, columns, starts, values, kinds };
}

function sideOf(kind: PanelKind): 'prompted' | 'plain' {
  return kind === 'plain' ? 'plain' : 'prompted';
}

export function valueAt(frame: ActivationFrame, kind: PanelKind, at: number): number {
  if (kind === 'difference') return frame.prompted[at] - frame.plain[at];
  return frame[sideOf(kind)][at];
}

/** The value of largest magnitude in [from, to) and where it is. */
export function strongest(
  frame: ActivationFrame,
  kind: PanelKind,
  from: number,
  to: number,
): { readonly value: number; readonly at: number } {
  let best = 0;
  let place = from;
  for (let i = from; i < to; i += 1) {
    const value = valueAt(frame, kind, i);
    if (Math.abs(value) > Math.abs(best)) {
      best = value;
      place = i;
    }
  }
  return { value: best, at: place };
}

function activatedShare(values: Float32Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i += 1) if (values[i] > 0) count += 1;
  return count / (to - from);
}

function leadingKind(
  frame: ActivationFrame,
  from: number,
  to: number,
): { readonly kind: OverlapKind; readonly share: number } {
  const counts = [0, 0, 0, 0];
  for (let i = from; i < to; i += 1) counts[overlapKind(frame.prompted[i], frame.plain[i])] += 1;
  const active = to - from - counts[0];
  if (active === 0) return { kind: 0, share: 0 };
  // In a tie the difference is shown rather than what both share.
  const kind: OverlapKind =
    counts[1] >= counts[2] && counts[1] >= counts[3] ? 1 : counts[2] >= counts[3] ? 2 : 3;
  return { kind, share: active / (to - from) };
}
