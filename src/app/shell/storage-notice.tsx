/** Says that the storage was closed or deleted under the lab, in every place. */
import type { ReactNode } from 'react';
import { useLab, usePage } from '../lab-context.tsx';

export function StorageNotice(): ReactNode {
  const lab = useLab();
  const notice = usePage((state) => state.storageNotice);
  if (notice === null) return null;
  return (
    <aside className="banner banner-warning update-notice" role="status" aria-label="Storage">
      <p>{notice}</p>
      <div className="banner-actions">
        <button type="button" className="small" onClick={() => lab.page.setState({ storageNotice: null })}>
          Dismiss
        </button>
      </div>
    </aside>
  );
}
