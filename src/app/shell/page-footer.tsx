/** At the end of a place that has no drawers. */
import type { ReactNode } from 'react';
import { OfflineStatus } from '../offline/offline-status.tsx';

export function PageFooter(): ReactNode {
  return (
    <footer className="footer">
      <p>Everything is computed on this device; nothing that you type or train leaves it.</p>
      <OfflineStatus />
    </footer>
  );
}
