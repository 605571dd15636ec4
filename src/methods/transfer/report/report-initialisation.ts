/** Transfer as initialisation: the target trained from the source's prompt against the target trained from its own start. */
import type { EarlyLooks } from '../../../experiment/transfer/early-looks.ts';
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import { INITIALISE, type InitialisedCell } from '../../../experiment/transfer/cells/initialise.ts';
import { INITIALISE_PROJECTED } from '../../../experiment/transfer/cells/initialise-projected.ts';
import { RANDOM_START } from '../../../experiment/transfer/cells/random-start.ts';
import type { CostedPoint, TrainedPrompt } from '../../../experiment/transfer/cells/train.ts';
import type {
  CurvePoint,
  Estimate,
  InitialisationReport,
} from '../../../experiment/transfer/transfer-report.ts';
import { speedUps, type CurveCost } from '../speed-up.ts';
import { earlyLooks } from './early-looks.ts';
import { nullRatios } from './null-ratios.ts';
import { overSeeds, SHARE } from './over-seeds.ts';
import { rightRows, shareRight, type SweepScores } from './sweep-scores.ts';

/** The run from a random start, and the share of the test rows that its best step gets right. */
interface RandomStart {
  readonly run: TrainedPrompt;
  readonly test: number | null;
}

interface TwoStarts {
  readonly seed: number;
  readonly random: RandomStart;
  readonly source: InitialisedCell;
}

type Costs = (point: CostedPoint, seconds: number) => number;

const COSTS = {
  steps: ({ step }) => step,
  flops: ({ flops }) => flops,
  seconds: (_, seconds) => seconds,
} as const satisfies Readonly<Record<string, Costs>>;

function curve(cell: TrainedPrompt, costs: Costs): readonly CurveCost[] {
  // Before the first step nothing has been paid, and a ratio to nothing is none.
  return cell.curve.flatMap((point, index) =>
    point.step === 0 ? [] : [{ cost: costs(point, cell.seconds[index]), metric: point.accuracy }],
  );
}

const shown = ({ curve: points }: TrainedPrompt): readonly CurvePoint[] =>
  points.map(({ step, accuracy }) => ({ step, accuracy }));

/** What is compared: by position, how the prompt came, and the two starts' runs of a seed. */
interface Comparison {
  readonly source: number;
  readonly target: number;
  readonly projected: InitialisationReport['projected'];
  readonly early: EarlyLooks | null;
  readonly ofRandom: (seed: number) => RandomStart | null;
  readonly ofSource: (seed: number) => InitialisedCell | null;
}

/** The prompts that the sweep trains of each task. */
function trainedAnyway(
  scores: SweepScores,
  source: number,
  target: number,
  plm: string,
): Comparison['ofRandom'] {
  const task: SweptTask = scores.tasks[target];
  const rows = scores.keptRows(scores.tasks[source], task);
  return (seed) => {
    const run = scores.trained(task, seed, plm);
    const right = scores.ofTask(task, task, seed, plm, 'shared');
    return run === null ? null : { run, test: right === null ? null : shareRight(right, rows) };
  };
}

/** Random starts of their own, as few rows and early looks ask for. */
function trainedForLooks(scores: SweepScores, source: number, target: number): Comparison['ofRandom'] {
  const task: SweptTask = scores.tasks[target];
  const rows = scores.keptRows(scores.tasks[source], task);
  return (seed) => {
    const run = scores.result(RANDOM_START, { kind: 'random-start', target: task.name, seed });
    return run === null ? null : { run, test: shareRight(rightRows(run.predictions, task.truth), rows) };
  };
}

function compare(scores: SweepScores, comparison: Comparison): readonly InitialisationReport[] {
  const { tasks, seeds, record } = scores;
  const { source, target, projected, early, ofRandom, ofSource } = comparison;
  const task: SweptTask = tasks[target];
  const randoms = seeds.map((seed) => ofRandom(seed));
  const runs = seeds.flatMap((seed, at): readonly TwoStarts[] => {
    const [random, started] = [randoms[at], ofSource(seed)];
    return random === null || started === null ? [] : [{ seed, random, source: started }];
  });
  if (runs.length === 0) return [];
  const by = (costs: Costs) =>
    runs.map((run) => speedUps(curve(run.random.run, costs), curve(run.source, costs)));
  const nullsBy = (costs: Costs) =>
    nullRatios(randoms.flatMap((random) => (random === null ? [] : [curve(random.run, costs)])));
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
      fromRandom: runs.map((run) => shown(run.random.run)),
      fromSource: runs.map((run) => shown(run.source)),
      steps: by(COSTS.steps),
      flops: by(COSTS.flops),
      seconds: by(COSTS.seconds),
      nulls: {
        steps: nullsBy(COSTS.steps),
        flops: nullsBy(COSTS.flops),
        seconds: nullsBy(COSTS.seconds),
      },
      early:
        early === null
          ? null
          : earlyLooks(
              early,
              seeds.map((seed) => {
                const run = runs.find((one) => one.seed === seed);
                return run === undefined ? null : { random: run.random.run.curve, source: run.source.curve };
              }),
            ),
      testFromRandom: overRuns(({ random }) => random.test),
      testFromSource: overRuns((run) => shareRight(rightRows(run.source.predictions, task.truth), rows)),
      evalEvery: record.recipe.training.evalEvery,
    },
  ];
}

/** Targets started from other tasks' prompts, then tasks started on another PLM from their projected ones. */
export function initialisationReports(scores: SweepScores): readonly InitialisationReport[] {
  const { tasks, record } = scores;
  const { plm, initialisation, earlyLooks: early, projections } = record.recipe;
  const index = (name: string): number => tasks.findIndex((task) => task.name === name);
  const transferred = initialisation.flatMap(({ source, target }) =>
    compare(scores, {
      source: index(source),
      target: index(target),
      projected: null,
      early: early ?? null,
      ofRandom:
        early === undefined
          ? trainedAnyway(scores, index(source), index(target), plm)
          : trainedForLooks(scores, index(source), index(target)),
      ofSource: (seed) => scores.result(INITIALISE, { kind: 'initialise', source, target, seed }),
    }),
  );
  const projected = projections.flatMap(({ toPlm, projector, objective, initialise }, projection) =>
    initialise.flatMap((task) =>
      compare(scores, {
        source: index(task),
        target: index(task),
        projected: { by: `${projector} projector, ${objective}`, toPlm },
        early: null,
        ofRandom: trainedAnyway(scores, index(task), index(task), toPlm),
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
