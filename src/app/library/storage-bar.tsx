/** How full the browser's storage is, and whether the browser may clear it. */
import type { ReactNode } from 'react';
import { size } from '../../data/models/preflight.ts';
import { useLab, useLibrary } from '../lab-context.tsx';

export function StorageBar(): ReactNode {
  const { library } = useLab();
  const room = useLibrary((state) => state.room);
  const items = useLibrary((state) => state.content?.items ?? null);
  if (room === null || items === null) return <p className="quiet">Reading what is on this device…</p>;
  const { used, quota, persisted } = room;
  const kept = items.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="storage-bar">
      {used !== null && quota !== null && (
        <progress max={quota} value={Math.min(used, quota)} aria-label="Storage used" />
      )}
      <p>
        {items.length} {items.length === 1 ? 'item' : 'items'}, {size(kept)}.{' '}
        {used === null || quota === null
          ? 'This browser doesn’t tell how much it may store.'
          : `This page takes ${size(used)} in all, offline copy included, of the ${size(quota)} that the browser allows it.`}
      </p>
      {persisted === true && <p className="quiet">The browser keeps it until you delete it.</p>}
      {persisted === false && (
        <p className="quiet">
          The browser may clear it when the disk fills up.{' '}
          <button type="button" className="small" onClick={() => void library.persist()}>
            Ask it not to
          </button>
        </p>
      )}
    </div>
  );
}
