/** The measures that the matrix shows: their values in percent, their fixed scales, their colours. */
import { lab } from 'd3';
import type { Estimate, TransferCell } from '../../experiment/transfer/transfer-report.ts';
import { divergingRamp, magnitudeShade, rampTo, signedShade, type Ramp } from '../colour-ramps.ts';
import type { Palette } from '../palette.ts';
import { deviation, knownSeeds, percentOf, type EstimateUnit } from './estimate-text.ts';

export type TransferMeasure = 'relative' | 'recovery' | 'accuracy';

export interface MeasureMeaning {
  readonly name: string;
  /** What 0 and 100 % are. */
  readonly scale: string;
  readonly unit: EstimateUnit;
  /** Signed values have a diverging scale from −100 to 100 %, the others a sequential one from 0. */
  readonly signed: boolean;
}

export const MEASURES: Readonly<Record<TransferMeasure, MeasureMeaning>> = {
  relative: {
    name: 'relative performance',
    scale: '% of the own prompt’s accuracy',
    unit: 'percent',
    signed: false,
  },
  recovery: {
    name: 'recovery',
    scale: '% of the way from a random prompt to the own one',
    unit: 'share',
    signed: true,
  },
  accuracy: { name: 'accuracy', scale: '% of test rows right', unit: 'share', signed: false },
};

export function estimateOf(cell: TransferCell | null, measure: TransferMeasure): Estimate | null {
  return cell === null ? null : cell[measure];
}

export function percentOfCell(cell: TransferCell | null, measure: TransferMeasure): number | null {
  const estimate = estimateOf(cell, measure);
  return estimate === null ? null : percentOf(estimate.mean, MEASURES[measure].unit);
}

/** Seeds that differ by more than this, in points, are marked. */
export const UNSTEADY_POINTS = 5;

export function isUnsteady(cell: TransferCell | null, measure: TransferMeasure): boolean {
  const estimate = estimateOf(cell, measure);
  if (estimate === null) return false;
  const spread = deviation(knownSeeds(estimate)) ?? 0;
  return percentOf(spread, MEASURES[measure].unit) > UNSTEADY_POINTS;
}

export function measureRamp(measure: TransferMeasure, palette: Palette): Ramp {
  return MEASURES[measure].signed ? divergingRamp(palette) : rampTo(palette.low, palette.high);
}

export function measureFill(measure: TransferMeasure, percent: number, ramp: Ramp): string {
  return ramp.hex[MEASURES[measure].signed ? signedShade(percent, 100) : magnitudeShade(percent, 100)];
}

/** Of ink and paper the one that is further in lightness from `fill`. */
export function readableOn(fill: string, { ink, surface }: Palette): string {
  const lightness = lab(fill).l;
  return Math.abs(lab(ink).l - lightness) >= Math.abs(lab(surface).l - lightness) ? ink : surface;
}
