/** What the curve view shows, and the words that go with it. */
import type { DevPoint } from '../../experiment/run-record.ts';
import type { FigureText } from '../standalone-svg.ts';
import { SMOOTHING_WINDOW, type Metric, type RunSeries } from './run-series.ts';

export type Abscissa = 'steps' | 'seconds';

export interface CurveRun {
  readonly name: string;
  readonly series: RunSeries;
  readonly dev: readonly DevPoint[];
  readonly bestStep: number | null;
}

/** A value that gives the curve meaning, such as always answering the most frequent class. */
export interface ReferenceLine {
  readonly label: string;
  readonly value: number;
}

export interface CurveInput {
  readonly metric: Metric;
  readonly run: CurveRun;
  readonly earlier: readonly CurveRun[];
  readonly references: readonly ReferenceLine[];
  readonly abscissa: Abscissa;
  readonly logarithmic: boolean;
  /** Where the x-axis ends: all steps of the recipe, or the seconds expected. */
  readonly end: number;
  readonly seed: number;
  readonly batch: number;
  readonly devRows: number | null;
}

/** Lines, dots and axes of a size in CSS pixels. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

export function curveText(input: CurveInput): FigureText {
  const rows = input.devRows === null ? '' : ` · dev n = ${input.devRows} rows`;
  const facts =
    `${input.run.series.length} steps · batch ${input.batch}${rows} · 1 seed (${input.seed}) · ` +
    `line smoothed over ${SMOOTHING_WINDOW} steps`;
  if (input.metric === 'loss') {
    return {
      title: 'Does the soft prompt learn? Cross-entropy by step',
      facts,
      howToRead:
        'Faint: loss of each batch. Line: smoothed. Dots: dev rows, never trained on. Lower is better; a rising dot chain means overfitting.',
    };
  }
  return {
    title: 'Does it beat the PLM without a prompt? Accuracy by step',
    facts,
    howToRead:
      'Dots: share of dev rows right. Dashed lines: what no training reaches. The distance between them is what the prompt learned.',
  };
}

export function axisLabels(input: CurveInput): { readonly x: string; readonly y: string } {
  return {
    x: input.abscissa === 'steps' ? 'optimiser step' : 'time since start (s)',
    y: input.metric === 'loss' ? 'cross-entropy (nats a row)' : 'accuracy (% of rows)',
  };
}
