/** Says that a new version of the lab waits, and lets the visitor decide when it comes. */
import type { ReactNode } from 'react';
import { useJobs, useLab, usePage } from '../lab-context.tsx';
import { updateWords } from './offline-state.ts';

export function UpdateNotice(): ReactNode {
  const lab = useLab();
  const update = usePage((state) => state.offline.update);
  const busyElsewhere = usePage((state) => state.offline.busyElsewhere);
  const job = useJobs((state) => state.underWay);
  if (update === 'none') return null;
  return (
    <aside className="banner banner-note update-notice" aria-label="New version">
      <p>{updateWords(update, job, busyElsewhere)}</p>
      {job === null && (
        <div className="banner-actions">
          <button type="button" className="small" onClick={() => void lab.offline?.takeUpdate()}>
            Reload now
          </button>
        </div>
      )}
    </aside>
  );
}
