/** Which class is taken for which: before, after, and what changed in between. */
import type { Confusion } from '../../experiment/verbalizer/verbalize-report.ts';
import { divergingRamp, magnitudeShade, rampTo, signedShade } from '../colour-ramps.ts';
import { inked, percent, type Finding } from '../finding.ts';
import { colour, type Palette } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { readableOn } from '../transfer/transfer-measure.ts';

export const CONFUSION_VIEWS = ['before', 'after', 'difference'] as const;

export type ConfusionView = (typeof CONFUSION_VIEWS)[number];

export interface ConfusionInput {
  readonly labels: readonly string[];
  readonly before: Confusion;
  readonly after: Confusion;
}

export const CONFUSION_TITLE = 'Which class is taken for which?';

/** Shares of each true class, in per cent; their difference in points. */
export function confusionShares(
  { before, after }: ConfusionInput,
  view: ConfusionView,
): readonly (readonly number[])[] {
  const shares = (counts: Confusion): readonly (readonly number[])[] =>
    counts.map((row) => {
      const total = row.reduce((a, b) => a + b, 0);
      return row.map((count) => (total === 0 ? 0 : (100 * count) / total));
    });
  if (view !== 'difference') return shares(view === 'before' ? before : after);
  const first = shares(before);
  return shares(after).map((row, truth) => row.map((share, chosen) => share - first[truth][chosen]));
}

export function confusionText(view: ConfusionView, rows: number, runs: number): FigureText {
  const what = {
    before: 'one word a class, not calibrated',
    after: 'all steps',
    difference: 'all steps minus one word, points of each true class',
  }[view];
  return {
    title: CONFUSION_TITLE,
    facts: `${what} · % of the rows of a true class · ${String(rows)} test rows × ${String(runs)} runs`,
    howToRead:
      'A row: where the texts of one class end. The framed cells are right answers; a full column is a class that draws everything.',
  };
}

/** The class that drew most before, and what became of it. */
export function confusionFinding({ labels, before, after }: ConfusionInput): Finding | null {
  const drawn = (counts: Confusion): readonly number[] => {
    const total = counts.flat().reduce((a, b) => a + b, 0);
    return labels.map((_, chosen) =>
      total === 0 ? 0 : counts.reduce((sum, row) => sum + row[chosen], 0) / total,
    );
  };
  const [first, last] = [drawn(before), drawn(after)];
  const most = first.indexOf(Math.max(...first));
  if (most < 0 || first[most] === 0) return null;
  return [
    `With one word, ${labels[most]} drew `,
    inked('before', percent(first[most])),
    ' of all answers; with all steps ',
    inked('learn', percent(last[most])),
    '.',
  ];
}

const LETTER = 7.2;
const LEGEND = 34;

export function confusionMatrix(
  input: ConfusionInput,
  view: ConfusionView,
  width: number,
  palette: Palette,
): SvgNode {
  const { labels } = input;
  const shares = confusionShares(input, view);
  const longest = Math.max(...labels.map((label) => label.length));
  const left = Math.min(0.3 * width, longest * LETTER + 12);
  const cell = { width: Math.min(120, (width - left) / labels.length), height: 30 };
  const top = 24;
  const height = top + labels.length * cell.height + LEGEND;
  const signed = view === 'difference';
  const ramp = signed ? divergingRamp(palette) : rampTo(palette.low, palette.high);
  const shadeOf = (share: number): string =>
    ramp.hex[signed ? signedShade(share, 100) : magnitudeShade(share, 100)];
  const cut = (label: string, room: number): string => {
    const letters = Math.max(2, Math.floor(room / LETTER));
    return label.length > letters ? `${label.slice(0, letters - 1)}…` : label;
  };
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': CONFUSION_TITLE },
    [
      ...labels.map((label, chosen) =>
        svgText(left + (chosen + 0.5) * cell.width, top - 8, cut(label, cell.width), {
          'font-size': 12,
          fill: colour('muted'),
          'text-anchor': 'middle',
        }),
      ),
      ...shares.flatMap((row, truth) => [
        svgText(left - 8, top + (truth + 0.5) * cell.height + 4, cut(labels[truth], left - 10), {
          'font-size': 12,
          fill: colour('ink'),
          'text-anchor': 'end',
        }),
        ...row.map((share, chosen) => {
          const fill = shadeOf(share);
          const [x, y] = [left + chosen * cell.width, top + truth * cell.height];
          return svg('g', { 'data-truth': truth, 'data-chosen': chosen }, [
            svg('rect', {
              x: x + 1,
              y: y + 1,
              width: cell.width - 2,
              height: cell.height - 2,
              fill,
              ...(truth === chosen ? { stroke: palette.ink, 'stroke-width': 1.6 } : {}),
            }),
            svgText(x + cell.width / 2, y + cell.height / 2 + 4, numberOf(share, signed), {
              'font-size': 12,
              fill: readableOn(fill),
              'text-anchor': 'middle',
            }),
          ]);
        }),
      ]),
      ...legend(left, height - LEGEND + 12, signed, ramp.hex),
    ],
  );
}

const numberOf = (share: number, signed: boolean): string => {
  const text = Math.abs(share).toFixed(0);
  if (!signed || text === '0') return text;
  return `${share > 0 ? '+' : '−'}${text}`;
};

function legend(x: number, y: number, signed: boolean, hex: readonly string[]): readonly SvgNode[] {
  const [stops, width] = [20, 8];
  const ends = signed ? ['−100', '0', '+100 points'] : ['0', '50', '100 %'];
  return [
    ...Array.from({ length: stops }, (_, i) =>
      svg('rect', {
        x: x + i * width,
        y,
        width: width + 0.5,
        height: 8,
        fill: hex[Math.round((i / (stops - 1)) * (hex.length - 1))],
      }),
    ),
    svgText(x + stops * width + 10, y + 8, `${ends.join(' · ')} · rows: true class, columns: chosen`, {
      'font-size': 12,
      fill: colour('muted'),
    }),
  ];
}

export function confusionTable(input: ConfusionInput, view: ConfusionView): TableTwin {
  return {
    caption: `${CONFUSION_TITLE} (${view})`,
    columns: ['true class', ...input.labels.map((label) => `chosen ${label}`)],
    rows: confusionShares(input, view).map((row, truth) => [
      input.labels[truth],
      ...row.map((share) => formatValue(share, 1)),
    ]),
  };
}
