/** How far reading is, and the way to stop it at once. */
import type { ReactNode } from 'react';
import type { TaskEvent } from '../../../protocol/task-protocol.ts';
import { useImport, useImportSession } from './use-import.ts';
import type { ImportWork } from './import-session.ts';

const MEGABYTE = 1e6;

export function ImportProgress(): ReactNode {
  const session = useImportSession();
  const work = useImport((state) => state.work);
  const progress = useImport((state) => state.progress);
  if (work === null) return null;
  const reading = progress?.kind === 'read' ? progress : null;
  return (
    <div className="import-progress">
      <progress
        aria-label={WORDS[work]}
        {...(reading === null ? {} : { value: reading.bytes, max: reading.bytesTotal })}
      />
      <p className="quiet">{progressText(work, progress)}</p>
      <button type="button" className="small" onClick={() => session.cancel()}>
        Cancel
      </button>
    </div>
  );
}

const WORDS: Readonly<Record<ImportWork, string>> = {
  look: 'Looking at the files',
  count: 'Reading all rows for their classes',
  import: 'Importing',
};

function progressText(work: ImportWork, progress: TaskEvent | null): string {
  if (progress === null) return `${WORDS[work]}…`;
  switch (progress.kind) {
    case 'read': {
      const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
      return `${WORDS[work]}: ${megabytes(progress.bytes)} of ${megabytes(progress.bytesTotal)} MB, ${progress.rows} rows`;
    }
    case 'sort':
      return work === 'count' ? 'Counting the classes…' : 'Dividing the rows, looking for duplicates…';
    case 'save':
      return 'Saving on this device…';
    default:
      return progress satisfies never;
  }
}
