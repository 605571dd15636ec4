/** In the footer: whether the lab opens and trains without a network. */
import type { ReactNode } from 'react';
import { PRECACHE_BUDGET_MB } from '../../offline/precache-list.ts';
import { useLab, usePage } from '../lab-context.tsx';

export function OfflineStatus(): ReactNode {
  const lab = useLab();
  const offline = usePage((state) => state.offline.offline);
  switch (offline.kind) {
    case 'unknown':
      return null;
    case 'offered':
      return (
        <p>
          Not kept for offline use, to save data.{' '}
          <button type="button" className="small" onClick={() => void lab.offline?.register()}>
            Keep it (up to {PRECACHE_BUDGET_MB} MB)
          </button>
        </p>
      );
    case 'preparing':
      return (
        <p>
          Getting ready for offline use…
          {offline.total !== null && ` ${String(offline.done)} of ${String(offline.total)} files`}
        </p>
      );
    case 'ready':
      return <p>Ready offline: the lab opens and trains without a network.</p>;
    case 'unavailable':
      return <p>Not available offline: {offline.why}.</p>;
  }
}
