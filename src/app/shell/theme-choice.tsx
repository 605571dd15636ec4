import type { ReactNode } from 'react';
import type { Preferences } from '../../storage/preferences.ts';
import { useLab, usePage } from '../lab-context.tsx';
import { changePreferences } from './preferences-store.ts';

const NEXT: Readonly<Record<Preferences['theme'], Preferences['theme']>> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
};
const SIGNS: Readonly<Record<Preferences['theme'], string>> = { system: '◐', light: '○', dark: '●' };

/** One button through system, light, dark. */
export function ThemeChoice(): ReactNode {
  const lab = useLab();
  const theme = usePage((state) => state.preferences.theme);
  return (
    <button
      type="button"
      className="icon-button"
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}. Change to ${NEXT[theme]}.`}
      onClick={() => {
        changePreferences(lab.page, { theme: NEXT[theme] });
        lab.frames.invalidate();
      }}
    >
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </button>
  );
}
