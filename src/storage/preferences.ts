/**
 * What people set about the page itself. It is read before the first paint, so it lies in localStorage; a browser
 * that refuses it gets the defaults.
 */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly shortcuts: boolean;
  /** Whether the tour may still open by itself: `done` once it was ended, skipped or passed over. */
  readonly tour: 'new' | 'done';
}

export const DEFAULT_PREFERENCES: Preferences = { theme: 'system', shortcuts: true, tour: 'new' };

const KEY = 'prompt-lab/v1/preferences';

export function loadPreferences(storage: () => Pick<Storage, 'getItem'>): Preferences {
  try {
    return parsePreferences(JSON.parse(storage().getItem(KEY) ?? '{}'));
  } catch {
    // Refused or damaged: the defaults are all that is lost.
    return DEFAULT_PREFERENCES;
  }
}

export function savePreferences(storage: () => Pick<Storage, 'setItem'>, preferences: Preferences): void {
  try {
    storage().setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Holds for this visit only then.
  }
}

function parsePreferences(value: unknown): Preferences {
  if (typeof value !== 'object' || value === null) return DEFAULT_PREFERENCES;
  const theme = 'theme' in value ? value.theme : undefined;
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : DEFAULT_PREFERENCES.theme,
    shortcuts: !('shortcuts' in value && value.shortcuts === false),
    tour: 'tour' in value && value.tour === 'done' ? 'done' : DEFAULT_PREFERENCES.tour,
  };
}
