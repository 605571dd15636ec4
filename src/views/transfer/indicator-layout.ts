/** Where the panels and points of the indicators are: for drawing and for the pointer. */
import { scaleLinear, type ScaleLinear } from 'd3';
import type { IndicatorReport, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { isSameType, type TaskPair } from './estimate-text.ts';

export type IndicatorSort = 'given' | 'correlation';

export interface IndicatorPoint extends TaskPair {
  readonly sameType: boolean;
  readonly similarity: number;
  /** Relative performance in %. */
  readonly relative: number;
  readonly x: number;
  readonly y: number;
}

export interface IndicatorPanel {
  readonly indicator: IndicatorReport;
  /** Upper left corner of the panel, and its plot within the figure. */
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly scale: ScaleLinear<number, number>;
  readonly points: readonly IndicatorPoint[];
  /** Least squares line from end to end of the points; null with fewer than three. */
  readonly guide: readonly [IndicatorEnd, IndicatorEnd] | null;
  /** The points furthest from the line, at most three. */
  readonly outliers: readonly IndicatorPoint[];
}

export interface IndicatorEnd {
  readonly x: number;
  readonly y: number;
}

export interface IndicatorLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly panelWidth: number;
  /** Relative performance, the same in all panels. */
  readonly scale: ScaleLinear<number, number>;
  readonly panels: readonly IndicatorPanel[];
}

export const INDICATOR_LEGEND = 24;
const PANEL = { narrowest: 258, head: 90, plot: 168, foot: 86, left: 38, right: 10 } as const;
const PANEL_HEIGHT = PANEL.head + PANEL.plot + PANEL.foot;
const OUTLIERS = 3;
/** A lower scale would blow up the noise of tasks that all transfer alike. */
const LEAST_SPAN = 20;

export function sortedIndicators(report: TransferReport, sort: IndicatorSort): readonly IndicatorReport[] {
  if (sort === 'given') return report.indicators;
  const rho = ({ perTarget }: IndicatorReport): number => perTarget?.rho ?? -Infinity;
  return [...report.indicators].sort((a, b) => rho(b) - rho(a));
}

/** Ordered pairs of different tasks of which both numbers are known. */
export function indicatorPairs(
  report: TransferReport,
  indicator: IndicatorReport,
): readonly Omit<IndicatorPoint, 'x' | 'y'>[] {
  return report.cells.flatMap((row, target) =>
    row.flatMap((cell, source) => {
      const similarity = indicator.values[target][source];
      if (cell === null || similarity === null || source === target) return [];
      const sameType = isSameType(report, { source, target });
      return [{ source, target, sameType, similarity, relative: cell.relative.mean }];
    }),
  );
}

export function indicatorLayout(report: TransferReport, sort: IndicatorSort, width: number): IndicatorLayout {
  const indicators = sortedIndicators(report, sort);
  const columns = Math.max(1, Math.min(indicators.length, Math.floor(width / PANEL.narrowest)));
  const panelWidth = width / columns;
  const all = indicators.map((indicator) => indicatorPairs(report, indicator));
  const most = Math.max(100, ...all.flat().map(({ relative }) => relative));
  const least = Math.min(most, ...all.flat().map(({ relative }) => relative));
  const scale = scaleLinear()
    .domain([Math.min(least, most - LEAST_SPAN), most])
    .nice(4)
    .range([PANEL.plot, 0]);
  const panels = indicators.map((indicator, i) => {
    const x = (i % columns) * panelWidth;
    const y = INDICATOR_LEGEND + Math.floor(i / columns) * PANEL_HEIGHT;
    return panelOf(indicator, all[i], scale, { x, y, width: panelWidth });
  });
  const height = INDICATOR_LEGEND + Math.ceil(indicators.length / columns) * PANEL_HEIGHT;
  return { width, height, columns, panelWidth, scale, panels };
}

function panelOf(
  indicator: IndicatorReport,
  pairs: readonly Omit<IndicatorPoint, 'x' | 'y'>[],
  relative: ScaleLinear<number, number>,
  place: { readonly x: number; readonly y: number; readonly width: number },
): IndicatorPanel {
  const left = place.x + PANEL.left;
  const right = place.x + place.width - PANEL.right;
  const top = place.y + PANEL.head;
  const values = pairs.map(({ similarity }) => similarity);
  const low = values.length === 0 ? 0 : Math.min(...values);
  const high = values.length === 0 ? 1 : Math.max(...values);
  const pad = (high - low) * 0.06 || 0.5;
  const scale = scaleLinear()
    .domain([low - pad, high + pad])
    .range([left, right]);
  const line = leastSquares(pairs);
  const heightAt = (similarity: number): number => {
    const [from, to] = relative.domain();
    return top + relative(Math.max(from, Math.min(to, line === null ? 0 : line(similarity))));
  };
  const points = pairs.map((pair) => ({
    ...pair,
    x: scale(pair.similarity),
    y: top + relative(pair.relative),
  }));
  return {
    indicator,
    x: place.x,
    y: place.y,
    left,
    right,
    top,
    bottom: top + PANEL.plot,
    scale,
    points,
    guide:
      line === null
        ? null
        : [
            { x: scale(low), y: heightAt(low) },
            { x: scale(high), y: heightAt(high) },
          ],
    outliers:
      line === null
        ? []
        : [...points]
            .sort(
              (a, b) => Math.abs(b.relative - line(b.similarity)) - Math.abs(a.relative - line(a.similarity)),
            )
            .slice(0, OUTLIERS),
  };
}

function leastSquares(
  pairs: readonly { readonly similarity: number; readonly relative: number }[],
): ((similarity: number) => number) | null {
  if (pairs.length < 3) return null;
  const meanX = pairs.reduce((sum, { similarity }) => sum + similarity, 0) / pairs.length;
  const meanY = pairs.reduce((sum, { relative }) => sum + relative, 0) / pairs.length;
  const spread = pairs.reduce((sum, { similarity }) => sum + (similarity - meanX) ** 2, 0);
  if (spread === 0) return null;
  const slope =
    pairs.reduce((sum, { similarity, relative }) => sum + (similarity - meanX) * (relative - meanY), 0) /
    spread;
  return (similarity) => meanY + slope * (similarity - meanX);
}

/** The point nearest to a place, if it is within reach of a pointer. */
export function pointAt(layout: IndicatorLayout, x: number, y: number, reach = 14): IndicatorPoint | null {
  let nearest: IndicatorPoint | null = null;
  let best = reach ** 2;
  for (const point of layout.panels.flatMap(({ points }) => points)) {
    const apart = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (apart <= best) {
      best = apart;
      nearest = point;
    }
  }
  return nearest;
}

/** The pair that an arrow key leads to within `panel`: left and right by similarity, up and down by performance. */
export function movePoint(panel: IndicatorPanel, pair: TaskPair | null, key: string): TaskPair | undefined {
  const alongX = key === 'ArrowLeft' || key === 'ArrowRight';
  if (!alongX && key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const sorted = [...panel.points].sort((a, b) =>
    alongX
      ? a.similarity - b.similarity || a.relative - b.relative
      : a.relative - b.relative || a.similarity - b.similarity,
  );
  const at = sorted.findIndex(({ source, target }) => source === pair?.source && target === pair.target);
  const step = key === 'ArrowRight' || key === 'ArrowUp' ? 1 : -1;
  const next = sorted.at(at < 0 ? 0 : Math.max(0, Math.min(sorted.length - 1, at + step)));
  return next === undefined ? undefined : { source: next.source, target: next.target };
}
