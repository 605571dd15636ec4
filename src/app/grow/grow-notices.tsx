/** How far loading and growing are, and what went wrong with the next action. */
import type { ReactNode } from 'react';
import { capital } from '../../views/number-words.ts';
import { isActive } from '../job/job-status.ts';
import { useGrow } from './grow-lab-context.ts';

/** One line: while a run is under way, what is loaded between its steps stands in it, so that nothing below moves. */
export function GrowNotices(): ReactNode {
  const loading = useGrow((state) => state.loading);
  const progress = useGrow((state) => (isActive(state.status) ? state.progress : null));
  return (
    <div className="grow-notices">
      {progress !== null ? (
        <div className="progress">
          <progress
            max={1}
            value={progress.total === 0 ? undefined : progress.done / progress.total}
            aria-label="Parts of the run"
          />
          <p className="progress-text">
            {progress.done} of {progress.total} parts · {loading?.what ?? progress.doing}
          </p>
        </div>
      ) : (
        loading !== null && (
          <div className="progress">
            <progress max={1} value={loading.share ?? undefined} aria-label={loading.what} />
            <p className="progress-text">{capital(loading.what)}</p>
          </div>
        )
      )}
      <Failed />
    </div>
  );
}

/** The cause and what was kept; the next action is the primary button. */
function Failed(): ReactNode {
  const error = useGrow((state) => state.error);
  const shown = useGrow((state) => state.shown);
  if (error === null) return null;
  return (
    <p className="banner banner-error" role="alert">
      {error.message} {error.remedy}
      {shown !== null && ` ${String(shown.report.done)} of ${String(shown.report.total)} parts are there.`}
    </p>
  );
}
