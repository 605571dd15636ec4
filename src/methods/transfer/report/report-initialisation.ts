/** Transfer as initialisation: the target trained from the source's prompt against the target trained from its own start. */
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import { INITIALISE, type InitialisedCell } from '../../../experiment/transfer/cells/initialise.ts';
import { INITIALISE_PROJECTED } from '../../../experiment/transfer/cells/initialise-projected.ts';
import type { CostedPoint, TrainedCell, TrainedPrompt } from '../../../experiment/transfer/cells/train.ts';
import type {
  CurvePoint,
  Estimate,
  InitialisationReport,
} from '../../../experiment/transfer/transfer-report.ts';
import { speedUps, type CurveCost } from '../speed-up.ts';
import { overSeeds, SHARE } from './over-seeds.ts';
import { rightRows, shareRight, type SweepScores } from './sweep-scores.ts';

interface TwoStarts {
  readonly seed: number;
  readonly random: TrainedCell;
  readonly source: InitialisedCell;
}

type Costs = (point: CostedPoint, seconds: number) => number;

function curve(cell: TrainedPrompt, costs: Costs): readonly CurveCost[] {
  return cell.curve.map((point, index) => ({
    cost: costs(point, cell.seconds[index]),
    metric: point.accuracy,
  }));
}

const shown = ({ curve: points }: TrainedPrompt): readonly CurvePoint[] =>
  points.map(({ step, accuracy }) => ({ step, accuracy }));

/** What is compared: by position, how the prompt came, and the two starts' runs of a seed. */
interface Comparison {
  readonly source: number;
  readonly target: number;
  readonly projected: InitialisationReport['projected'];
  readonly plm: string;
  readonly ofSource: (seed: number) => InitialisedCell | null;
}

function compare(scores: SweepScores, comparison: Comparison): readonly InitialisationReport[] {
  const { tasks, seeds, record } = scores;
  const { source, target, projected, plm, ofSource } = comparison;
  const task: SweptTask = tasks[target];
  const runs = seeds.flatMap((seed): readonly TwoStarts[] => {
    const [random, started] = [scores.trained(task, seed, plm), ofSource(seed)];
    return random === null || started === null ? [] : [{ seed, random, source: started }];
  });
  if (runs.length === 0) return [];
  const by = (costs: Costs) =>
    runs.map((run) => speedUps(curve(run.random, costs), curve(run.source, costs)));
  const rows = scores.keptRows(tasks[source], task);
  const overRuns = (share: (run: TwoStarts) => number | null): Estimate | null =>
    overSeeds(
      seeds.map((seed) => {
        const run = runs.find((one) => one.seed === seed);
        return run === undefined ? null : share(run);
      }),
      SHARE,
    );
  return [
    {
      projected,
      source,
      target,
      fromRandom: runs.map((run) => shown(run.random)),
      fromSource: runs.map((run) => shown(run.source)),
      steps: by(({ step }) => step),
      flops: by(({ flops }) => flops),
      seconds: by((_, seconds) => seconds),
      testFromRandom: overRuns(({ seed }) => {
        const right = scores.ofTask(task, task, seed, plm, 'shared');
        return right === null ? null : shareRight(right, rows);
      }),
      testFromSource: overRuns((run) => shareRight(rightRows(run.source.predictions, task.truth), rows)),
      evalEvery: record.recipe.training.evalEvery,
    },
  ];
}

/** Targets started from other tasks' prompts, then tasks started on another PLM from their projected ones. */
export function initialisationReports(scores: SweepScores): readonly InitialisationReport[] {
  const { tasks, record } = scores;
  const { plm, initialisation, projections } = record.recipe;
  const index = (name: string): number => tasks.findIndex((task) => task.name === name);
  const transferred = initialisation.flatMap(({ source, target }) =>
    compare(scores, {
      source: index(source),
      target: index(target),
      projected: null,
      plm,
      ofSource: (seed) => scores.result(INITIALISE, { kind: 'initialise', source, target, seed }),
    }),
  );
  const projected = projections.flatMap(({ toPlm, projector, objective, initialise }, projection) =>
    initialise.flatMap((task) =>
      compare(scores, {
        source: index(task),
        target: index(task),
        projected: { by: `${projector} projector, ${objective}`, toPlm },
        plm: toPlm,
        ofSource: (seed) =>
          scores.result(INITIALISE_PROJECTED, {
            kind: 'initialise-projected',
            index: projection,
            task,
            seed,
          }),
      }),
    ),
  );
  return [...transferred, ...projected];
}
