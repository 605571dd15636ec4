/** When an explanation is open: while its word is pointed at or focused, and from a tap until the next. */
import { useEffect, useRef, useState, type FocusEvent, type PointerEvent, type RefObject } from 'react';

/** The pointer may cross the gap between word and explanation. */
const LEAVE_MS = 150;

export interface Disclosure {
  readonly isOpen: boolean;
  /** For the element around word and explanation. */
  readonly around: {
    readonly ref: RefObject<HTMLSpanElement | null>;
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerLeave: (event: PointerEvent) => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
  readonly button: { readonly onClick: () => void };
}

export function useDisclosure(): Disclosure {
  /** Opened by a tap or click, it stays when the pointer leaves. */
  const [state, setState] = useState<'closed' | 'open' | 'pinned'>('closed');
  const around = useRef<HTMLSpanElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isOpen = state !== 'closed';
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    if (!isOpen) return;
    // Before anything that Esc would leave or close besides.
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setState('closed');
    };
    // Not every browser focuses a button that is tapped, so none may be left to blur.
    const elsewhere = ({ target }: Event): void => {
      if (!(target instanceof Node && around.current?.contains(target) === true)) setState('closed');
    };
    window.addEventListener('keydown', escape, true);
    window.addEventListener('pointerdown', elsewhere, true);
    return () => {
      window.removeEventListener('keydown', escape, true);
      window.removeEventListener('pointerdown', elsewhere, true);
    };
  }, [isOpen]);
  return {
    isOpen,
    around: {
      ref: around,
      onPointerEnter({ pointerType }) {
        clearTimeout(leaving.current);
        if (pointerType === 'mouse') setState((before) => (before === 'closed' ? 'open' : before));
      },
      onPointerLeave({ pointerType }) {
        if (pointerType !== 'mouse') return;
        leaving.current = setTimeout(
          () => setState((before) => (before === 'pinned' ? before : 'closed')),
          LEAVE_MS,
        );
      },
      onFocus: () => setState((before) => (before === 'closed' ? 'open' : before)),
      onBlur({ currentTarget, relatedTarget }) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setState('closed');
      },
    },
    button: { onClick: () => setState((before) => (before === 'pinned' ? 'closed' : 'pinned')) },
  };
}
