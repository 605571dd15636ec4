/** The facts of the run shown that its finding is made of. */
import { promptOf } from '../../experiment/artefacts.ts';
import { differenceInterval } from '../../experiment/statistics.ts';
import type { Finding } from '../../views/finding.ts';
import { trainFinding, type TrainFacts } from '../../views/train/train-finding.ts';
import { bestUntrained } from '../../views/train/untrained.ts';
import { isActive } from '../job/job-status.ts';
import type { RunState } from '../run/run-state.ts';

/** Rows right among `rows`, as the share tells. */
const rightOf = (share: number, rows: number): { readonly right: number; readonly total: number } => ({
  right: Math.round(share * rows),
  total: rows,
});

export function factsOfRun(run: RunState): Exclude<TrainFacts, { kind: 'stale' }> {
  const { recipe, result, rows, baselines, dev, status, artefacts, series } = run;
  if (recipe === null) return { kind: 'none' };
  const { promptLength: tokens, task, training } = recipe;
  if (result !== null) {
    const best = bestUntrained(baselines, 'test');
    return {
      kind: 'finished',
      tokens,
      test: result.test,
      best: best === null ? null : { name: best.name, test: best.at },
      rows: rows?.test ?? null,
      difference:
        best === null || rows === null || rows.test === 0
          ? null
          : differenceInterval(rightOf(result.test, rows.test), rightOf(best.at, rows.test)),
    };
  }
  if (series.length === 0 && !isActive(status) && promptOf(artefacts) !== null)
    return { kind: 'prompt-alone', tokens, task };
  const last = dev.at(-1);
  const best = bestUntrained(baselines, 'dev');
  return {
    kind: 'unfinished',
    isLive: isActive(status),
    tokens,
    task,
    step: last?.step ?? series.lastStep,
    steps: training.steps,
    dev: last?.accuracy ?? null,
    best: best === null ? null : { name: best.name, dev: best.at },
  };
}

/** The finding of the run, the same object for as long as it reads the same. */
export function findingSelector(isStale: boolean): (run: RunState) => Finding {
  let known: { readonly text: string; readonly finding: Finding } | null = null;
  return (run) => {
    const facts = factsOfRun(run);
    const finding = trainFinding(isStale && facts.kind !== 'none' ? { kind: 'stale', run: facts } : facts);
    const text = JSON.stringify(finding);
    if (known?.text !== text) known = { text, finding };
    return known.finding;
  };
}
