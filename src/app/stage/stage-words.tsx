/** Which label word fits at the mask: a bar with the soft prompt, a thin one without it, and the verdict. */
import type { ReactNode } from 'react';
import { verdict, wordBars, type WordBar, type WordsInput } from '../../views/stage/word-bars.ts';
import { percent } from '../../views/finding.ts';
import { Glossed, Term } from '../glossary/term.tsx';
import { useLab, useRun, useStage } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import { stageShown } from './stage-shown.ts';

export function StageWords(): ReactNode {
  const lab = useLab();
  useStage((state) => state);
  useRun((state) => state.stage);
  const recipe = useRun((state) => state.recipe);
  const labels = useRun((state) => state.labels);
  const isLive = useRun((state) => isActive(state.status));
  const shown = stageShown(lab.run.getState(), lab.stage.getState());
  if (recipe === null || shown === null || labels.length === 0)
    return (
      <div className="stage-words" data-part="words">
        <h2 className="stage-title">Which word fits at [MASK]?</h2>
        <p className="stage-sub">The answer comes with the first step, or with a sentence of yours.</p>
      </div>
    );
  const input: WordsInput = {
    labels,
    labelWords: recipe.labelWords,
    before: shown.sentence.before,
    after: shown.prompted?.after ?? null,
  };
  return (
    <div className={`stage-words ${shown.isStale ? 'is-stale' : ''}`} data-part="words">
      <h2 className="stage-title">
        Which word fits at <Term of="[MASK]">[MASK]</Term>?
      </h2>
      <p className="stage-sub">
        <Glossed text="probability among the label words" />
      </p>
      <ul className="word-bars">
        {wordBars(input).map((bar) => (
          <Bar key={bar.word} bar={bar} />
        ))}
      </ul>
      <p className="word-key">
        <span className="key-with">with the soft prompt</span>
        <span className="key-without">without it</span>
      </p>
      <p className="verdict" aria-live="polite">
        {verdict({ ...input, label: shown.sentence.label, isLive })}
      </p>
    </div>
  );
}

function Bar({ bar }: { readonly bar: WordBar }): ReactNode {
  const { word, meaning, after, before, isLikeliest } = bar;
  return (
    <li className={isLikeliest ? 'word-bar is-likeliest' : 'word-bar'}>
      <span className="word">{word}</span>
      {meaning !== null && <span className="word-meaning">means “{meaning}”</span>}
      <ShareBar className="bar bar-with" share={after ?? 0} />
      <span className="share-with">{after === null ? '—' : percent(after)}</span>
      <ShareBar className="bar bar-without" share={before} />
      <span className="share-without">{percent(before)}</span>
    </li>
  );
}

function ShareBar({ className, share }: { readonly className: string; readonly share: number }): ReactNode {
  return (
    <span className={className} aria-hidden="true">
      <span style={{ width: `${String(100 * share)}%` }} />
    </span>
  );
}
