/** Quantised colour scales. Few enough shades to tell apart, and one table look-up a cell. */
import { interpolateLab, rgb } from 'd3';
import type { Palette } from './palette.ts';

/** Odd, so that zero has a shade of its own. */
export const SHADES = 61;

export interface Ramp {
  /** Four bytes (red, green, blue, opacity) a shade. */
  readonly bytes: Uint8ClampedArray;
  readonly hex: readonly string[];
}

function rampOf(shade: (share: number) => string): Ramp {
  const bytes = new Uint8ClampedArray(SHADES * 4);
  const hex: string[] = [];
  for (let i = 0; i < SHADES; i += 1) {
    const { r, g, b } = rgb(shade(i / (SHADES - 1)));
    bytes.set([r, g, b, 255], i * 4);
    hex.push(rgb(r, g, b).formatHex());
  }
  return { bytes, hex };
}

/** From −1 (shade 0) over zero to +1 (last shade). */
export function divergingRamp({ negative, zero, positive }: Palette): Ramp {
  const below = interpolateLab(negative, zero);
  const above = interpolateLab(zero, positive);
  return rampOf((share) => (share < 0.5 ? below(share * 2) : above(share * 2 - 1)));
}

/** From nothing to `full`, for shares and magnitudes. */
export function rampTo(empty: string, full: string): Ramp {
  return rampOf(interpolateLab(empty, full));
}

/** Shade of `value` on the symmetric scale ±`limit`; beyond it the outermost shade, NaN as zero. */
export function signedShade(value: number, limit: number): number {
  const share = limit > 0 && Number.isFinite(value / limit) ? Math.max(-1, Math.min(1, value / limit)) : 0;
  return Math.round(((share + 1) / 2) * (SHADES - 1));
}

/** Shade of `value` on the scale 0 to `limit`. */
export function magnitudeShade(value: number, limit: number): number {
  const share = limit > 0 && Number.isFinite(value / limit) ? Math.max(0, Math.min(1, value / limit)) : 0;
  return Math.round(share * (SHADES - 1));
}
