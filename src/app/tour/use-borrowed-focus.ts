import { useEffect, type RefObject } from 'react';

/** Takes the focus into an element while it is there, and gives it back to where it was. */
export function useBorrowedFocus(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    element.current?.focus({ preventScroll: true });
    return () => {
      const isKept = before instanceof HTMLElement && before !== document.body && before.isConnected;
      (isKept ? before : document.querySelector('main'))?.focus({ preventScroll: true });
    };
  }, [element]);
}
