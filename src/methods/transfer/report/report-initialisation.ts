/** Transfer as initialisation: the target trained from the source's prompt against the target trained from its own start. */
import { randomStream } from '../../../experiment/random.ts';
import type {
  CostedPoint,
  InitialisedCell,
  SweptTask,
  TrainedCell,
} from '../../../experiment/sweep-record.ts';
import type { CurvePoint, Estimate, InitialisationReport } from '../../../experiment/transfer-report.ts';
import { speedUps, type CurveCost } from '../speed-up.ts';
import { overSeeds } from './resample.ts';
import { rightRows, shareRight, type SweepScores } from './sweep-scores.ts';

interface TwoStarts {
  readonly seed: number;
  readonly random: TrainedCell;
  readonly source: InitialisedCell;
}

type Costs = (point: CostedPoint, seconds: number) => number;

function curve(cell: Pick<TrainedCell, 'curve' | 'seconds'>, costs: Costs): readonly CurveCost[] {
  return cell.curve.map((point, index) => ({
    cost: costs(point, cell.seconds[index]),
    metric: point.accuracy,
  }));
}

const shown = ({ curve: points }: Pick<TrainedCell, 'curve'>): readonly CurvePoint[] =>
  points.map(({ step, accuracy }) => ({ step, accuracy }));

export function initialisationReports(scores: SweepScores): readonly InitialisationReport[] {
  const { tasks, seeds, record } = scores;
  const index = (name: string): number => tasks.findIndex((task) => task.name === name);
  return record.recipe.initialisation.flatMap(({ source, target }): readonly InitialisationReport[] => {
    const task: SweptTask = tasks[index(target)];
    const runs = seeds.flatMap((seed): readonly TwoStarts[] => {
      const random = scores.trained(task, seed);
      const result = scores.result({ kind: 'initialise', source, target, seed });
      return random === null || result?.kind !== 'initialised' ? [] : [{ seed, random, source: result }];
    });
    if (runs.length === 0) return [];
    const by = (costs: Costs) =>
      runs.map((run) => speedUps(curve(run.random, costs), curve(run.source, costs)));
    const rows = scores.keptRows(tasks[index(source)], task);
    const stream = randomStream(1, `initialise ${source} ${target}`);
    const overRuns = (share: (run: TwoStarts) => number | null): Estimate | null =>
      overSeeds(
        seeds.map((seed) => {
          const run = runs.find((one) => one.seed === seed);
          return run === undefined ? null : share(run);
        }),
        stream,
      );
    return [
      {
        source: index(source),
        target: index(target),
        fromRandom: runs.map((run) => shown(run.random)),
        fromSource: runs.map((run) => shown(run.source)),
        steps: by(({ step }) => step),
        flops: by(({ flops }) => flops),
        seconds: by((_, seconds) => seconds),
        testFromRandom: overRuns(({ seed }) => {
          const right = scores.ofTask(task, task, seed);
          return right === null ? null : shareRight(right, rows);
        }),
        testFromSource: overRuns((run) => shareRight(rightRows(run.source.predictions, task.truth), rows)),
        evalEvery: record.recipe.training.evalEvery,
      },
    ];
  });
}
