/** The theme's colours for canvases and files; read once a theme, not once a frame. */
import { readPalette, type Palette } from '../../views/palette.ts';

let known: { readonly key: string; readonly palette: Palette } | null = null;

/** A string that changes with the theme. */
export function themeKey(): string {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return document.documentElement.dataset['theme'] ?? dark;
}

export function currentPalette(): Palette {
  const key = themeKey();
  if (known?.key !== key) {
    const style = getComputedStyle(document.documentElement);
    known = { key, palette: readPalette((name) => style.getPropertyValue(name)) };
  }
  return known.palette;
}
