/** From the cells of a sweep of growing PLMs to what it says of one task. */
import { accuracy, majorityRate } from '../../../experiment/metrics.ts';
import { growthExperiment } from '../../../experiment/progressive/growth-experiment.ts';
import { ARM, armsOf, type ArmName, type GrownPrompt } from '../../../experiment/progressive/cells/arm.ts';
import { GRID } from '../../../experiment/progressive/cells/grid.ts';
import { COST } from '../../../experiment/progressive/cells/cost.ts';
import type { GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import type {
  GrowthReport,
  ReportedArm,
  ReportedCurve,
  ReportedDifference,
} from '../../../experiment/progressive/growth-report.ts';
import { stagesOf } from '../../../experiment/progressive/stages.ts';
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { cellsOf } from '../../../experiment/sweep/list-cells.ts';
import { isFailed } from '../../../experiment/sweep/sweep-record.ts';
import { meanOfKnown, overSeeds, SHARE } from '../../transfer/report/over-seeds.ts';
import { closedFormOfStages } from './closed-form-stages.ts';
import { keptNeurons } from './kept-neurons.ts';
import { reportedSimilarity } from './report-similarity.ts';
import { reportedStages } from './report-stages.ts';

/** A seed's runs by arm; what is not there, or failed, is null. */
export type SeedRuns = Readonly<Record<ArmName, GrownPrompt | null>>;

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const flopsOf = ({ stages }: GrownPrompt): number => sumOf(stages.map(({ flops }) => flops));
const secondsOf = ({ seconds }: GrownPrompt): number => sumOf(seconds.stages);

/** @param task one of the sweep's */
export function growthReport(record: GrowthRecord, task: string): GrowthReport {
  const { recipe, structure, cells } = record;
  const { seeds, training } = recipe;
  const runs = seeds.map((seed): SeedRuns => {
    const run = (arm: ArmName): GrownPrompt | null => resultOf(cells, ARM, { kind: 'arm', arm, task, seed });
    return {
      grow: run('grow'),
      full: run('full'),
      'equal-flops': run('equal-flops'),
      'equal-seconds': run('equal-seconds'),
    };
  });
  const truth = record.tasks.find(({ name }) => name === task)?.truth ?? [];
  const testOf = (run: GrownPrompt | null): number | null =>
    run === null ? null : accuracy(run.predictions, truth);
  const { selectLayers, decoder, stages: plan } = recipe;
  const stages = stagesOf({ plan, selectLayers, decoder, steps: training.steps }, structure);
  const costs = seeds.map((seed) => resultOf(cells, COST, { kind: 'cost', task, seed }));
  const closedForm = closedFormOfStages(stages, structure, training.promptLength + training.maxLength);
  const arms = armsOf(recipe).flatMap((name) => reportedArm(name, runs, testOf));
  const differences = armsOf(recipe)
    .filter((name) => name !== 'grow')
    .flatMap((name) => differenceTo(name, runs, testOf));
  const engines = new Set(record.parts.map(({ engine }) => engine.engine));
  const all = cellsOf(growthExperiment, record);
  return {
    recipe,
    plm: recipe.plm,
    task,
    seeds,
    schedule: training.schedule,
    majority: majorityRate(truth),
    stages: reportedStages(stages, closedForm, costs, runs),
    cost: {
      flops: compared(
        meanOfKnown(
          runs.map(({ grow }, seed) => (grow === null ? totalOf(costs[seed]?.stages) : flopsOf(grow))),
        ),
        meanOfKnown(
          runs.map(({ full }, seed) => (full === null ? totalOf(costs[seed]?.whole) : flopsOf(full))),
        ),
      ),
      seconds: compared(
        meanOfKnown(runs.map(({ grow }) => (grow === null ? null : secondsOf(grow)))),
        meanOfKnown(runs.map(({ full }) => (full === null ? null : secondsOf(full)))),
      ),
      closedForm: {
        relative: sumOf(
          stages.map(({ from, to }, stage) => ((to - from + 1) / training.steps) * closedForm[stage]),
        ),
      },
    },
    arms,
    difference:
      differences.find(({ of }) => of === differenceName('equal-flops')) ?? differences.at(0) ?? null,
    differences,
    curves: curvesOf(recipe.seeds, runs, armsOf(recipe)),
    neurons: keptNeurons(record, task, stages),
    similarity: reportedSimilarity(record, task),
    grid: seeds.flatMap((seed) => {
      const read = resultOf(cells, GRID, { kind: 'grid', task, seed });
      if (read === null) return [];
      const { depths, widths, rows, points } = read;
      return [{ seed, depths, widths, rows, points }];
    }),
    engine: [...engines].join(', '),
    done: Object.values(cells).filter((result) => !isFailed(result)).length,
    total: all.length,
  };
}

const totalOf = (values: readonly number[] | undefined): number | null =>
  values === undefined ? null : sumOf(values);

const compared = (grow: number | null, full: number | null): GrowthReport['cost']['flops'] =>
  grow === null || full === null ? null : { grow, full, relative: grow / full };

/** Nothing for an arm without a run. */
function reportedArm(
  name: ArmName,
  runs: readonly SeedRuns[],
  testOf: (run: GrownPrompt | null) => number | null,
): readonly ReportedArm[] {
  const own = runs.map((run) => run[name]);
  const known = own.filter((run) => run !== null);
  if (known.length === 0) return [];
  const mean = (of: (run: GrownPrompt) => number): number => sumOf(known.map(of)) / known.length;
  return [
    {
      name,
      steps: Math.round(mean(({ steps }) => steps)),
      stepsBySeed: own.map((run) => run?.steps ?? null),
      test: overSeeds(own.map(testOf), SHARE),
      dev: overSeeds(
        own.map((run) => run?.dev ?? null),
        SHARE,
      ),
      bestStep: own.map((run) => run?.bestStep ?? null),
      flops: mean(flopsOf),
      seconds: mean(secondsOf),
    },
  ];
}

const differenceName = (arm: ArmName): string => `grow - ${arm}`;

/** Nothing where no seed has both runs. */
function differenceTo(
  arm: ArmName,
  runs: readonly SeedRuns[],
  testOf: (run: GrownPrompt | null) => number | null,
): readonly ReportedDifference[] {
  const perSeed = runs.map((run) => {
    const [grown, other] = [testOf(run.grow), testOf(run[arm])];
    return grown === null || other === null ? null : grown - other;
  });
  const estimate = overSeeds(perSeed);
  return estimate === null
    ? []
    : [{ of: differenceName(arm), mean: estimate.mean, interval: estimate.interval, perSeed }];
}

function curvesOf(
  seeds: readonly number[],
  runs: readonly SeedRuns[],
  arms: readonly ArmName[],
): readonly ReportedCurve[] {
  return arms.flatMap((arm) =>
    seeds.flatMap((seed, index) => {
      const run = runs[index][arm];
      if (run === null) return [];
      return [
        { arm, seed, points: run.points.map((point, at) => ({ ...point, seconds: run.seconds.points[at] })) },
      ];
    }),
  );
}
