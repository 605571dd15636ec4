/** Where the card of the tour stands: beside the ringed part, never over it if there is room. Pure. */
import type { Rect } from '../frame/part-rects.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
const EDGE = 16;

/** @returns the card's corner; at the lower right of the window where there is no part */
export function placeCard(part: Rect | null, card: Size, view: Size): Pick<Rect, 'left' | 'top'> {
  const inside = (at: Pick<Rect, 'left' | 'top'>): Pick<Rect, 'left' | 'top'> => ({
    left: Math.max(EDGE, Math.min(at.left, view.width - card.width - EDGE)),
    top: Math.max(EDGE, Math.min(at.top, view.height - card.height - EDGE)),
  });
  if (part === null) return inside({ left: view.width, top: view.height });
  const below = part.top + part.height + GAP;
  const right = part.left + part.width + GAP;
  const left = part.left - GAP - card.width;
  const above = part.top - GAP - card.height;
  if (below + card.height + EDGE <= view.height) return inside({ left: part.left, top: below });
  if (above >= EDGE) return inside({ left: part.left, top: above });
  if (right + card.width + EDGE <= view.width) return inside({ left: right, top: part.top });
  if (left >= EDGE) return inside({ left, top: part.top });
  return inside({ left: view.width, top: view.height });
}
