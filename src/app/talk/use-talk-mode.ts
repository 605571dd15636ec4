import { useEffect, useRef, type RefObject } from 'react';
import { useLab } from '../lab-context.tsx';
import { useTalk } from './talk-store.ts';

/** Whether talk mode is on. Sees to the rest of the page: new colours and sizes in figures, the focus where something is seen. */
export function useTalkMode(main: RefObject<HTMLElement | null>): boolean {
  const lab = useLab();
  const on = useTalk((state) => state.on);
  const before = useRef(false);
  useEffect(() => {
    if (before.current === on) return;
    before.current = on;
    // Legends are drawn by React, canvases by frames; both read the colours when they are drawn.
    lab.page.setState(({ preferences }) => ({
      preferences: { ...preferences },
      announcement: on ? 'Talk mode. Escape leaves it.' : 'Talk mode left.',
    }));
    lab.view.setState({ sheet: null });
    lab.frames.invalidate();
    const focused = document.activeElement;
    // The bar goes, with what was focused in it.
    const isGone = focused === document.body || (focused !== null && focused.closest('.header') !== null);
    if (on && isGone) main.current?.focus();
  }, [lab, main, on]);
  return on;
}
