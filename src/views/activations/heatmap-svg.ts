/** The whole heatmap as SVG: for files and golden tests. On the page the cells are pixels of a canvas. */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { countStrip, heatmapLayout, layerAxis, neuronAxis, type HeatmapLayout } from './heatmap-frame.ts';
import { heatmapLegend, LEGEND_HEIGHT } from './heatmap-legend.ts';
import { PANEL_NAMES } from './heatmap-text.ts';
import type { NeuronRange } from './neuron-range.ts';
import { panelCells, PANELS, type HeatmapMode, type PanelCells } from './panel-cells.ts';
import { cellShade, heatmapRamps, type HeatmapRamps } from './panel-colours.ts';

const PANEL_TITLE = 18;

export interface HeatmapOptions {
  readonly mode: HeatmapMode;
  readonly range: NeuronRange;
  readonly width: number;
  /** Columns at most; more would only make the file bigger. */
  readonly columns: number;
}

export function heatmapSvg(
  frame: ActivationFrame,
  options: HeatmapOptions,
  palette: Palette,
): { readonly node: SvgNode; readonly height: number } {
  const { mode, range, width } = options;
  const layout = heatmapLayout(width, frame.layers, mode === 'activated');
  const ramps = heatmapRamps(palette);
  const stride = PANEL_TITLE + layout.panelHeight + 8;
  const panels = PANELS[mode].map((kind, i) => {
    const cells = panelCells(frame, kind, mode, range, options.columns);
    return svg('g', { class: kind, transform: `translate(0,${LEGEND_HEIGHT + i * stride + PANEL_TITLE})` }, [
      svgText(layout.left, -5, PANEL_NAMES[kind], { 'font-size': 12, fill: colour('ink') }),
      ...cellRects(cells, frame.scale, ramps, layout),
      ...layerAxis(frame.layers, layout),
      ...(kind === 'overlap' ? countStrip(frame, layout) : []),
    ]);
  });
  const axisTop = LEGEND_HEIGHT + panels.length * stride;
  const height = axisTop + layout.axisHeight;
  const node = svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Activations of ${frame.layers} layers × ${frame.neurons} neurons at step ${frame.step}`,
    },
    [
      svg('g', { class: 'legend' }, heatmapLegend(mode, frame.scale, ramps, layout)),
      ...panels,
      svg('g', { class: 'axis', transform: `translate(0,${axisTop})` }, neuronAxis(range, layout)),
    ],
  );
  return { node, height };
}

/** Neighbours of one colour become one rectangle. */
export function cellRects(
  cells: PanelCells,
  scale: number,
  ramps: HeatmapRamps,
  layout: HeatmapLayout,
): readonly SvgNode[] {
  const columnWidth = (layout.right - layout.left) / cells.columns;
  const fillOf = (layer: number, column: number): string => {
    const { ramp, shade } = cellShade(cells, layer * cells.columns + column, scale, ramps);
    return ramp.hex[shade];
  };
  return Array.from({ length: cells.layers }, (_, layer) => {
    const y = layout.panelHeight - (layer + 1) * layout.rowHeight;
    const rects: SvgNode[] = [];
    let start = 0;
    for (let column = 1; column <= cells.columns; column += 1) {
      const fill = fillOf(layer, start);
      if (column < cells.columns && fillOf(layer, column) === fill) continue;
      rects.push(
        svg('rect', {
          x: layout.left + start * columnWidth,
          y,
          width: (column - start) * columnWidth,
          height: layout.rowHeight,
          fill,
        }),
      );
      start = column;
    }
    return svg('g', { 'data-layer': layer }, rects);
  });
}
