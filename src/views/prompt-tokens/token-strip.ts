/**
 * The soft prompt as a strip: a square each token, its colour the norm of the loss's gradient at that token, its
 * word the vocabulary entry whose embedding is nearest by cosine.
 */
import type { PromptTokenReport } from '../../experiment/run-record.ts';
import { magnitudeShade, rampTo } from '../colour-ramps.ts';
import { colour, type Palette } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';

export interface TokenStripInput {
  readonly step: number;
  readonly tokens: readonly PromptTokenReport[];
  /** End of the colour scale: the largest norm of the run so far. */
  readonly limit: number;
  readonly seed: number;
  /** Position pointed at or locked. */
  readonly selected: number | null;
}

const CELL = { width: 92, height: 40, square: 22 } as const;
const LEGEND = 34;
const SMALL = 11;
const LONGEST_WORD = 9;

export function tokenStripText(input: TokenStripInput): FigureText {
  return {
    title: 'What are the soft tokens near, and which still move?',
    facts: `step ${input.step} · ${input.tokens.length} soft tokens · 1 seed (${input.seed})`,
    howToRead:
      'A square each soft token; the darker, the larger its gradient. Word and number: nearest vocabulary entry and its cosine.',
  };
}

export function tokenStripSize(
  count: number,
  width: number,
): { readonly width: number; readonly height: number; readonly columns: number } {
  const columns = Math.max(1, Math.min(Math.max(1, count), Math.floor(width / CELL.width)));
  return { width, height: LEGEND + Math.ceil(count / columns) * CELL.height, columns };
}

export function tokenStrip(input: TokenStripInput, width: number, palette: Palette): SvgNode {
  const { height, columns } = tokenStripSize(input.tokens.length, width);
  const ramp = rampTo(palette.low, palette.high);
  const advance = width / columns;
  const cells = input.tokens.map((token, i) => {
    const x = (i % columns) * advance;
    const y = LEGEND + Math.floor(i / columns) * CELL.height;
    const nearest = token.nearest.at(0);
    const selected = token.position === input.selected;
    return svg('g', { 'data-position': token.position, transform: `translate(${round(x)},${y})` }, [
      svg('title', {}, [tokenText(token)]),
      svg('rect', { width: advance - 4, height: CELL.height - 4, fill: 'transparent' }),
      svg('rect', {
        x: 2,
        y: 4,
        width: CELL.square,
        height: CELL.square,
        fill: ramp.hex[magnitudeShade(token.gradientNorm, input.limit)],
        stroke: colour(selected ? 'ink' : 'rule'),
        'stroke-width': selected ? 2.5 : 1,
      }),
      svgText(CELL.square + 8, 14, shorten(nearest?.token ?? '—'), { 'font-size': 12, fill: colour('ink') }),
      svgText(CELL.square + 8, 27, nearest === undefined ? '' : formatValue(nearest.cosine, 2), {
        'font-size': SMALL,
        fill: colour('muted'),
      }),
    ]);
  });
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': stripSummary(input) },
    [svg('g', { class: 'legend' }, legend(input.limit, ramp.hex)), ...cells],
  );
}

function legend(limit: number, shades: readonly string[]): readonly SvgNode[] {
  const stops = 12;
  return [
    ...Array.from({ length: stops }, (_, i) =>
      svg('rect', {
        x: 2 + i * 8,
        y: 3,
        width: 8.5,
        height: 9,
        fill: shades[Math.round((i / (stops - 1)) * (shades.length - 1))],
      }),
    ),
    svgText(2, 24, '0', { 'font-size': SMALL, fill: colour('muted') }),
    svgText(98, 24, limit.toPrecision(2), {
      'text-anchor': 'end',
      'font-size': SMALL,
      fill: colour('muted'),
    }),
    svgText(108, 12, 'gradient norm, up to the run’s largest', { 'font-size': SMALL, fill: colour('muted') }),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function shorten(word: string): string {
  return word.length <= LONGEST_WORD ? word : `${word.slice(0, LONGEST_WORD - 1)}…`;
}

function stripSummary({ tokens, step }: TokenStripInput): string {
  const words = tokens.map(({ nearest }) => nearest.at(0)?.token ?? 'none').join(', ');
  return `Soft prompt of ${tokens.length} tokens at step ${step}. Nearest vocabulary entries in order: ${words}.`;
}

export function tokenText(token: PromptTokenReport): string {
  const words = token.nearest
    .map(({ token: word, cosine }) => `${word} ${formatValue(cosine, 2)}`)
    .join(', ');
  return (
    `Soft token ${token.position}: gradient norm ${token.gradientNorm.toPrecision(3)}, ` +
    `norm ${formatValue(token.norm, 2)}, nearest ${words === '' ? 'unknown' : words}.`
  );
}

export function tokenTable({ step, tokens }: TokenStripInput): TableTwin {
  return {
    caption: `Soft tokens and their nearest vocabulary entries, step ${step}`,
    columns: ['position', 'gradient norm', 'norm', 'nearest (cosine)'],
    rows: tokens.map((token) => [
      token.position,
      Number(token.gradientNorm.toPrecision(4)),
      Number(token.norm.toPrecision(4)),
      token.nearest.map(({ token: word, cosine }) => `${word} (${formatValue(cosine, 2)})`).join(', '),
    ]),
  };
}
