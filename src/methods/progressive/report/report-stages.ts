/** What a report says of the stages: what they cost before the run, and in it. */
import type { PredictedCost } from '../../../experiment/progressive/cells/cost.ts';
import type { ReportedStage } from '../../../experiment/progressive/growth-report.ts';
import type { Stage } from '../../../experiment/progressive/stages.ts';
import { meanOfKnown, overSeeds } from '../../transfer/report/over-seeds.ts';
import type { SeedRuns } from './growth-report.ts';

/** Greatest of what is known; null for nothing. */
const most = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};

/** @param closedForm relative cost of each stage @param costs by seed */
export function reportedStages(
  stages: readonly Stage[],
  closedForm: readonly number[],
  costs: readonly (PredictedCost | null)[],
  runs: readonly SeedRuns[],
): readonly ReportedStage[] {
  const grown = runs.map(({ grow }) => grow);
  return stages.map(({ layers, neurons, from, to }, stage): ReportedStage => {
    const steps = to - from + 1;
    const known = costs.filter((cost) => cost !== null);
    const predicted = meanOfKnown(known.map((cost) => cost.stages[stage]));
    const whole = meanOfKnown(known.map((cost) => cost.whole[stage]));
    const counted = meanOfKnown(
      grown.map((run) => {
        const own = run?.stages[stage];
        return own === undefined || own.steps === 0 ? null : own.flops / own.steps;
      }),
    );
    const time = (of: 'compileMs' | 'warmUpMs' | 'switchMs'): number | null =>
      most(grown.map((run) => run?.seconds[of][stage] ?? null));
    return {
      layers,
      neurons,
      steps,
      from,
      to,
      stepsTaken: grown.map((run) => run?.stages[stage]?.steps ?? null),
      flopsPerStep: { predicted: predicted === null ? null : predicted / steps, counted },
      relativeFlops: predicted === null || whole === null ? null : predicted / whole,
      closedFormRelative: closedForm[stage],
      seconds: overSeeds(grown.map((run) => run?.seconds.stages[stage] ?? null)),
      compileMs: time('compileMs'),
      warmUpMs: time('warmUpMs'),
      switchMs: time('switchMs'),
    };
  });
}
