/** Ways on from a pair of tasks: how answers change, a run on the target from the source's prompt, its cells anew. */
import { useMemo, useState, type ReactNode } from 'react';
import { toErrorData } from '../../errors/lab-error.ts';
import { TRANSFER } from '../../experiment/transfer/cells/transfer.ts';
import type { StartKind } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import { trainFromPrompt } from '../sweep/train-from-prompt.ts';
import { answerChanges, changesText } from './answer-changes.ts';
import { FlippedExamples } from './flipped-examples.tsx';

export interface NamesOfPair {
  readonly source: string;
  readonly target: string;
}

/** How many answers the prompt changes; nothing where they are not known. */
export function AnswersOfPair({ source, target }: NamesOfPair): ReactNode {
  const record = useSweep((state) => state.record);
  const start = useSweep((state) => state.start);
  return useMemo(() => {
    const task = record?.tasks.find(({ name }) => name === target);
    if (record === null || task === undefined) return null;
    const changes = answerChanges(record, start, source, task);
    return changes === null ? null : changesText(changes);
  }, [record, start, source, target]);
}

export function TrainFromIt({ source, target }: NamesOfPair): ReactNode {
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
        Train {target} from it
      </button>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Ids of the pair's scores that are there, a seed each. */
function scoredCells(
  { recipe, cells }: TransferRecord,
  { source, target }: NamesOfPair,
  start: StartKind,
): readonly string[] {
  const { plm, seeds } = recipe;
  return seeds
    .map((seed) =>
      TRANSFER.id({ kind: 'transfer', source: { kind: 'task', task: source, start }, target, seed, plm }),
    )
    .filter((id) => Object.hasOwn(cells, id));
}

/** The rows that flip, and its cells to be computed again. */
export function PairInFull({ source, target }: NamesOfPair): ReactNode {
  const { sweeps } = useLab();
  const record = useSweep((state) => state.record);
  const start = useSweep((state) => state.start);
  const busy = useSweep((state) => isActive(state.status));
  if (record === null) return null;
  const scored = scoredCells(record, { source, target }, start);
  return (
    <>
      {scored.length > 0 && (
        <button type="button" disabled={busy} onClick={() => void sweeps.drop(scored)}>
          Forget {scored.length === 1 ? 'this cell' : `these ${String(scored.length)} cells`}, to compute
          again
        </button>
      )}
      <FlippedExamples source={source} target={target} />
    </>
  );
}
