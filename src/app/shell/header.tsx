import type { ReactNode } from 'react';
import type { Place } from '../places/place-types.ts';
import { FIRST_PLACE, PLACES } from '../places/places.ts';
import { EngineBadge } from './engine-badge.tsx';
import { ThemeChoice } from './theme-choice.tsx';

export interface HeaderProps {
  readonly place: Place;
  readonly onHelp: () => void;
}

export function Header({ place, onHelp }: HeaderProps): ReactNode {
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
      <nav aria-label="Places">
        <ul>
          {PLACES.map(({ id, name, page }) => (
            <li key={id}>
              <a
                href={`#/${id}`}
                aria-current={id === place.id ? 'page' : undefined}
                className={page === null ? 'later' : ''}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="header-tools">
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
      </div>
    </header>
  );
}
