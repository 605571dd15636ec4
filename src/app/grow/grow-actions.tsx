/** What can be done with the run shown; the primary button last. */
import type { ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import { UnderWay } from '../job/under-way.tsx';
import { hasProblems } from './grow-draft.ts';
import { useGrow, useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import type { GrowPlan } from './use-grow-plan.ts';

export function GrowActions({ plan }: { readonly plan: GrowPlan }): ReactNode {
  const active = useGrow((state) => isActive(state.status));
  return active ? <Working /> : <Idle plan={plan} />;
}

function Working(): ReactNode {
  const lab = useGrowLab();
  const status = useGrow((state) => state.status);
  const secondsLeft = useGrow((state) => state.progress?.secondsLeft ?? null);
  return <UnderWay status={status} secondsLeft={secondsLeft} lab={lab} />;
}

function Idle({ plan }: { readonly plan: GrowPlan }): ReactNode {
  const lab = useGrowLab();
  const { view } = useLab();
  const arms = useGrowDraft((draft) => draft.compare.length + 1);
  const isPredicting = useGrow((state) => state.prediction.kind === 'busy');
  const hasFailed = useGrow((state) => state.error !== null);
  const rest = useGrow(({ shown }) => (shown === null ? 0 : shown.report.total - shown.report.done));
  const hasFaults = hasProblems(plan.problems) || plan.problem !== null;
  const canGoOn = rest > 0 && !plan.isStale;
  return (
    <>
      {hasFaults && (
        <button
          type="button"
          className="recipe-all field-error"
          onClick={() => view.setState({ drawer: 'stages' })}
        >
          The recipe has something to mend
        </button>
      )}
      <button
        type="button"
        aria-disabled={hasFaults || isPredicting ? true : undefined}
        onClick={() => {
          if (!hasFaults && !isPredicting) lab.predict();
        }}
      >
        {isPredicting ? 'Counting…' : 'Predict only'}
      </button>
      {canGoOn && (
        <button type="button" className="primary" onClick={() => lab.resume()}>
          <span aria-hidden="true">▶</span> Go on <small>{rest} of its parts are missing</small>
        </button>
      )}
      <button
        type="button"
        className={canGoOn ? '' : 'primary'}
        aria-disabled={hasFaults ? true : undefined}
        onClick={() => {
          if (!hasFaults) lab.start();
        }}
      >
        <span aria-hidden="true">▶</span>{' '}
        {hasFailed ? 'Try again' : plan.isStale ? 'Grow the new recipe' : 'Grow it live'}
        <small>{arms === 1 ? '1 arm' : `${String(arms)} arms`}; time after the first steps</small>
      </button>
    </>
  );
}
