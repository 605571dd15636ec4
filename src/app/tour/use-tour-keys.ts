import { useEffect, type RefObject } from 'react';
import { isTyping } from '../shell/typing.ts';

export interface TourKeys {
  readonly card: RefObject<HTMLElement | null>;
  readonly onNext: () => void;
  readonly onBack: (() => void) | null;
  readonly onEnd: () => void;
}

/** → and ← move on and back, unless a figure or a field has the focus, to which they belong; Esc ends the tour. */
export function useTourKeys({ card, onNext, onBack, onEnd }: TourKeys): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(target))
        return;
      const isFree = target === document.body || isMain(target) || isInside(card.current, target);
      const keys: Readonly<Record<string, (() => void) | null>> = {
        Escape: onEnd,
        ...(isFree && { ArrowRight: onNext, ArrowLeft: onBack }),
      };
      const act = Object.hasOwn(keys, key) ? keys[key] : null;
      if (act === null) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    // Before the place, whose arrows move other things.
    window.addEventListener('keydown', hear, true);
    return () => window.removeEventListener('keydown', hear, true);
  }, [card, onNext, onBack, onEnd]);
}

function isMain(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('main');
}

function isInside(element: HTMLElement | null, target: EventTarget | null): boolean {
  return element !== null && target instanceof Node && element.contains(target);
}
