/** The shell: header, one of the six places, the live region. */
import {
  Suspense,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { usePage } from './lab-context.tsx';
import { OfflineStatus } from './offline/offline-status.tsx';
import { UpdateNotice } from './offline/update-notice.tsx';
import type { Place } from './places/place-types.ts';
import { FIRST_PLACE, placeOfHash } from './places/places.ts';
import { ComingPage } from './shell/coming-page.tsx';
import { Header } from './shell/header.tsx';
import { StorageNotice } from './shell/storage-notice.tsx';
import { SetAsideNotice } from './shell/set-aside-notice.tsx';
import { ShortcutsDialog, useShortcuts } from './shell/shortcuts.tsx';

function PlacePage({ place }: { readonly place: Place }): ReactNode {
  const Page = place.page;
  return Page === null ? <ComingPage place={place} /> : <Page />;
}

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
  const [help, setHelp] = useState(false);
  const announcement = usePage((state) => state.announcement);
  const main = useRef<HTMLElement>(null);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts(place, openHelp);
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
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<p className="quiet place-loading">Loading…</p>}>
          <PlacePage place={place} />
        </Suspense>
      </main>
      <footer className="footer">
        <p>Everything is computed on this device; nothing that you type or train leaves it.</p>
        <OfflineStatus />
      </footer>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
      {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </>
  );
}
