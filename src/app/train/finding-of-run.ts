/** The facts of the run shown that its finding is made of. */
import { promptOf } from '../../experiment/artefacts.ts';
import type { Baseline } from '../../experiment/baselines.ts';
import { differenceInterval } from '../../experiment/statistics.ts';
import type { Finding } from '../../views/finding.ts';
import { trainFinding, type TrainFacts } from '../../views/train/train-finding.ts';
import { isActive } from '../job/job-status.ts';
import type { RunState } from '../run/run-state.ts';

/** As a sentence has them. */
const SPOKEN: Readonly<Record<string, string>> = {
  noPrompt: 'no prompt',
  randomPrompt: 'a random prompt',
  majority: 'the majority class',
};

/** The best of what no training reaches, on test: a gain is counted from it. */
export function bestBaseline(baselines: readonly Baseline[]): Baseline | null {
  return baselines.reduce<Baseline | null>(
    (best, baseline) => (best === null || baseline.test > best.test ? baseline : best),
    null,
  );
}

function bestOnDev(baselines: readonly Baseline[]): { readonly name: string; readonly dev: number } | null {
  const best = baselines.reduce<Baseline | null>(
    (top, baseline) => (top === null || baseline.dev > top.dev ? baseline : top),
    null,
  );
  return best === null ? null : { name: SPOKEN[best.name] ?? best.name, dev: best.dev };
}

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
    const best = bestBaseline(baselines);
    return {
      kind: 'finished',
      tokens,
      test: result.test,
      best: best === null ? null : { name: SPOKEN[best.name] ?? best.name, test: best.test },
      rows: rows?.test ?? null,
      difference:
        best === null || rows === null || rows.test === 0
          ? null
          : differenceInterval(rightOf(result.test, rows.test), rightOf(best.test, rows.test)),
    };
  }
  if (series.length === 0 && !isActive(status) && promptOf(artefacts) !== null)
    return { kind: 'prompt-alone', tokens, task };
  const last = dev.at(-1);
  return {
    kind: 'unfinished',
    isLive: isActive(status),
    tokens,
    task,
    step: last?.step ?? series.lastStep,
    steps: training.steps,
    dev: last?.accuracy ?? null,
    best: bestOnDev(baselines),
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
