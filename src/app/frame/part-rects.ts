/** Where parts stand on the screen, followed as the page is laid out anew: what lies over a part moves with it. */
import { useEffect, useState } from 'react';
import { elementsOfPart, type PartName } from './parts.ts';

/** In pixels of the window. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type PartRects = Partial<Record<PartName, Rect>>;

/** The rectangles of those of `names` that the place shows and that take room. */
export function measureParts(names: readonly PartName[]): PartRects {
  const rects: PartRects = {};
  for (const name of names) {
    const boxes = elementsOfPart(name)
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0);
    if (boxes.length > 0) rects[name] = around(boxes);
  }
  return rects;
}

/** The smallest rectangle that holds all of some. */
function around(boxes: readonly DOMRect[]): Rect {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return {
    left,
    top,
    width: Math.max(...boxes.map((box) => box.right)) - left,
    height: Math.max(...boxes.map((box) => box.bottom)) - top,
  };
}

/**
 * Null until it was measured first.
 * @param names separated by spaces, so that an equal list is an equal value
 */
export function usePartRects(names: string): PartRects | null {
  const [rects, setRects] = useState<PartRects | null>(null);
  useEffect(() => {
    const parts = names.split(' ') as readonly PartName[];
    let known = '';
    return watchLayout(() => {
      const measured = measureParts(parts);
      const text = JSON.stringify(measured);
      if (text === known) return;
      known = text;
      setRects(measured);
    });
  }, [names]);
  return rects;
}

/** Calls `look` now and, at most once a frame, after whatever may have moved something. Returns what ends it. */
function watchLayout(look: () => void): () => void {
  let frame = 0;
  const soon = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(look);
  };
  const sizes = new ResizeObserver(soon);
  sizes.observe(document.body);
  const changes = new MutationObserver(soon);
  changes.observe(document.body, { childList: true, subtree: true });
  changes.observe(document.documentElement, { attributes: true });
  const events = ['scroll', 'resize', 'transitionend', 'animationend'];
  for (const name of events) window.addEventListener(name, soon, true);
  soon();
  return () => {
    cancelAnimationFrame(frame);
    sizes.disconnect();
    changes.disconnect();
    for (const name of events) window.removeEventListener(name, soon, true);
  };
}
