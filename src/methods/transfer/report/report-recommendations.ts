/** Which prompt to start a new task from: every ranking of the bank, checked against the transfers measured. */
import { RECOMMEND, type RecommendedCell } from '../../../experiment/transfer/cells/recommend.ts';
import type { Interval } from '../../../experiment/statistics.ts';
import type {
  Estimate,
  RecommendationReport,
  TransferCell,
} from '../../../experiment/transfer/transfer-report.ts';
import { checkRanking, recommend, type BankPrompt, type Ranking, type RankingCheck } from '../recommend.ts';
import { meanOfKnown, overSeeds, RHO, SHARE } from './over-seeds.ts';
import { shareRight, type SweepScores } from './sweep-scores.ts';

interface Checked {
  readonly target: number;
  readonly seed: number;
  readonly check: RankingCheck;
}

function rankings(
  scores: SweepScores,
  target: number,
  seed: number,
  cell: RecommendedCell,
): readonly Ranking[] {
  const bank = scores.tasks.flatMap((task, index): readonly BankPrompt[] => {
    const [trained, neurons] = [scores.trained(task, seed), scores.neurons(task, seed)];
    if (index === target || trained === null || neurons === null) return [];
    const { length, width, prompt: values } = trained;
    const activations = { layers: neurons.layers, neurons: neurons.neurons, values: neurons.alone };
    return [{ name: task.name, prompt: { length, width, values }, activations }];
  });
  if (bank.length < 2) return [];
  const { length, width, prompt, layers, neurons, alone } = cell;
  return recommend({
    bank,
    probe: { prompt: { length, width, values: prompt }, activations: { layers, neurons, values: alone } },
    devProbes: cell.probes,
  });
}

/** True accuracy of every source's prompt on the target, of one seed, without the rows that leak. */
function truthOf(scores: SweepScores, target: number, seed: number): ReadonlyMap<string, number> | null {
  const task = scores.tasks[target];
  const truth = new Map<string, number>();
  for (const source of scores.tasks) {
    if (source === task) continue;
    const right = scores.ofTask(source, task, seed);
    const rows = scores.keptRows(source, task);
    if (right === null || rows.length === 0) return null;
    truth.set(source.name, shareRight(right, rows));
  }
  return truth;
}

/** @param cells the transfer matrix; a target without any transfer measured is left out */
export function recommendationReports(
  scores: SweepScores,
  cells: readonly (readonly (TransferCell | null)[])[],
): readonly RecommendationReport[] {
  const { tasks, seeds } = scores;
  const byRanking = new Map<string, Checked[]>();
  tasks.forEach((task, target) => {
    if (cells[target].every((cell) => cell === null)) return;
    seeds.forEach((seed, at) => {
      const result = scores.result(RECOMMEND, { kind: 'recommend', target: task.name, seed });
      const truth = truthOf(scores, target, seed);
      if (result === null || truth === null) return;
      for (const ranking of rankings(scores, target, seed, result)) {
        const checked = byRanking.get(ranking.by) ?? [];
        checked.push({ target, seed: at, check: checkRanking(ranking, truth) });
        byRanking.set(ranking.by, checked);
      }
    });
  });
  return [...byRanking].map(([by, checked]): RecommendationReport => {
    const estimate = (of: (check: RankingCheck) => number | null, bounds: Interval): Estimate | null =>
      overSeeds(
        seeds.map((_, at) =>
          meanOfKnown(checked.filter(({ seed }) => seed === at).map(({ check }) => of(check))),
        ),
        bounds,
      );
    const nothing: Estimate = { mean: NaN, interval: null, seeds: [] };
    return {
      by,
      rho: estimate(({ rho }) => rho, RHO),
      topHit: estimate(({ topHit }) => Number(topHit), SHARE) ?? nothing,
      regret: estimate(({ regret }) => regret, SHARE) ?? nothing,
      recommended: tasks.map((_, target) => {
        const first = checked.find((one) => one.target === target);
        const source = tasks.findIndex(({ name }) => name === first?.check.recommended);
        return source < 0 ? null : source;
      }),
    };
  });
}
