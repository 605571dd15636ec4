/** The SVG around a heatmap panel: layer names, neuron axis, counts a layer, the place pointed at. */
import { scaleLinear } from 'd3';
import type { ActivationFrame } from '../../experiment/run-record.ts';
import { colour, type Palette } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { LockedCell } from './move-cell.ts';
import { columnOf, type NeuronRange } from './neuron-range.ts';
import { countLayers } from './overlap.ts';

export interface HeatmapLayout {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  readonly panelHeight: number;
  /** Height of the neuron axis under the last panel. */
  readonly axisHeight: number;
  readonly counts: number;
}

const LEFT = 34;
const RIGHT = 6;
const COUNTS_WIDTH = 96;
const SMALL = 11;
const TEXT_ROW = 11;

/** `withCounts` leaves room for the strip of counts, in every panel so that their columns stay in line. */
export function heatmapLayout(width: number, layers: number, withCounts: boolean): HeatmapLayout {
  const rowHeight = Math.max(6, Math.min(16, Math.round(132 / layers)));
  const counts = withCounts && width > 380 ? COUNTS_WIDTH : 0;
  return {
    width,
    left: LEFT,
    right: width - RIGHT - counts,
    rowHeight,
    panelHeight: rowHeight * layers,
    axisHeight: 36,
    counts,
  };
}

/** Layer numbers; every second or so where rows are too thin for all. */
export function layerAxis(layers: number, layout: HeatmapLayout): readonly SvgNode[] {
  const every = Math.ceil(TEXT_ROW / layout.rowHeight);
  return Array.from({ length: layers }, (_, layer) => layer)
    .filter((layer) => layer % every === 0)
    .map((layer) =>
      svgText(layout.left - 5, layout.panelHeight - (layer + 0.5) * layout.rowHeight + 4, `L${layer}`, {
        'text-anchor': 'end',
        'font-size': Math.min(SMALL, layout.rowHeight + 2),
        fill: colour('muted'),
      }),
    );
}

export function neuronAxis(range: NeuronRange, layout: HeatmapLayout): readonly SvgNode[] {
  const x = scaleLinear().domain([range.from, range.to]).range([layout.left, layout.right]);
  const ticks = x.ticks(Math.max(2, Math.floor((layout.right - layout.left) / 90))).filter(Number.isInteger);
  return [
    svg('line', { x1: layout.left, x2: layout.right, y1: 0.5, y2: 0.5, stroke: colour('ink') }),
    ...ticks.flatMap((tick) => [
      svg('line', { x1: x(tick), x2: x(tick), y1: 0, y2: 4, stroke: colour('ink') }),
      svgText(x(tick), 16, String(tick), {
        'text-anchor': 'middle',
        'font-size': SMALL,
        fill: colour('muted'),
      }),
    ]),
    svgText((layout.left + layout.right) / 2, 31, 'neuron (index in the layer)', {
      'text-anchor': 'middle',
      'font-size': SMALL,
      fill: colour('muted'),
    }),
  ];
}

const COUNT_INKS: readonly (keyof Palette)[] = ['prompted', 'both', 'plain'];

/** For each layer a bar of prompt only | both | no prompt only, with the numbers of the two differences. */
export function countStrip(frame: ActivationFrame, layout: HeatmapLayout): readonly SvgNode[] {
  if (layout.counts === 0) return [];
  const room = layout.counts - 14;
  const all = countLayers(frame);
  const most = Math.max(1, ...all.map((row) => row.promptedOnly + row.both + row.plainOnly));
  const heading = svgText(layout.right + 10, -6, `neurons, to ${most}`, {
    'font-size': SMALL,
    fill: colour('muted'),
  });
  const bars = all.map((row) => {
    const y = layout.panelHeight - (row.layer + 1) * layout.rowHeight;
    let x = layout.right + 10;
    const title = `Layer ${row.layer}: ${row.promptedOnly} prompt only, ${row.both} both, ${row.plainOnly} no prompt only`;
    const parts = [row.promptedOnly, row.both, row.plainOnly].map((count, i) => {
      const width = (count / most) * room;
      const bar = svg('rect', {
        x,
        y: y + 1,
        width,
        height: Math.max(1, layout.rowHeight - 2),
        fill: colour(COUNT_INKS[i]),
      });
      x += width;
      return bar;
    });
    return svg('g', {}, [svg('title', {}, [title]), ...parts]);
  });
  return [heading, ...bars];
}

/** Outline of a cell: solid when locked, dashed when only pointed at. */
export function cellOutline(
  cell: LockedCell,
  starts: Uint32Array,
  layout: HeatmapLayout,
  locked: boolean,
): readonly SvgNode[] {
  const column = columnOf(cell.neuron, starts);
  if (column === null) return [];
  const columnWidth = (layout.right - layout.left) / (starts.length - 1);
  const width = Math.max(4, columnWidth);
  const x = layout.left + (column + 0.5) * columnWidth;
  const y = layout.panelHeight - (cell.layer + 1) * layout.rowHeight;
  return [
    svg('line', { x1: x, x2: x, y1: 0, y2: layout.panelHeight, stroke: colour('ink'), opacity: 0.35 }),
    svg('rect', {
      x: x - width / 2 - 1,
      y: y - 1,
      width: width + 2,
      height: layout.rowHeight + 2,
      fill: 'none',
      stroke: colour('ink'),
      'stroke-width': locked ? 2 : 1,
      ...(locked ? {} : { 'stroke-dasharray': '2 2' }),
    }),
  ];
}
