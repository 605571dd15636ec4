/**
 * The colours of all views, one meaning each. The page defines them as CSS custom properties (light and dark); SVG
 * refers to them with `var()`, canvases and exports need their values.
 */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly surface: string;
  /** What the PLM does with the soft prompt, what it does with the template alone, and what both share. */
  readonly prompted: string;
  readonly plain: string;
  readonly both: string;
  /** Signed values: a diverging scale through a neutral grey. */
  readonly negative: string;
  readonly zero: string;
  readonly positive: string;
  /** Magnitudes: one hue, faint to strong. */
  readonly low: string;
  readonly high: string;
  /** Two tasks of one type (family), two of different types. */
  readonly sameType: string;
  readonly differentType: string;
  /** What comes from another task than the one looked at: a mask, a source prompt. */
  readonly otherTask: string;
  /** What is frozen, and what it costs. */
  readonly flow: string;
}

export const PALETTE_PROPERTIES: Readonly<Record<keyof Palette, string>> = {
  ink: '--view-ink',
  muted: '--view-muted',
  rule: '--view-rule',
  surface: '--view-surface',
  prompted: '--view-prompted',
  plain: '--view-plain',
  both: '--view-both',
  negative: '--view-negative',
  zero: '--view-zero',
  positive: '--view-positive',
  low: '--view-low',
  high: '--view-high',
  sameType: '--view-same-type',
  differentType: '--view-different-type',
  otherTask: '--view-other-task',
  flow: '--view-flow',
};

const PALETTE_KEYS = Object.keys(PALETTE_PROPERTIES) as readonly (keyof Palette)[];

/** The palette as `property` (of a computed style, say) gives it. */
export function readPalette(property: (name: string) => string): Palette {
  const entries = PALETTE_KEYS.map((key) => [key, property(PALETTE_PROPERTIES[key]).trim()] as const);
  return Object.fromEntries(entries) as Record<keyof Palette, string>;
}

/** How SVG on the page names a colour, so that it follows the theme by itself. */
export function colour(key: keyof Palette): string {
  return `var(${PALETTE_PROPERTIES[key]})`;
}

/** The palette as CSS declarations, for files that stand alone. */
export function paletteDeclarations(palette: Palette): string {
  return PALETTE_KEYS.map((key) => `${PALETTE_PROPERTIES[key]}:${palette[key]}`).join(';');
}
