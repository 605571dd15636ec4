/** Ways on from a pair of tasks: the rows that flip, and a run on the target from the source's prompt. */
import { useState, type ReactNode } from 'react';
import { toErrorData } from '../../errors/lab-error.ts';
import { TRANSFER } from '../../experiment/transfer/cells/transfer.ts';
import type { StartKind } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import { trainFromPrompt } from '../sweep/train-from-prompt.ts';
import { FlippedExamples } from './flipped-examples.tsx';

export interface PairActionsProps {
  readonly source: string;
  readonly target: string;
}

/** Ids of the pair's scores that are there, a seed each. */
function scoredCells(
  { recipe, cells }: TransferRecord,
  source: string,
  target: string,
  start: StartKind,
): readonly string[] {
  const { plm, seeds } = recipe;
  return seeds
    .map((seed) =>
      TRANSFER.id({ kind: 'transfer', source: { kind: 'task', task: source, start }, target, seed, plm }),
    )
    .filter((id) => Object.hasOwn(cells, id));
}

export function PairActions({ source, target }: PairActionsProps): ReactNode {
  const lab = useLab();
  const record = useSweep((state) => state.record);
  const start = useSweep((state) => state.start);
  const busy = useSweep((state) => isActive(state.status));
  const [problem, setProblem] = useState<string | null>(null);
  if (record === null) return null;
  const scored = scoredCells(record, source, target, start);
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
      {scored.length > 0 && (
        <button type="button" disabled={busy} onClick={() => void lab.sweeps.drop(scored)}>
          Forget {scored.length === 1 ? 'this cell' : `these ${String(scored.length)} cells`}, to compute
          again
        </button>
      )}
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <FlippedExamples source={source} target={target} />
    </>
  );
}
