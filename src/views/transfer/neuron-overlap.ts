/**
 * Which feed-forward neurons two tasks' soft prompts fire: the first only, the second only, both. The drawing is that
 * of the activation heatmap's overlap panel; what is compared there with the template alone is a second prompt here.
 */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import type { NeuronReport, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { heatmapLayout, layerAxis, neuronAxis, type HeatmapLayout } from '../activations/heatmap-frame.ts';
import { cellRects } from '../activations/heatmap-svg.ts';
import { countLayers, type LayerCounts } from '../activations/overlap.ts';
import { panelCells, type PanelCells } from '../activations/panel-cells.ts';
import { heatmapRamps } from '../activations/panel-colours.ts';
import { colour, type Palette } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import type { TableTwin } from '../table-twin.ts';
import { seedsText, shorten } from './estimate-text.ts';
import { rounded } from './matrix-words.ts';

export interface OverlapInput {
  readonly report: TransferReport;
  readonly first: NeuronReport;
  readonly second: NeuronReport;
}

export const OVERLAP_LEGEND = 44;
const SMALL = 11;
const MUTED = { 'font-size': SMALL, fill: colour('muted') } as const;
const INKS = ['prompted', 'both', 'plain'] as const;
/** Narrower columns could not be told apart. */
const NARROWEST_COLUMN = 2;
const LETTER = 6.3;

/** Both prompts as the two sides of one frame of activations. */
export function overlapFrame({ first, second }: OverlapInput): ActivationFrame {
  return {
    step: 0,
    layers: first.layers,
    neurons: first.neurons,
    scale: 1,
    prompted: first.values,
    plain: second.values,
  };
}

export interface OverlapScene {
  readonly frame: ActivationFrame;
  readonly layout: HeatmapLayout;
  readonly cells: PanelCells;
}

export function overlapScene(input: OverlapInput, width: number): OverlapScene {
  const frame = overlapFrame(input);
  const layout = heatmapLayout(width, frame.layers, true);
  const columns = Math.max(1, (layout.right - layout.left) / NARROWEST_COLUMN);
  const range = { from: 0, to: frame.neurons };
  return { frame, layout, cells: panelCells(frame, 'overlap', 'activated', range, columns) };
}

/** |A ∩ B| / √(|A| |B|), the ON of Su et al. 2022; null where a prompt fires nothing. */
export function overlapRate(counts: readonly LayerCounts[]): number | null {
  const sum = (of: (row: LayerCounts) => number): number => counts.reduce((all, row) => all + of(row), 0);
  const both = sum((row) => row.both);
  const first = both + sum((row) => row.promptedOnly);
  const second = both + sum((row) => row.plainOnly);
  return first === 0 || second === 0 ? null : both / Math.sqrt(first * second);
}

function rateText(rate: number | null): string {
  return rate === null ? 'ON not defined' : `ON ${rate.toFixed(3)}`;
}

export function overlapText(input: OverlapInput): FigureText {
  const { report, first, second } = input;
  const [a, b] = [first, second].map(({ task }) => report.tasks[task].name);
  return {
    title: `Which neurons do the prompts of ${a} and ${b} both fire?`,
    facts:
      `${rateText(overlapRate(countLayers(overlapFrame(input))))} over all layers · ${first.layers} layers × ${first.neurons} ` +
      `neurons at the mask, no input text · ${report.plm} · activations as mean of ${seedsText(report)}; fired: above zero`,
    howToRead:
      'Layer 0 at the bottom. Colour: the kind that leads in a column of neurons; strength: the share of it that fires.',
  };
}

/** The parts around the cells: legend, layers, neuron axis, counts. Cells are pixels on the page, `cellRects` in files. */
export function overlapFrameNodes(input: OverlapInput, scene: OverlapScene): readonly SvgNode[] {
  const { frame, layout } = scene;
  return [
    svg('g', { class: 'legend' }, legend(input, layout)),
    svg('g', { transform: `translate(0,${OVERLAP_LEGEND})` }, [
      ...layerAxis(frame.layers, layout),
      ...counts(input, layout),
    ]),
    svg(
      'g',
      { class: 'axis', transform: `translate(0,${OVERLAP_LEGEND + layout.panelHeight})` },
      neuronAxis({ from: 0, to: frame.neurons }, layout),
    ),
  ];
}

export function overlapHeight({ layout }: OverlapScene): number {
  return OVERLAP_LEGEND + layout.panelHeight + layout.axisHeight;
}

export function neuronOverlap(input: OverlapInput, width: number, palette: Palette): SvgNode {
  const scene = overlapScene(input, width);
  const height = overlapHeight(scene);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': overlapText(input).title },
    [
      svg(
        'g',
        { class: 'cells', transform: `translate(0,${OVERLAP_LEGEND})` },
        cellRects(scene.cells, 1, heatmapRamps(palette), scene.layout),
      ),
      ...overlapFrameNodes(input, scene),
    ],
  );
}

