import { useState, type ReactNode } from 'react';
import type { Place } from '../places/place-types.ts';
import { FIRST_PLACE, PLACES } from '../places/places.ts';
import { EngineBadge } from './engine-badge.tsx';
import { PlaceChoice } from './place-choice.tsx';
import { useNarrow } from './use-narrow.ts';
import { TalkButton } from './talk-button.tsx';
import { ThemeChoice } from './theme-choice.tsx';

export interface HeaderProps {
  readonly place: Place;
  readonly onHelp: () => void;
}

export function Header({ place, onHelp }: HeaderProps): ReactNode {
  const isNarrow = useNarrow();
  return (
    <header className="header">
      <a className="brand" href={`#/${FIRST_PLACE.id}`}>
        <svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true">
          {[1, 0.75, 0.5, 0.3].map((opacity, i) => (
            <rect key={opacity} x={i * 9} y="3" width="7" height="8" opacity={opacity} />
          ))}
        </svg>
        Prompt Lab
      </a>
      {isNarrow ? <NarrowTools place={place} onHelp={onHelp} /> : <WideTools place={place} onHelp={onHelp} />}
    </header>
  );
}

function WideTools({ place, onHelp }: HeaderProps): ReactNode {
  const State = place.state;
  return (
    <>
      <nav aria-label="Places">
        <ul>
          {PLACES.map(({ id, name }) => (
            <li key={id}>
              <a href={`#/${id}`} aria-current={id === place.id ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="header-tools">
        {State !== null && <State />}
        <TalkButton />
        <PageTools onHelp={onHelp} />
      </div>
    </>
  );
}

/** What a phone has no room for at sight stands behind one button. */
function NarrowTools({ place, onHelp }: HeaderProps): ReactNode {
  const State = place.state;
  const [open, setOpen] = useState(false);
  return (
    <div className="header-tools">
      {State !== null && <State />}
      <PlaceChoice place={place} />
      <button
        type="button"
        className="icon-button"
        aria-label="Engine, keys, theme"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && (
        <div className="more-tools">
          <PageTools onHelp={onHelp} />
        </div>
      )}
    </div>
  );
}

function PageTools({ onHelp }: Pick<HeaderProps, 'onHelp'>): ReactNode {
  return (
    <>
      <EngineBadge />
      <button
        type="button"
        className="icon-button"
        onClick={onHelp}
        aria-label="Keyboard shortcuts"
        aria-haspopup="dialog"
      >
        <span aria-hidden="true">?</span>
      </button>
      <ThemeChoice />
    </>
  );
}
