/** How far the sweep is, and what went wrong with the next action. */
import type { ReactNode } from 'react';
import type { SweepEvent } from '../../protocol/sweep-protocol.ts';
import { isFailed } from '../../experiment/sweep/sweep-record.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { StorageProblem, until } from '../library/storage-problem.tsx';
import { isActive } from '../job/job-status.ts';
import type { SweepState } from '../sweep/sweep-state.ts';
import { duration, phaseProgress } from '../train/run-words.ts';

const PHASE_WORDS: Readonly<Record<Extract<SweepEvent, { kind: 'phase' }>['phase'], string>> = {
  download: 'Downloading',
  verify: 'Checking',
  compile: 'Compiling',
};

function progressText({ progress, phase, status }: SweepState): string {
  if (status === 'stopping') return 'Stopping after the current step; finished cells are kept.';
  if (phase !== null) {
    const amount = phase.unit === 'programs' ? `program ${String(phase.done)}` : phaseProgress(phase);
    return `${PHASE_WORDS[phase.phase]}: ${amount} · ${phase.detail}`;
  }
  if (progress === null) return 'Starting the worker and reading the tasks…';
  const { cellsDone, cellsTotal, doing, done, total, secondsLeft } = progress;
  const left = secondsLeft === null ? '' : ` · about ${duration(secondsLeft)} left`;
  return `${String(cellsDone)} of ${String(cellsTotal)} cells · ${doing}, ${String(done)} of ${String(total)}${left}`;
}

export function SweepProgress(): ReactNode {
  const active = useSweep((state) => isActive(state.status));
  const text = useSweep(progressText);
  const share = useSweep(({ progress }) =>
    progress === null || progress.cellsTotal === 0
      ? undefined
      : (progress.cellsDone + (progress.total === 0 ? 0 : progress.done / progress.total)) /
        progress.cellsTotal,
  );
  if (!active) return null;
  return (
    <div className="progress">
      <progress max={1} value={share} aria-label="Cells of the sweep" />
      <p className="progress-text">{text}</p>
    </div>
  );
}

/** What became of each file of a class. */
function Joined(): ReactNode {
  const notes = useSweep((state) => state.notes);
  if (notes.length === 0) return null;
  return (
    <details className="banner">
      <summary>Several files are one sweep now: who trained what</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}

export function SweepBanners(): ReactNode {
  const { sweeps, saveAgain } = useLab();
  const error = useSweep((state) => state.error);
  const notice = useSweep((state) => state.notice);
  const storage = useSweep((state) => state.storageProblem);
  const unsaved = useSweep((state) => state.hasUnsaved);
  const record = useSweep((state) => state.record);
  const busy = useSweep((state) => isActive(state.status));
  const failed = Object.entries(record?.cells ?? {}).flatMap(([id, cell]) =>
    isFailed(cell) ? [{ id, error: cell.error }] : [],
  );
  return (
    <>
      {notice !== null && <p className="banner">{notice.text}</p>}
      <Joined />
      {error !== null && (
        <p className="banner banner-error" role="alert">
          {error.message} {error.remedy}
        </p>
      )}
      {storage !== null && (
        <StorageProblem
          problem={storage}
          bytes={0}
          waits={unsaved}
          goesOn={`The sweep goes on; what can’t be saved stays in memory until ${until(storage)}.`}
          onRetry={() => void saveAgain()}
        />
      )}
      {failed.length > 0 && (
        <details className="banner banner-warning">
          <summary>
            {failed.length} {failed.length === 1 ? 'cell' : 'cells'} could not be computed:{' '}
            {failed[0].error.message}
          </summary>
          <ul>
            {failed.map(({ id, error: why }) => (
              <li key={id}>
                {id}: {why.message} {why.remedy}
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="small"
            disabled={busy}
            onClick={() => void sweeps.drop(failed.map(({ id }) => id)).then(() => sweeps.resume())}
          >
            Compute them again
          </button>
        </details>
      )}
    </>
  );
}
