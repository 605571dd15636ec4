/** The measures that the matrix shows: their values in percent, their fixed scales, their colours. */
import { rgb } from 'd3';
import type { Estimate, TransferCell } from '../../experiment/transfer/transfer-report.ts';
import { divergingRamp, magnitudeShade, rampTo, signedShade, type Ramp } from '../colour-ramps.ts';
import type { Palette } from '../palette.ts';
import { deviation, knownSeeds, percentOf, type EstimateUnit } from './estimate-text.ts';

export type TransferMeasure = 'relative' | 'recovery' | 'accuracy';

export interface MeasureMeaning {
  readonly name: string;
  /** On the page's first picture, where the published name has no room. */
  readonly plain: string;
  /** What 0 and 100 % are. */
  readonly scale: string;
  readonly unit: EstimateUnit;
  /** Signed values have a diverging scale from −100 to 100 %, the others a sequential one from 0. */
  readonly signed: boolean;
}

export const MEASURES: Readonly<Record<TransferMeasure, MeasureMeaning>> = {
  relative: {
    name: 'relative performance',
    plain: '% of own',
    scale: '% of the own prompt’s accuracy',
    unit: 'percent',
    signed: false,
  },
  recovery: {
    name: 'recovery',
    plain: 'share of gain',
    scale: '% of the way from the best untrained to the own prompt',
    unit: 'share',
    signed: true,
  },
  accuracy: {
    name: 'accuracy',
    plain: 'accuracy',
    scale: '% of test rows right',
    unit: 'share',
    signed: false,
  },
};

/** As they are offered, and as a key goes through them. */
export const MEASURE_ORDER: readonly TransferMeasure[] = ['recovery', 'accuracy', 'relative'];

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

/** Black or white, whichever contrasts more with `fill`: at least 4.58 to 1, whatever the fill. */
export function readableOn(fill: string): '#000000' | '#ffffff' {
  const luminance = luminanceOf(fill);
  return (luminance + FLARE) / FLARE >= (1 + FLARE) / (luminance + FLARE) ? '#000000' : '#ffffff';
}

/** Light of the room on the screen, as WCAG has it. */
const FLARE = 0.05;

/** Relative luminance (WCAG 2.2), 0 to 1. */
function luminanceOf(fill: string): number {
  const { r, g, b } = rgb(fill);
  const [red, green, blue] = [r, g, b].map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
