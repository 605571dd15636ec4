/** The shell: header, one of the six places, what lies over it, the live region. */
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { usePage } from './lab-context.tsx';
import { UpdateNotice } from './offline/update-notice.tsx';
import type { Place } from './places/place-types.ts';
import { FIRST_PLACE, placeOfHash } from './places/places.ts';
import { Header } from './shell/header.tsx';
import { StorageNotice } from './shell/storage-notice.tsx';
import { SetAsideNotice } from './shell/set-aside-notice.tsx';
import { useShortcuts } from './shell/use-shortcuts.ts';
import { useTalk } from './talk/talk-store.ts';
import { useTalkMode } from './talk/use-talk-mode.ts';
import { UnknownParts } from './talk/unknown-parts.tsx';
import { useTour } from './tour/tour-store.ts';
import { useFirstTour } from './tour/use-first-tour.ts';

// A first visitor's page is complete without these.
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shell/shortcuts-dialog.tsx')).ShortcutsDialog,
}));
const TalkLayer = lazy(async () => ({ default: (await import('./talk/talk-layer.tsx')).TalkLayer }));
const HiddenParts = lazy(async () => ({ default: (await import('./talk/hidden-parts.tsx')).HiddenParts }));
const Tour = lazy(async () => ({ default: (await import('./tour/tour.tsx')).Tour }));

function usePlace(): Place {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
  return placeOfHash(hash);
}

export function App(): ReactNode {
  const place = usePlace();
  const Page = place.page;
  const [help, setHelp] = useState(false);
  const announcement = usePage((state) => state.announcement);
  const main = useRef<HTMLElement>(null);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts(place, openHelp);
  useFirstTour(place);
  const talk = useTalkMode(main);
  const hides = useTalk((state) => state.hidden.length > 0);
  const tour = useTour((state) => state.isOpen);
  const first = useRef(true);
  useEffect(() => {
    document.title = place === FIRST_PLACE ? 'Prompt Lab' : `${place.name} · Prompt Lab`;
    // Who came by a link of the header goes on reading at the new place.
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [place]);
  return (
    <>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <Header place={place} onHelp={openHelp} />
      <UpdateNotice />
      <StorageNotice />
      <SetAsideNotice />
      <UnknownParts />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<p className="quiet place-loading">Loading…</p>}>
          <Page />
        </Suspense>
      </main>
      <Suspense fallback={null}>
        {hides && <HiddenParts />}
        {talk && <TalkLayer place={place} />}
        {tour && <Tour place={place} />}
        {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
      </Suspense>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
    </>
  );
}
