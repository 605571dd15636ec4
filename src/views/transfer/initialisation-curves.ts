/** Training a task's soft prompt from a random start and from another task's prompt: dev accuracy by step. */
import { area, line, scaleLinear, scalePow, type ScaleLinear, type ScalePower } from 'd3';
import type {
  CurvePoint,
  InitialisationReport,
  TransferReport,
} from '../../experiment/transfer/transfer-report.ts';
import { colour } from '../palette.ts';
import type { FigureText } from '../standalone-svg.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { intervalText, minus, seedCount } from './estimate-text.ts';
import { SPEED_UP_LINES, speedUpWords } from './speed-up-words.ts';

export interface InitialisationInput {
  readonly report: TransferReport;
  readonly run: InitialisationReport;
}

export interface CurveBand {
  readonly step: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

const PLOT = { height: 210, left: 44, right: 14, top: 30 } as const;
/** From this width on the speed-ups stand beside the plot rather than below it. */
const BESIDE = 860;
const WORDS_WIDTH = 470;
const FOOT = 44;
const LINE = 17;
const GROUP_GAP = 8;
const SMALL = 11;
const MUTED = { 'font-size': SMALL, fill: colour('muted') } as const;

/** Whose prompt the solid line starts from. */
export function startName({ report, run }: InitialisationInput): string {
  const { name } = report.tasks[run.source];
  return run.projected === null ? name : `${name}, projected to ${run.projected.toPlm} (${run.projected.by})`;
}

/** When dev was looked at, and, with early looks, on how much. */
function looksText({ early, evalEvery }: InitialisationReport): string {
  if (early === null) return `dev accuracy every ${String(evalEvery)} steps`;
  const { examples, devRows, looks } = early;
  const rows = examples === null ? 'all training rows' : `${String(examples)} training rows a run`;
  const steps = looks.map(({ step }) => step).join(', ');
  return `dev accuracy at steps ${steps}, then every ${String(evalEvery)} · ${rows} · first ${String(devRows)} dev rows`;
}

export function initialisationText({ report, run }: InitialisationInput): FigureText {
  const source = startName({ report, run });
  const target = report.tasks[run.target].name;
  return {
    title: `Does ${target} learn faster from the prompt of ${source}?`,
    facts:
      `${looksText(run)} · ${run.projected?.toPlm ?? report.plm} · ${seedCount(run.fromSource.length)}, ` +
      'both starts on the same rows in the same order · band: least to most of the seeds',
    howToRead:
      'Solid: from the source’s prompt; dashed: from a random one. Marks: the step at which each seed reached its own best.',
  };
}

/** Mean and range over the seeds at each step that any of them was evaluated at. */
export function seedBand(curves: readonly (readonly CurvePoint[])[]): readonly CurveBand[] {
  const steps = [...new Set(curves.flatMap((curve) => curve.map(({ step }) => step)))].sort((a, b) => a - b);
  return steps.map((step) => {
    const values = curves.flatMap((curve) =>
      curve.filter((point) => point.step === step).map(({ accuracy }) => accuracy),
    );
    return {
      step,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      least: Math.min(...values),
      most: Math.max(...values),
    };
  });
}

/** The first evaluation that is as good as the best one; null of a curve without points. */
export function convergedPoint(curve: readonly CurvePoint[]): CurvePoint | null {
  const best = Math.max(...curve.map(({ accuracy }) => accuracy));
  return curve.find(({ accuracy }) => accuracy >= best) ?? null;
}

export interface InitialisationScales {
  /** With early looks by the root of the step, so that they don't fall into one. */
  readonly x: ScaleLinear<number, number> | ScalePower<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly steps: readonly number[];
}

export function initialisationScales({ run }: InitialisationInput, width: number): InitialisationScales {
  const points = [...run.fromRandom, ...run.fromSource].flat();
  const steps = [...new Set(points.map(({ step }) => step))].sort((a, b) => a - b);
  const values = points.map(({ accuracy }) => accuracy);
  return {
    x: (run.early === null ? scaleLinear() : scalePow().exponent(0.5))
      .domain([0, Math.max(1, ...steps)])
      .range([PLOT.left, plotWidth(width) - PLOT.right]),
    y: scaleLinear()
      .domain(values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)])
      .nice(4)
      .range([PLOT.top + PLOT.height, PLOT.top]),
    steps,
  };
}

function plotWidth(width: number): number {
  return width >= BESIDE ? width - WORDS_WIDTH : width;
}

export function initialisationHeight(width: number): number {
  const plot = PLOT.top + PLOT.height + FOOT;
  return width >= BESIDE ? plot : plot + SPEED_UP_LINES * LINE + 2 * GROUP_GAP + 6;
}

export function initialisationCurves(input: InitialisationInput, width: number): SvgNode {
  const { run } = input;
  const height = initialisationHeight(width);
  const beside = width >= BESIDE;
  const scales = initialisationScales(input, width);
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': initialisationText(input).title,
    },
    [
      ...legend(),
      ...axes(scales, plotWidth(width), run.early !== null),
      ...curveNodes(run.fromRandom, scales, false),
      ...curveNodes(run.fromSource, scales, true),
      ...speedUpWords(run).map(({ text, head, group }, i) =>
        svgText(
          beside ? plotWidth(width) + 24 : 4,
          (beside ? PLOT.top : PLOT.top + PLOT.height + FOOT) + (i + 1) * LINE + group * GROUP_GAP,
          text,
          { 'font-size': 12, fill: colour('ink'), ...(head ? { 'font-weight': 600 } : {}) },
        ),
      ),
    ],
  );
}

