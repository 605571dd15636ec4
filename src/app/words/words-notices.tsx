/** How far loading and sorting are, and what went wrong with the next action. */
import type { ReactNode } from 'react';
import { capital } from '../../views/number-words.ts';
import { isActive } from '../job/job-status.ts';
import { useWords } from './words-lab-context.ts';

export function WordsNotices(): ReactNode {
  const loading = useWords((state) => state.loading);
  const progress = useWords((state) => (isActive(state.status) ? state.progress : null));
  return (
    <div className="words-notices">
      {loading !== null && (
        <div className="progress">
          <progress max={1} value={loading.share ?? undefined} aria-label={loading.what} />
          <p className="progress-text">{capital(loading.what)}</p>
        </div>
      )}
      {progress !== null && (
        <div className="progress">
          <progress
            max={1}
            value={progress.total === 0 ? undefined : progress.done / progress.total}
            aria-label="Runs of words"
          />
          <p className="progress-text">
            {progress.done} of {progress.total} runs · {progress.doing}
          </p>
        </div>
      )}
      <Failed />
    </div>
  );
}

/** The cause and what was kept; the next action is the primary button. */
function Failed(): ReactNode {
  const error = useWords((state) => state.error);
  const done = useWords((state) => state.progress?.done ?? 0);
  const hasRun = useWords((state) => state.shown !== null);
  if (error === null) return null;
  return (
    <p className="banner banner-error" role="alert">
      {error.message} {error.remedy}
      {done > 0 && ` ${String(done)} runs are kept.`}
      {done === 0 && hasRun && ' What is shown below is from before.'}
    </p>
  );
}
