/** Colours of soft tokens: amounts from 0 on a root scale, and texts that can be read on them. */
import { rgb } from 'd3';
import { rampTo, SHADES, type Ramp } from '../colour-ramps.ts';
import type { Palette } from '../palette.ts';

export const tokenRamp = ({ low, high }: Palette): Ramp => rampTo(low, high);

/** The colour of a token whose gradient is `gradient`, where the largest is `most`. */
export function tokenColour(gradient: number, most: number, ramp: Ramp): string {
  const share = most > 0 && Number.isFinite(gradient / most) ? Math.min(1, Math.max(0, gradient / most)) : 0;
  return ramp.hex[Math.round(Math.sqrt(share) * (SHADES - 1))];
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const [red, green, blue] = [r, g, b].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever contrasts more: at least 4.58:1 on any ground. */
export function textOn(ground: string): '#000000' | '#ffffff' {
  const light = luminance(ground);
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? '#000000' : '#ffffff';
}
