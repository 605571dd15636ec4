/** Applies and keeps preferences. */
import { savePreferences, type Preferences } from '../../storage/preferences.ts';
import type { PageStore } from '../run/page-store.ts';

export function applyTheme(theme: Preferences['theme']): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

export function changePreferences(page: PageStore, change: Partial<Preferences>): void {
  const preferences = { ...page.getState().preferences, ...change };
  applyTheme(preferences.theme);
  page.setState({ preferences });
  savePreferences(() => localStorage, preferences);
}
