/** What talk mode lays over a place: the keys below, a ring around the pointer, the black screen. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Place, PlaceShortcut } from '../places/place-types.ts';
import { setBlank, useTalk } from './talk-store.ts';

/** So long after the last key or move of the pointer, what isn't the place fades. */
const IDLE_MS = 4000;

const ALWAYS: readonly PlaceShortcut[] = [
  { key: 'PgDn', help: 'next place' },
  { key: 'Esc', help: 'leave' },
];

export function TalkLayer({ place }: { readonly place: Place }): ReactNode {
  const isIdle = useIdle();
  const blank = useTalk((state) => state.blank);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (isIdle) dataset['idle'] = '';
    else delete dataset['idle'];
    return () => {
      delete dataset['idle'];
    };
  }, [isIdle]);
  return (
    <>
      <TalkFooter place={place} />
      <PointerRing />
      {blank && <div className="talk-blank" onPointerDown={() => setBlank(false)} />}
    </>
  );
}

function TalkFooter({ place }: { readonly place: Place }): ReactNode {
  const State = place.state;
  const keys = [...(place.talk?.keys ?? []), ...ALWAYS];
  return (
    <footer className="talk-footer">
      <div className="talk-from">
        <span>Prompt Lab</span>
        {State !== null && <State />}
        {place.talk?.note !== undefined && <span>{place.talk.note}</span>}
      </div>
      <ul className="talk-keys" aria-label="Keys">
        {keys.map(({ key, help }) => (
          <li key={key}>
            {key} {help}
          </li>
        ))}
      </ul>
    </footer>
  );
}

/** Follows the pointer without React: it moves with every event. */
function PointerRing(): ReactNode {
  const ring = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = ({ clientX, clientY, pointerType }: PointerEvent): void => {
      const element = ring.current;
      if (element === null) return;
      // A finger is seen by itself, and leaves no pointer behind.
      element.hidden = pointerType === 'touch';
      element.style.transform = `translate(${String(clientX)}px, ${String(clientY)}px)`;
    };
    window.addEventListener('pointermove', follow, true);
    return () => window.removeEventListener('pointermove', follow, true);
  }, []);
  return <div ref={ring} className="talk-ring" hidden aria-hidden="true" />;
}

function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stir = (): void => {
      clearTimeout(timer);
      setIdle(false);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    const events = ['keydown', 'pointermove', 'pointerdown', 'wheel'];
    for (const name of events) window.addEventListener(name, stir, true);
    stir();
    return () => {
      clearTimeout(timer);
      for (const name of events) window.removeEventListener(name, stir, true);
    };
  }, []);
  return isIdle;
}
