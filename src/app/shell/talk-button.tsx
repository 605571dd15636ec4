import type { ReactNode } from 'react';
import { usePage } from '../lab-context.tsx';
import { setTalk } from '../talk/talk-store.ts';

/** Shows the place to a room: large, without what only its user needs. */
export function TalkButton(): ReactNode {
  const shortcuts = usePage((state) => state.preferences.shortcuts);
  return (
    <button
      type="button"
      className="badge talk-button"
      aria-keyshortcuts={shortcuts ? 't' : undefined}
      title="Shows this place to a room; Esc leaves"
      onClick={() => setTalk(true)}
    >
      Talk {shortcuts && <kbd aria-hidden="true">t</kbd>}
    </button>
  );
}
