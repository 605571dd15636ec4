/** What the masking curves are of, in words, and where their panels are. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type { MaskKind, MaskingReport } from '../../experiment/transfer/masking-report.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import { isKnown, seedsText } from './estimate-text.ts';

export const MASK_KINDS: readonly MaskKind[] = ['own', 'other-task', 'random'];

export const MASK_NAMES: Readonly<Record<MaskKind, string>> = {
  own: 'the prompt’s own neurons',
  'other-task': 'another task’s',
  random: 'random ones',
};
export const RELATION_NAMES: Readonly<Record<MaskingReport['relation'], string>> = {
  own: 'own task',
  'same-type': 'same type',
  'different-type': 'different type',
};
const RELATIONS = Object.keys(RELATION_NAMES);

export const MASKING_PANEL = { narrowest: 240, head: 24, plot: 180, foot: 46, left: 42, right: 20 } as const;
const PANEL_HEIGHT = MASKING_PANEL.head + MASKING_PANEL.plot + MASKING_PANEL.foot;
export const KEY_ADVANCE = 214;

export interface MaskingInput {
  readonly report: TransferReport;
  /** The task whose prompt is used; its masking reports are the panels. */
  readonly task: number;
}

/** The panels: own task first, then the same type, then different types. */
export function maskingPanels({ report, task }: MaskingInput): readonly MaskingReport[] {
  return report.masking
    .filter((masking) => masking.task === task)
    .sort((a, b) => RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation));
}

export function maskingText(input: MaskingInput): FigureText {
  const { report } = input;
  const rows = maskingPanels(input).map((panel) => panel.rows);
  const n =
    Math.min(...rows) === Math.max(...rows) ? `${rows[0]}` : `${Math.min(...rows)}–${Math.max(...rows)}`;
  return {
    title: `Does the prompt of ${report.tasks[input.task].name} need the neurons that it fires?`,
    facts: `accuracy by share of all feed-forward neurons switched off · ${report.plm} · n = ${n} rows a panel · ${seedsText(report)} · bands: 95 % intervals`,
    howToRead:
      'One panel each target, same scales. The further the solid line falls below random neurons, the more its own matter; dashed across: all off.',
  };
}

export interface MaskingPanelPlace {
  readonly panel: MaskingReport;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

export interface MaskingLayout {
  readonly width: number;
  readonly height: number;
  readonly legendHeight: number;
  readonly places: readonly MaskingPanelPlace[];
  readonly shares: readonly number[];
  /** From a panel's left edge, and from its plot's top. */
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

export function maskingLayout(input: MaskingInput, width: number): MaskingLayout {
  const panels = maskingPanels(input);
  const columns = Math.max(1, Math.min(panels.length, Math.floor(width / MASKING_PANEL.narrowest)));
  const panelWidth = width / columns;
  const points = panels.flatMap((panel) => panel.points);
  const shares = [...new Set(points.map(({ share }) => share))].sort((a, b) => a - b);
  const ends = [
    ...points.flatMap(({ accuracy: { mean, interval } }) => [
      mean,
      interval?.low ?? mean,
      interval?.high ?? mean,
    ]),
    ...panels.flatMap(({ allOff }) => (isKnown(allOff) ? [allOff.mean] : [])),
  ];
  const legendHeight = width >= MASK_KINDS.length * KEY_ADVANCE ? 24 : 24 * MASK_KINDS.length;
  return {
    width,
    height: legendHeight + Math.ceil(panels.length / columns) * PANEL_HEIGHT,
    legendHeight,
    places: panels.map((panel, i) => ({
      panel,
      left: (i % columns) * panelWidth + MASKING_PANEL.left,
      right: (i % columns) * panelWidth + panelWidth - MASKING_PANEL.right,
      top: legendHeight + Math.floor(i / columns) * PANEL_HEIGHT + MASKING_PANEL.head,
    })),
    shares,
    x: scaleLinear()
      .domain([0, Math.max(0.01, ...shares)])
      .range([0, panelWidth - MASKING_PANEL.left - MASKING_PANEL.right]),
    y: scaleLinear()
      .domain(ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)])
      .nice(4)
      .range([MASKING_PANEL.plot, 0]),
  };
}

/** Panel and share nearest to a place; null outside of the plots. */
export function maskingAt(
  { places, shares, x }: MaskingLayout,
  left: number,
  top: number,
): { readonly panel: number; readonly share: number } | null {
  const panel = places.findIndex(
    (place) =>
      left >= place.left - 8 &&
      left <= place.right + 8 &&
      top >= place.top - 8 &&
      top <= place.top + MASKING_PANEL.plot + 8,
  );
  if (panel < 0 || shares.length === 0) return null;
  const wanted = x.invert(left - places[panel].left);
  return {
    panel,
    share: shares.reduce((best, share) =>
      Math.abs(share - wanted) < Math.abs(best - wanted) ? share : best,
    ),
  };
}
