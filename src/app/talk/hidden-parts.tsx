/** In place of each part that a teacher hides: what it is, and that a click shows it. */
import type { ReactNode } from 'react';
import { titleOfPart } from '../frame/parts.ts';
import { usePartRects } from '../frame/part-rects.ts';
import { useLab, usePage } from '../lab-context.tsx';
import { reveal, useTalk } from './talk-store.ts';

export function HiddenParts(): ReactNode {
  const lab = useLab();
  const hidden = useTalk((state) => state.hidden);
  const shortcuts = usePage((state) => state.preferences.shortcuts);
  const rects = usePartRects(hidden.join(' ')) ?? {};
  // `v` shows the first of those that are here; it is said there alone.
  const next = hidden.find((name) => rects[name] !== undefined);
  return hidden.map((name) => {
    const rect = rects[name];
    if (rect === undefined) return null;
    const title = titleOfPart(name);
    return (
      <button
        key={name}
        type="button"
        className="hidden-part"
        style={rect}
        onClick={() => {
          reveal(name);
          // The button goes with what it stood for.
          document.querySelector('main')?.focus({ preventScroll: true });
          lab.page.setState({ announcement: `${title} shown` });
        }}
      >
        <span>
          {title}: shown on click
          {shortcuts && name === next && (
            <>
              {' '}
              or <kbd>v</kbd>
            </>
          )}
        </span>
      </button>
    );
  });
}
