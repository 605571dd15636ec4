/** What has to be said about a run besides its numbers: where it comes from, what went wrong, what to do next. */
import type { ReactNode } from 'react';
import type { LabErrorCode } from '../../errors/lab-error.ts';
import { useLab, useDraft, usePage, useRun } from '../lab-context.tsx';
import { StorageProblem, until } from '../library/storage-problem.tsx';
import { goOnWith, leave } from '../run/left-runs.ts';
import { isActive } from '../job/job-status.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { diagnosticsText } from '../shell/diagnostics.ts';
import { nextAction } from './failure-help.ts';
import { startedText } from './run-words.ts';
import { OtherParts } from './other-parts.tsx';

export function RunBanners(): ReactNode {
  return (
    <>
      <LeftRuns />
      <Failure />
      <Waiting />
      <Recovered />
      <Unsaved />
      <LinkNotice />
      <OtherParts />
    </>
  );
}

function LeftRuns(): ReactNode {
  const lab = useLab();
  const left = usePage((state) => state.leftRuns);
  const active = useRun((state) => isActive(state.status));
  if (active) return null;
  return left.map((run) => (
    <div key={run.visit} className="banner banner-note" role="status">
      <p>
        <strong>
          A run of another visit stands at step {run.step} of {run.steps}.
        </strong>{' '}
        {run.plm} on {run.task}, begun {startedText(run.startedAt)}. Leaving it keeps its best prompt so far.
      </p>
      <div className="banner-actions">
        <button type="button" className="primary" onClick={() => void goOnWith(lab, run)}>
          Go on with it
        </button>
        <button type="button" onClick={() => void leave(lab, run)}>
          Leave it
        </button>
      </div>
    </div>
  ));
}

function Failure(): ReactNode {
  const lab = useLab();
  const error = useRun((state) => state.error);
  const recipe = useRun((state) => state.recipe);
  if (error === null) return null;
  const action = recipe === null ? null : nextAction(error.data.code, recipe);
  return (
    <div className="banner banner-error" role="alert">
      <p>
        <strong>{error.data.message}</strong>
        {error.step !== null && <> The last checkpoint is of step {error.step}.</>}
      </p>
      <p>{error.data.remedy}</p>
      <div className="banner-actions">
        {action !== null && (
          <button type="button" className="primary" onClick={() => action.perform(lab)}>
            {action.label}
          </button>
        )}
        <CopyButton label="Copy diagnostics" text={() => diagnosticsText(lab)} />
      </div>
    </div>
  );
}

const LOST: Partial<Readonly<Record<LabErrorCode, string>>> = {
  'device-lost': 'The graphics device was lost',
  'out-of-memory': 'Memory ran out',
  'worker-crashed': 'The training worker crashed',
};

function Waiting(): ReactNode {
  const waiting = useRun((state) => state.waiting);
  return waiting === null ? null : <p className="banner">{waiting}</p>;
}

function Recovered(): ReactNode {
  const recovered = useRun((state) => state.recovered);
  if (recovered === null) return null;
  return (
    <div className="banner banner-note">
      <p>
        <strong>
          {LOST[recovered.from] ?? 'Something broke'}; training went on from step {recovered.step} by itself.
        </strong>{' '}
        {recovered.detail}
      </p>
    </div>
  );
}

function Unsaved(): ReactNode {
  const lab = useLab();
  const problem = usePage((state) => state.storageProblem);
  const bytes = usePage((state) => state.unsavedBytes);
  if (problem === null) return null;
  return (
    <StorageProblem
      problem={problem}
      bytes={bytes}
      waits={bytes > 0}
      goesOn={`Training goes on; what can’t be saved stays in memory until ${until(problem)}.`}
      onRetry={() => void lab.saveAgain()}
    />
  );
}

function LinkNotice(): ReactNode {
  const lab = useLab();
  const notice = useDraft((state) => state.linkNotice);
  if (notice === null) return null;
  return (
    <div className="banner banner-note">
      <p>The link’s recipe was left out: {notice}. The form shows the default recipe.</p>
      <div className="banner-actions">
        <button type="button" className="small" onClick={() => lab.draft.setState({ linkNotice: null })}>
          Dismiss
        </button>
      </div>
    </div>
  );
}