function legend({ report, first, second }: OverlapInput, { left, width }: HeatmapLayout): readonly SvgNode[] {
  const advance = Math.min(190, (width - left) / INKS.length);
  const letters = Math.floor((advance - 22) / LETTER) - ' only'.length;
  const [a, b] = [first, second].map(({ task }) => shorten(report.tasks[task].name, letters));
  return [`${a} only`, 'both', `${b} only`].flatMap((name, i) => {
    const x = left + i * advance;
    return [
      svg('rect', { x, y: 3, width: 11, height: 11, fill: colour(INKS[i]), stroke: colour('muted') }),
      svgText(x + 16, 12, name, MUTED),
    ];
  });
}

/** A bar each layer, first only | both | second only, and its numbers for pointer and screen reader. */
function counts(input: OverlapInput, layout: HeatmapLayout): readonly SvgNode[] {
  if (layout.counts === 0) return [];
  const rows = countLayers(overlapFrame(input));
  const room = layout.counts - 14;
  const most = Math.max(1, ...rows.map((row) => row.promptedOnly + row.both + row.plainOnly));
  return [
    svgText(layout.right + 10, -6, `neurons, to ${most}`, MUTED),
    ...rows.map((row) => {
      const y = layout.panelHeight - (row.layer + 1) * layout.rowHeight + 1;
      const parts = [row.promptedOnly, row.both, row.plainOnly];
      const before = (i: number): number => parts.slice(0, i).reduce((sum, count) => sum + count, 0);
      return svg('g', { 'data-layer': row.layer }, [
        svg('title', {}, [layerText(input, row)]),
        ...parts.map((count, i) =>
          svg('rect', {
            x: layout.right + 10 + (before(i) / most) * room,
            y,
            width: (count / most) * room,
            height: Math.max(1, layout.rowHeight - 2),
            fill: colour(INKS[i]),
          }),
        ),
      ]);
    }),
  ];
}

export function layerText({ report, first, second }: OverlapInput, row: LayerCounts): string {
  return (
    `Layer ${row.layer}: ${row.promptedOnly} ${report.tasks[first.task].name} only, ${row.both} both, ` +
    `${row.plainOnly} ${report.tasks[second.task].name} only; ${rateText(overlapRate([row]))}.`
  );
}

/** What a column of neurons in a layer holds. */
export function overlapCellText(input: OverlapInput, layer: number, from: number, to: number): string {
  const { report, first, second } = input;
  const at = layer * first.neurons;
  const fired = { first: 0, both: 0, second: 0 };
  for (let i = at + from; i < at + to; i += 1) {
    const [a, b] = [first.values[i] > 0, second.values[i] > 0];
    if (a && b) fired.both += 1;
    else if (a) fired.first += 1;
    else if (b) fired.second += 1;
  }
  const where = to - from === 1 ? `neuron ${from}` : `neurons ${from}–${to - 1}`;
  return (
    `Layer ${layer}, ${where}: ${fired.first} ${report.tasks[first.task].name} only, ${fired.both} both, ` +
    `${fired.second} ${report.tasks[second.task].name} only.`
  );
}

/** A row each layer, the top one first, as in the picture. */
export function overlapTable(input: OverlapInput): TableTwin {
  const { report, first, second } = input;
  const [a, b] = [first, second].map(({ task }) => report.tasks[task].name);
  return {
    caption: overlapText(input).title,
    columns: ['layer', `first only (${a})`, 'both', `second only (${b})`, 'ON'],
    rows: countLayers(overlapFrame(input))
      .map((row) => [row.layer, row.promptedOnly, row.both, row.plainOnly, rounded(overlapRate([row]))])
      .reverse(),
  };
}
