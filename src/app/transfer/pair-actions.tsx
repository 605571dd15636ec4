/** Ways on from a pair of tasks: the rows that flip, and a run on the target from the source's prompt. */
import { useState, type ReactNode } from 'react';
import { toErrorData } from '../../errors/lab-error.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { trainFromPrompt } from '../sweep/train-from-prompt.ts';
import { FlippedExamples } from './flipped-examples.tsx';

export interface PairActionsProps {
  readonly source: string;
  readonly target: string;
}

export function PairActions({ source, target }: PairActionsProps): ReactNode {
  const lab = useLab();
  const record = useSweep((state) => state.record);
  const start = useSweep((state) => state.start);
  const [problem, setProblem] = useState<string | null>(null);
  if (record === null) return null;
  const train = (): void => {
    setProblem(null);
    void trainFromPrompt(lab, record, source, target, start).catch((thrown: unknown) => {
      const { message, remedy } = toErrorData(thrown);
      setProblem(`${message} ${remedy}`);
    });
  };
  return (
    <>
      <button type="button" onClick={train}>
        Train {target} from {source === target ? 'its own prompt' : `${source}’s prompt`}
      </button>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <FlippedExamples source={source} target={target} />
    </>
  );
}
