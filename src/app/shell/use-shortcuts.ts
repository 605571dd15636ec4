/** Listens to the keys: those of the shell first, then those of the place. Single keys can be switched off (WCAG 2.1.4). */
import { useEffect } from 'react';
import { useLab } from '../lab-context.tsx';
import type { Place } from '../places/place-types.ts';
import { isControl, isTyping } from './typing.ts';
import { useShellKeys } from './use-shell-keys.ts';

export function useShortcuts(place: Place, openHelp: () => void): void {
  const lab = useLab();
  useShellKeys(place, openHelp);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!lab.page.getState().preferences.shortcuts) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      // Space presses what has the focus.
      if (event.key === ' ' && isControl(event.target)) return;
      if (place.performByKey(lab, event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [lab, place]);
}
