/** A run that was run again beside what it repeats: the same bit for bit, or not. */
import type { ReactNode } from 'react';
import { useLab, useRun } from '../lab-context.tsx';
import { LiveText } from '../live-text.tsx';
import { type RunState } from '../run/run-state.ts';
import { isActive } from '../job/job-status.ts';
import { repeatWords } from './repeat-words.ts';

const MARKS = { same: '✓ ', different: '≠ ', open: '' } as const;

export function RepeatCheck(): ReactNode {
  const lab = useLab();
  const repeats = useRun((state) => state.repeats);
  const active = useRun((state) => isActive(state.status));
  if (repeats === null) return null;
  const words = active ? null : repeatWords(lab.run.getState());
  return (
    <section className="figure figure-wide repeat" aria-labelledby="repeat-title">
      <h3 id="repeat-title">Does the same run give the same curve?</h3>
      {active && (
        <p>
          <LiveText read={liveText} />
        </p>
      )}
      <p role="status">
        {words !== null && (
          <span className={`repeat-${words.verdict}`}>
            <span aria-hidden="true">{MARKS[words.verdict]}</span>
            {words.text} {words.detail}
          </span>
        )}
      </p>
      <p className="quiet">
        Same recipe, seed, engine and device: the same numbers to the last bit. The earlier curve stays behind
        the new one.
      </p>
    </section>
  );
}

function liveText(run: RunState): string {
  const words = repeatWords(run);
  return words === null ? '' : `${words.text} ${words.detail}`;
}
