/** The stage of Train, from left to right: what goes in, what is frozen, what comes out; the gradient goes back below. */
import type { ReactNode } from 'react';
import { useRun } from '../lab-context.tsx';
import { StageFan } from './stage-fan.tsx';
import { StageGradient } from './stage-gradient.tsx';
import { StageModel } from './stage-model.tsx';
import { StageSentenceBox } from './stage-sentence.tsx';
import { StageTokens } from './stage-tokens.tsx';
import { StageWords } from './stage-words.tsx';

export function Stage({ isStale }: { readonly isStale: boolean }): ReactNode {
  const hasRun = useRun((state) => state.recipe !== null);
  return (
    <section
      className={`stage panel ${isStale ? 'is-stale' : ''}`}
      aria-label="What the soft prompt does to a sentence"
    >
      <div className="stage-in">
        <StageTokens />
        {hasRun && <StageSentenceBox />}
      </div>
      <StageFan />
      <StageModel />
      <svg className="stage-out-arrow" viewBox="0 0 56 12" aria-hidden="true">
        <path d="M0 6H50" />
        <path className="arrow-tip" d="M46 1 56 6 46 11Z" />
      </svg>
      <StageWords />
      <StageGradient />
    </section>
  );
}
