const GAP = 8;
const EDGE = 8;

/** Puts an element of the top layer under a word, or over it where there is no room, inside the window. */
export function placeBeside(element: HTMLElement, word: HTMLElement): void {
  // A word that breaks over two lines has two boxes: the first is where it begins.
  const at = word.getClientRects()[0] ?? word.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = element;
  const below = at.bottom + GAP;
  const fits = below + offsetHeight + EDGE <= innerHeight;
  const left = Math.max(EDGE, Math.min(at.left, innerWidth - offsetWidth - EDGE));
  element.style.left = `${String(left)}px`;
  element.style.top = `${String(fits ? below : Math.max(EDGE, at.top - GAP - offsetHeight))}px`;
}
