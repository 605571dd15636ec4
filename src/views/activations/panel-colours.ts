/** Colours of heatmap cells, for pixels and for SVG alike. */
import { divergingRamp, magnitudeShade, rampTo, SHADES, signedShade, type Ramp } from '../colour-ramps.ts';
import type { Palette } from '../palette.ts';
import type { PanelCells } from './panel-cells.ts';

export interface HeatmapRamps {
  readonly signed: Ramp;
  /** One ink for "activated", whichever panel. */
  readonly activated: Ramp;
  /** By overlap kind: neither, prompt only, no prompt only, both. */
  readonly overlap: readonly Ramp[];
}

export function heatmapRamps(palette: Palette): HeatmapRamps {
  return {
    signed: divergingRamp(palette),
    activated: rampTo(palette.surface, palette.ink),
    overlap: [palette.surface, palette.prompted, palette.plain, palette.both].map((full) =>
      rampTo(palette.surface, full),
    ),
  };
}

/** Ramp and shade of cell `at`; `scale` is the symmetric limit of signed values. */
export function cellShade(
  cells: PanelCells,
  at: number,
  scale: number,
  ramps: HeatmapRamps,
): { readonly ramp: Ramp; readonly shade: number } {
  if (cells.kind === 'overlap')
    return { ramp: ramps.overlap[cells.kinds[at]], shade: magnitudeShade(cells.values[at], 1) };
  if (cells.mode === 'activated')
    return { ramp: ramps.activated, shade: magnitudeShade(cells.values[at], 1) };
  return { ramp: ramps.signed, shade: signedShade(cells.values[at], scale) };
}

/** The panel as RGBA pixels, a pixel a cell, layer 0 in the bottom row: activations flow up. */
export function panelPixels(
  cells: PanelCells,
  scale: number,
  ramps: HeatmapRamps,
): Uint8ClampedArray<ArrayBuffer> {
  const { layers, columns } = cells;
  const pixels = new Uint8ClampedArray(layers * columns * 4);
  for (let layer = 0; layer < layers; layer += 1) {
    for (let column = 0; column < columns; column += 1) {
      const { ramp, shade } = cellShade(cells, layer * columns + column, scale, ramps);
      const to = ((layers - 1 - layer) * columns + column) * 4;
      for (let byte = 0; byte < 4; byte += 1) pixels[to + byte] = ramp.bytes[shade * 4 + byte];
    }
  }
  return pixels;
}

/** The shades of a legend bar, from low to high. */
export function legendShades(ramp: Ramp, stops: number): readonly string[] {
  return Array.from({ length: stops }, (_, i) => ramp.hex[Math.round((i / (stops - 1)) * (SHADES - 1))]);
}
