/**
 * The schedule as a picture: a PLM a stage, its kept layers as bars as wide as their neurons, dropped ones dashed; beneath it
 * what a step costs, so that the area is the cost of the run.
 */
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { stepsIn, type DrawnStage, type StagesInput } from './stage-input.ts';
import { stagesLayout, type StagesLayout, type StagesRoom } from './stages-layout.ts';
import { STAGES_TITLE } from './stages-words.ts';

/** Below this a column has no room for the word between the numbers. */
const WORDY = 96;
/** Free between a column's edge and its bars, and of a row between its bars. */
const PAD = 6;
const ROW_GAP = 0.22;
/** From here on a share is written within its block. */
const HIGH = 0.82;

const MUTED = { fill: colour('muted') } as const;

export function stagesFigure(input: StagesInput, room: StagesRoom): SvgNode {
  const { width, height, type } = room;
  const layout = stagesLayout(input, room);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': STAGES_TITLE },
    [
      ...rowNames(layout, type),
      ...input.stages.flatMap((stage, index) => stageNodes(stage, index, input, layout, type)),
      ...boundaries(input, layout, type),
      ...nowLine(input, layout, type),
    ],
  );
}

function rowNames({ left, layers, cost }: StagesLayout, type: number): readonly SvgNode[] {
  const text = { ...MUTED, 'font-size': 12.5 * type, 'text-anchor': 'end' };
  const x = left - 8 * type;
  return [
    svgText(x, layers.top + 14 * type, 'last', text),
    svgText(x, layers.bottom - 8 * type, 'first', text),
    svgText(x, cost.top + 13 * type, 'cost', text),
  ];
}

function stageNodes(
  stage: DrawnStage,
  index: number,
  input: StagesInput,
  layout: StagesLayout,
  type: number,
): readonly SvgNode[] {
  const left = layout.x(stage.from - 1);
  const right = layout.x(stage.to);
  const middle = (left + right) / 2;
  const size = `${String(stage.layers.length)}${right - left >= WORDY * type ? ' layers' : ''} × ${String(stage.neurons)}`;
  return [
    svg('g', { 'data-stage': index }, [
      svg('rect', {
        class: 'stage-ground',
        x: left + 2,
        y: layout.layers.top,
        width: Math.max(0, right - left - 4),
        height: layout.layers.bottom - layout.layers.top,
        rx: 6,
        fill: colour('rule'),
        'fill-opacity': 0.35,
      }),
      ...layerBars(stage, input, { ...layout.layers, left, right }),
      svgText(middle, layout.names, size, {
        'font-size': 12.5 * type,
        'font-weight': 600,
        'text-anchor': 'middle',
        fill: colour('ink'),
      }),
      ...costBlock(stage, layout, { left, right, type }),
    ]),
  ];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function layerBars(
  { layers, neurons }: DrawnStage,
  { depth, widest }: StagesInput,
  { left, right, top, bottom }: Box,
): readonly SvgNode[] {
  const room = Math.max(0, right - left - 2 * PAD);
  const row = (bottom - top - PAD) / Math.max(1, depth);
  const kept = new Set(layers);
  const middle = (left + right) / 2;
  return Array.from({ length: depth }, (_, layer) => {
    const isKept = kept.has(layer);
    const width = isKept ? Math.max(2, (room * neurons) / Math.max(1, widest)) : room;
    return svg('rect', {
      class: isKept ? 'layer-kept' : 'layer-dropped',
      // The first layer lies lowest: the sentence comes in from below.
      x: middle - width / 2,
      y: bottom - PAD / 2 - (layer + 1) * row + (row * ROW_GAP) / 2,
      width,
      height: row * (1 - ROW_GAP),
      rx: Math.min(3, row / 4),
      ...(isKept
        ? { fill: colour('flow') }
        : { fill: 'none', stroke: colour('muted'), 'stroke-opacity': 0.5, 'stroke-dasharray': '3 3' }),
    });
  });
}

function costBlock(
  { relativeFlops: share }: DrawnStage,
  { cost: { top, bottom } }: StagesLayout,
  { left, right, type }: { readonly left: number; readonly right: number; readonly type: number },
): readonly SvgNode[] {
  const width = Math.max(0, right - left - 1);
  const ground = svg('rect', {
    class: 'cost-ground',
    x: left,
    y: top,
    width,
    height: bottom - top,
    fill: colour('rule'),
    'fill-opacity': 0.45,
    ...(share === null ? { stroke: colour('muted'), 'stroke-dasharray': '4 3' } : {}),
  });
  const words = {
    'font-size': 12.5 * type,
    'font-weight': 600,
    'text-anchor': 'middle',
    fill: colour('ink'),
  };
  const middle = (left + right) / 2;
  if (share === null) return [ground, svgText(middle, (top + bottom) / 2 + 4, '?', words)];
  const y = bottom - Math.min(1, share) * (bottom - top);
  const isHigh = share > HIGH;
  return [
    ground,
    svg('rect', { class: 'cost-block', x: left, y, width, height: bottom - y, fill: colour('flow') }),
    svgText(middle, isHigh ? y + 16 * type : y - 6 * type, `${String(Math.round(100 * share))} %`, {
      ...words,
      // On the colour of frozen things black has 5.7 to 1 in both themes.
      ...(isHigh ? { fill: '#000000' } : {}),
    }),
  ];
}

function boundaries(input: StagesInput, layout: StagesLayout, type: number): readonly SvgNode[] {
  const steps = stepsIn(input);
  const text = { ...MUTED, 'font-size': 12.5 * type };
  const inner = input.stages.slice(0, -1).map(({ to }) => to);
  return [
    ...inner.flatMap((to, index) => [
      svg('line', {
        class: 'stage-boundary',
        'data-boundary': index,
        x1: layout.x(to),
        x2: layout.x(to),
        y1: 0,
        y2: layout.cost.bottom,
        stroke: colour('ink'),
        'stroke-width': 1.6,
      }),
      // Close to the end, its number would be written over the last step's.
      ...(layout.right - layout.x(to) < 56 * type
        ? []
        : [svgText(layout.x(to), layout.axis, String(to), { ...text, 'text-anchor': 'middle' })]),
    ]),
    svgText(layout.right, layout.axis, `step ${String(steps)}`, { ...text, 'text-anchor': 'end' }),
  ];
}

function nowLine({ now }: StagesInput, layout: StagesLayout, type: number): readonly SvgNode[] {
  if (now === null) return [];
  const x = layout.x(now);
  return [
    svg('line', {
      class: 'stage-now',
      x1: x,
      x2: x,
      y1: layout.layers.top,
      y2: layout.cost.bottom,
      stroke: colour('prompted'),
      'stroke-width': 2.4,
    }),
    svgText(x + 4 * type, layout.cost.bottom - 5 * type, String(now), {
      'font-size': 12 * type,
      fill: colour('prompted'),
      'paint-order': 'stroke',
      stroke: colour('surface'),
      'stroke-width': 4,
    }),
  ];
}
