/** Keyboard shortcuts: single keys, which can be switched off (WCAG 2.1.4), listed in a dialog. */
import { useEffect, type ReactNode } from 'react';
import { useLab, usePage } from '../lab-context.tsx';
import type { Place } from '../places/place-types.ts';
import { PLACES } from '../places/places.ts';
import { Dialog } from './dialog.tsx';
import { changePreferences } from './preferences-store.ts';

const HELP_KEY = '?';

export function useShortcuts(place: Place, openHelp: () => void): void {
  const lab = useLab();
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!lab.page.getState().preferences.shortcuts) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      if (event.key === HELP_KEY) openHelp();
      else if (!place.performByKey(lab, event.key)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [lab, place, openHelp]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog') !== null;
}

const FIGURE_KEYS: readonly (readonly [string, string])[] = [
  ['← →', 'in a curve: step by step; in the heatmap: columns; in the strip: tokens'],
  ['↑ ↓', 'in the heatmap: layers'],
  ['+ − 0', 'in the heatmap: zoom in, zoom out, all neurons'],
  ['Esc', 'unlock, close'],
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const lab = useLab();
  const on = usePage((state) => state.preferences.shortcuts);
  const rows = [
    ...PLACES.flatMap(({ shortcuts }) =>
      shortcuts.map(({ key, help }): readonly [string, string] => [key, help]),
    ),
    [HELP_KEY, 'This list'] as const,
    ...FIGURE_KEYS,
  ];
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="facts">
        {rows.map(([key, help]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{help}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => changePreferences(lab.page, { shortcuts: target.checked })}
        />
        Single-key shortcuts
      </label>
    </Dialog>
  );
}
