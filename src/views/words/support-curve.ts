/** How many unlabelled texts calibration needs: accuracy by the size of the support set. */
import { scaleLinear } from 'd3';
import type { SupportSize } from '../../experiment/verbalizer/verbalize-report.ts';
import { inked, percent, type Finding } from '../finding.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

const HEIGHT = 250;
const MARGIN = { left: 48, right: 24, top: 24, bottom: 40 } as const;
const TEN = 0.1;
const TEXT = { 'font-size': 12, fill: colour('muted') } as const;

export const SUPPORT_TITLE = 'How many unlabelled texts does calibration need?';

export function supportText(curve: readonly SupportSize[], rows: number): FigureText {
  const runs = Math.max(0, ...curve.map(({ accuracy }) => accuracy.seeds.length));
  return {
    title: SUPPORT_TITLE,
    facts: `calibrated words · ${String(rows)} test rows · ${String(runs)} ${runs === 1 ? 'support' : 'supports'} of each size · lines: 95 % intervals`,
    howToRead:
      'Each dot: accuracy after calibration on so many texts without labels; 0 is no calibration. A flat line: more texts add nothing.',
  };
}

/** Share of the whole gain that the smallest support brings; a sentence only where there is one to tell. */
export function supportFinding(curve: readonly SupportSize[]): Finding | null {
  const sorted = [...curve].sort((a, b) => a.size - b.size);
  const none = sorted.find(({ size }) => size === 0);
  const first = sorted.find(({ size }) => size > 0);
  const last = sorted.at(-1);
  if (none === undefined || first === undefined || last === undefined || last.size === 0) return null;
  const gain = last.accuracy.mean - none.accuracy.mean;
  if (gain <= 0)
    return [
      `Calibration on ${String(last.size)} texts gains nothing: `,
      inked('before', percent(none.accuracy.mean)),
      ' without, ',
      inked('learn', percent(last.accuracy.mean)),
      ' with it.',
    ];
  const share = (first.accuracy.mean - none.accuracy.mean) / gain;
  return [
    `${String(first.size)} unlabelled texts bring `,
    inked('learn', percent(Math.max(0, share))),
    ` of what ${String(last.size)} bring: `,
    inked('before', percent(none.accuracy.mean)),
    ' to ',
    inked('learn', percent(last.accuracy.mean)),
    '.',
  ];
}

export function supportCurve(curve: readonly SupportSize[], width: number): SvgNode {
  const sorted = [...curve].sort((a, b) => a.size - b.size);
  const values = sorted.flatMap(({ accuracy: { mean, interval } }) => [
    mean,
    ...(interval === null ? [] : [interval.low, interval.high]),
  ]);
  const low = Math.max(0, Math.floor(Math.min(...values) / TEN - 0.2) * TEN);
  const high = Math.min(1, Math.ceil(Math.max(...values) / TEN + 0.2) * TEN);
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const most = Math.max(1, ...sorted.map(({ size }) => size));
  const x = scaleLinear([0, most], [MARGIN.left, right]);
  const y = scaleLinear([low, high], [bottom, MARGIN.top]);
  const tens = Array.from({ length: Math.round((high - low) / TEN) + 1 }, (_, i) => low + i * TEN);
  return svg(
    'svg',
    { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': SUPPORT_TITLE },
    [
      svgText(0, 12, 'accuracy, %', TEXT),
      ...tens.flatMap((ten) => [
        svg('line', { x1: MARGIN.left, x2: right, y1: y(ten), y2: y(ten), stroke: colour('rule') }),
        svgText(MARGIN.left - 8, y(ten) + 4, String(Math.round(100 * ten)), {
          ...TEXT,
          'text-anchor': 'end',
        }),
      ]),
      svg('polyline', {
        points: sorted
          .map(({ size, accuracy }) => `${rounded(x(size))},${rounded(y(accuracy.mean))}`)
          .join(' '),
        fill: 'none',
        stroke: colour('prompted'),
        'stroke-width': 2.4,
      }),
      ...sorted.map(({ size, accuracy: { mean, interval } }) =>
        svg('g', { 'data-size': size }, [
          ...(interval === null
            ? []
            : [
                svg('line', {
                  x1: x(size),
                  x2: x(size),
                  y1: y(interval.low),
                  y2: y(interval.high),
                  stroke: colour('ink'),
                  'stroke-width': 1.6,
                }),
              ]),
          svg('circle', { cx: x(size), cy: y(mean), r: 5, fill: colour(size === 0 ? 'plain' : 'prompted') }),
          svgText(x(size), bottom + 18, String(size), { ...TEXT, 'text-anchor': 'middle' }),
        ]),
      ),
      svgText(right, HEIGHT - 4, 'unlabelled texts in the support set', { ...TEXT, 'text-anchor': 'end' }),
    ],
  );
}

export function supportTable(curve: readonly SupportSize[]): TableTwin {
  return {
    caption: SUPPORT_TITLE,
    columns: ['texts', 'accuracy, %', 'from', 'to'],
    rows: [...curve]
      .sort((a, b) => a.size - b.size)
      .map(({ size, accuracy: { mean, interval } }) => [
        size,
        formatValue(100 * mean, 1),
        interval === null ? null : formatValue(100 * interval.low, 1),
        interval === null ? null : formatValue(100 * interval.high, 1),
      ]),
  };
}

const rounded = (value: number): number => Math.round(100 * value) / 100;
