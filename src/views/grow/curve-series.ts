/** The runs of a comparison as lines: accuracy on dev rows for what was spent, seed by seed and on the average. Pure. */
import type { ArmName } from '../../experiment/progressive/cells/arm.ts';
import type { GrowthReport, ReportedCurve } from '../../experiment/progressive/growth-report.ts';
import { ARM_ORDER } from './arm-looks.ts';

/** What is spent: operations as a share of the full run's, seconds, or steps. */
export const SPENT_AXES = ['flops', 'seconds', 'steps'] as const;

export type SpentAxis = (typeof SPENT_AXES)[number];

export interface LinePoint {
  readonly spent: number;
  readonly step: number;
  /** On the PLM that it was trained with at that step, and on the whole one. */
  readonly own: number;
  readonly full: number;
  readonly onPart: boolean;
}

export interface MeanPoint extends LinePoint {
  readonly least: number;
  readonly most: number;
}

export interface ArmLines {
  readonly arm: ArmName;
  readonly seeds: readonly { readonly seed: number; readonly points: readonly LinePoint[] }[];
  /** Of the evaluations that every seed has. */
  readonly mean: readonly MeanPoint[];
}

export interface CurvesInput {
  readonly report: Pick<GrowthReport, 'curves' | 'arms' | 'cost' | 'stages'>;
  /** Of each stage, whether it is the whole PLM. */
  readonly whole: readonly boolean[];
  readonly axis: SpentAxis;
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Operations of the full run: what the shares are of. 0 where neither it nor its prediction is there. */
export function fullFlops({ arms, cost }: CurvesInput['report']): number {
  return arms.find(({ name }) => name === 'full')?.flops ?? cost.flops?.full ?? 0;
}

type Measured = ReportedCurve['points'][number];

function spentOf(point: Measured, axis: SpentAxis, full: number): number {
  if (axis === 'steps') return point.step;
  if (axis === 'seconds') return point.seconds;
  return full === 0 ? 0 : point.flops / full;
}

export function armLines({ report, whole, axis }: CurvesInput): readonly ArmLines[] {
  const full = fullFlops(report);
  return ARM_ORDER.flatMap((arm): readonly ArmLines[] => {
    const seeds = report.curves
      .filter((curve) => curve.arm === arm && curve.points.length > 0)
      .map(({ seed, points }) => ({
        seed,
        points: points.map((point): LinePoint => ({
          spent: spentOf(point, axis, full),
          step: point.step,
          own: point.devOwnModel,
          full: point.devFullModel,
          onPart: arm === 'grow' && whole.at(point.stage) === false,
        })),
      }));
    return seeds.length === 0 ? [] : [{ arm, seeds, mean: meanOf(seeds.map(({ points }) => points)) }];
  });
}

function meanOf(runs: readonly (readonly LinePoint[])[]): readonly MeanPoint[] {
  const common = Math.min(...runs.map(({ length }) => length));
  return Array.from({ length: common }, (_, at) => {
    const points = runs.map((run) => run[at]);
    const own = points.map((point) => point.own);
    return {
      spent: average(points.map(({ spent }) => spent)),
      step: Math.round(average(points.map(({ step }) => step))),
      own: average(own),
      full: average(points.map((point) => point.full)),
      onPart: points.some(({ onPart }) => onPart),
      least: Math.min(...own),
      most: Math.max(...own),
    };
  });
}

/** What was spent by the end of each stage but the last, on the average; none where that isn't known. */
export function stageEnds({ report, axis }: Pick<CurvesInput, 'report' | 'axis'>): readonly number[] {
  const full = fullFlops(report);
  let spent = 0;
  return report.stages.slice(0, -1).flatMap((stage) => {
    if (axis === 'steps') return [stage.to];
    const own =
      axis === 'seconds'
        ? (stage.seconds?.mean ?? null)
        : ownShare(stage.flopsPerStep.counted ?? stage.flopsPerStep.predicted, stage.steps, full);
    if (own === null) return [];
    spent += own;
    return [spent];
  });
}

const ownShare = (perStep: number | null, steps: number, full: number): number | null =>
  perStep === null || full === 0 ? null : (perStep * steps) / full;
