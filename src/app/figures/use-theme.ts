/** The theme's key, kept up to date: figures with colours by value are drawn anew when it changes. */
import { useSyncExternalStore } from 'react';
import { themeKey } from './palette.ts';

export function useTheme(): string {
  return useSyncExternalStore(subscribe, themeKey);
}

function subscribe(changed: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  media.addEventListener('change', changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', changed);
    observer.disconnect();
  };
}