function legend(): readonly SvgNode[] {
  return [
    svg('line', { x1: 4, x2: 28, y1: 10, y2: 10, stroke: colour('prompted'), 'stroke-width': 2.5 }),
    svgText(34, 14, 'from the source’s prompt', MUTED),
    svg('line', {
      x1: 184,
      x2: 208,
      y1: 10,
      y2: 10,
      stroke: colour('muted'),
      'stroke-width': 2,
      'stroke-dasharray': '6 4',
    }),
    svgText(214, 14, 'from a random one', MUTED),
  ];
}

/** Space that a step's number takes. */
const TICK_ADVANCE = 30;

/** Steps to be named on the axis: round ones, or, with early looks, those that were looked at, as far as they don't touch. */
function stepTicks({ x, steps }: InitialisationScales, width: number, isEarly: boolean): readonly number[] {
  if (!isEarly) return x.ticks(Math.max(2, Math.floor(width / 110)));
  return steps.reduce<readonly number[]>((kept, step) => {
    const last = kept.at(-1);
    return last === undefined || x(step) - x(last) >= TICK_ADVANCE ? [...kept, step] : kept;
  }, []);
}

function axes(scales: InitialisationScales, width: number, isEarly: boolean): readonly SvgNode[] {
  const { x, y } = scales;
  const bottom = PLOT.top + PLOT.height;
  return [
    ...y.ticks(5).flatMap((tick) => [
      svg('line', {
        x1: PLOT.left,
        x2: width - PLOT.right,
        y1: y(tick),
        y2: y(tick),
        stroke: colour('rule'),
      }),
      svgText(PLOT.left - 6, y(tick) + 4, y.tickFormat(5, '%')(tick), { ...MUTED, 'text-anchor': 'end' }),
    ]),
    svg('line', { x1: PLOT.left, x2: width - PLOT.right, y1: bottom, y2: bottom, stroke: colour('ink') }),
    ...stepTicks(scales, width, isEarly).map((tick) =>
      svgText(x(tick), bottom + 16, String(tick), { ...MUTED, 'text-anchor': 'middle' }),
    ),
    svgText(
      (PLOT.left + width - PLOT.right) / 2,
      bottom + 32,
      isEarly ? 'optimiser step, root scale' : 'optimiser step',
      {
        ...MUTED,
        'text-anchor': 'middle',
      },
    ),
  ];
}

function curveNodes(
  curves: readonly (readonly CurvePoint[])[],
  { x, y }: InitialisationScales,
  fromSource: boolean,
): readonly SvgNode[] {
  const band = seedBand(curves);
  const ink = colour(fromSource ? 'prompted' : 'muted');
  const meanLine = line<CurveBand>()
    .digits(1)
    .x(({ step }) => x(step))
    .y(({ mean }) => y(mean));
  const range = area<CurveBand>()
    .digits(1)
    .x(({ step }) => x(step))
    .y0(({ least }) => y(least))
    .y1(({ most }) => y(most));
  const converged = curves.map(convergedPoint).filter((point) => point !== null);
  return [
    ...(curves.length < 2
      ? []
      : [svg('path', { class: 'band', d: range(band) ?? '', fill: ink, 'fill-opacity': 0.18 })]),
    svg('path', {
      class: fromSource ? 'from-source' : 'from-random',
      d: meanLine(band) ?? '',
      fill: 'none',
      stroke: ink,
      'stroke-width': fromSource ? 2.5 : 2,
      ...(fromSource ? {} : { 'stroke-dasharray': '6 4' }),
    }),
    ...converged.map(({ step, accuracy }) =>
      svg('path', {
        class: 'converged',
        d: fromSource ? 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0' : 'M0 -5l5 5l-5 5l-5 -5z',
        transform: `translate(${Math.round(x(step) * 10) / 10},${Math.round(y(accuracy) * 10) / 10})`,
        fill: colour('surface'),
        stroke: ink,
        'stroke-width': 2,
      }),
    ),
  ];
}

/** What both starts have at a step. */
export function stepText({ run }: InitialisationInput, step: number): string {
  const at = (curves: readonly (readonly CurvePoint[])[]): string => {
    const found = seedBand(curves).find((band) => band.step === step);
    if (found === undefined) return 'not evaluated';
    const { mean, least, most } = found;
    return `${(mean * 100).toFixed(1)} % (${(least * 100).toFixed(1)}–${(most * 100).toFixed(1)})`;
  };
  const look = run.early?.looks.find((one) => one.step === step);
  const lead =
    look === undefined
      ? ''
      : ` Difference ${minus((100 * look.difference.mean).toFixed(1))} points ${intervalText(look.difference.interval, 'share')}`.trimEnd() +
        '.';
  return `Step ${step}: ${at(run.fromSource)} from the source’s prompt, ${at(run.fromRandom)} from a random one.${lead}`;
}

/** A vertical line at the step pointed at. */
export function stepHair(input: InitialisationInput, width: number, step: number): SvgNode {
  const x = initialisationScales(input, width).x(step);
  return svg('line', { x1: x, x2: x, y1: PLOT.top, y2: PLOT.top + PLOT.height, stroke: colour('ink') });
}
