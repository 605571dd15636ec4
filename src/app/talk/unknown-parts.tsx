/** Says once what `?hide=` names that no place has: a teacher finds the slip before the class does. */
import type { ReactNode } from 'react';
import { PARTS } from '../frame/parts.ts';
import { talkStore, useTalk } from './talk-store.ts';

export function UnknownParts(): ReactNode {
  const unknown = useTalk((state) => state.unknown);
  if (unknown.length === 0) return null;
  return (
    <aside className="banner banner-warning update-notice" role="status" aria-label="Hidden parts">
      <p>
        <strong>?hide= names what isn’t there: {unknown.map((name) => `“${name}”`).join(', ')}.</strong> It
        knows {PARTS.map(({ name }) => name).join(', ')}.
      </p>
      <div className="banner-actions">
        <button type="button" className="small" onClick={() => talkStore.setState({ unknown: [] })}>
          Dismiss
        </button>
      </div>
    </aside>
  );
}
