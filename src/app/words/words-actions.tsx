/** What can be done with the run shown; the primary button last. */
import type { ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import { UnderWay } from '../job/under-way.tsx';
import { isStale } from './is-stale.ts';
import { problemsOf } from './words-draft.ts';
import { useWords, useWordsDraft, useWordsLab } from './words-lab-context.ts';

export function WordsActions(): ReactNode {
  const active = useWords((state) => isActive(state.status));
  return active ? <Working /> : <Idle />;
}

function Working(): ReactNode {
  const lab = useWordsLab();
  const status = useWords((state) => state.status);
  const secondsLeft = useWords((state) => state.progress?.secondsLeft ?? null);
  return <UnderWay status={status} secondsLeft={secondsLeft} lab={lab} />;
}

function Idle(): ReactNode {
  const lab = useWordsLab();
  const { view } = useLab();
  const draft = useWordsDraft((state) => state);
  const stale = useWords((state) => isStale(state, draft));
  const hasFailed = useWords((state) => state.error !== null);
  const problems = Object.keys(problemsOf(draft));
  return (
    <>
      {problems.length > 0 && (
        <button
          type="button"
          className="recipe-all field-error"
          onClick={() => view.setState({ sheet: { focus: '[aria-invalid="true"]' } })}
        >
          The recipe has something to mend
        </button>
      )}
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => view.setState({ sheet: { focus: '[data-field="expand"] textarea' } })}
      >
        Expand my own words
      </button>
      <button
        type="button"
        className="primary"
        aria-disabled={problems.length > 0 ? true : undefined}
        onClick={() => {
          if (problems.length === 0) lab.start();
        }}
      >
        <span aria-hidden="true">▶</span>{' '}
        {hasFailed ? 'Try again' : stale ? 'Sort by the new recipe' : `Sort ${draft.rows} rows live`}
        <small>nothing is trained; time after the first rows</small>
      </button>
    </>
  );
}
