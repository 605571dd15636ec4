/**
 * Trains a projector from one PLM's prompts to another's (Su et al. 2022, section 5): every step takes one training
 * task with its source prompt, and the frozen target PLM or the target's own prompt says how wrong the projection is.
 */
import { LabError } from '../../errors/lab-error.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { randomStream } from '../../experiment/random.ts';
import type { OptimizerSettings, ScheduleKind } from '../../experiment/recipe-types.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { scheduleFactor } from '../../experiment/schedule.ts';
import type { ProjectionSettings } from '../../experiment/transfer/sweep-recipe.ts';
import type { RunControl } from '../training/run-control.ts';
import { GRADIENT_NORM } from '../training/step-program.ts';
import { divergedAt } from '../training/trainer.ts';
import { TrainingLoop, type Trainable } from '../training/training-loop.ts';
import { trainingPairs, type ProjectionData, type TrainingPair } from './check-projection.ts';
import { initialWeights, parameterCount, weightDims } from './projector-kinds.ts';
import { ProjectorSession, type StepData } from './projector-session.ts';
import type { Activation, ProjectorShape, TrainedKind, TrainedProjector } from './projector-types.ts';

/** How projectors are trained unless told otherwise. */
export interface ProjectorTraining {
  readonly optimizer: OptimizerSettings;
  readonly schedule: Extract<ScheduleKind, 'constant' | 'linear'>;
  readonly clipNorm: number | null;
  /** Of `whole-prompt`. */
  readonly activation: Activation;
}

/** The authors' AdamW; their rate was constant, but a falling one ends nearer the minimum in the few steps of a page. */
export const PROJECTOR_TRAINING: ProjectorTraining = {
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-6, weightDecay: 0 },
  schedule: 'linear',
  clipNorm: 1,
  activation: 'tanh',
};

export interface ProjectorProgress {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly steps: number;
  readonly task: string;
  readonly learningRate: number;
}

export interface ProjectorRunOptions extends ProjectionData {
  readonly settings: ProjectionSettings & { readonly projector: TrainedKind };
  /** One for the target alone: engines share weights by name, and two PLMs of a family name theirs alike. */
  readonly engine: Engine;
  readonly seed: number;
  /** Training rows a step. */
  readonly batch: number;
  readonly control: RunControl;
  /** Told of every step, in order; on a GPU some steps at a time. */
  readonly onStep?: (progress: ProjectorProgress) => void;
  readonly training?: Partial<ProjectorTraining>;
}

/**
 * Trains from the seed's start to the last step; the same seed gives the same projector on the same engine.
 * @returns the projector, or null when the control stopped the run
 * @throws LabError `recipe`, `prompt`, `task`, `text-too-long` as `trainingPairs`; `diverged` with the step; what
 *   compiling and engines throw
 */
export async function trainProjector(options: ProjectorRunOptions): Promise<TrainedProjector | null> {
  const run = new ProjectorRun(options);
  try {
    return await run.run();
  } finally {
    await run.release();
  }
}

/** Root mean square deviation of a word table's elements: the size of a word's coordinates. */
function deviationOf(table: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of table) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / table.length;
  return Math.sqrt(squares / table.length - mean * mean);
}

class ProjectorRun implements Trainable {
  readonly evalEvery = null;
  private readonly pairs: readonly TrainingPair[];
  private readonly shape: ProjectorShape;
  private readonly training: ProjectorTraining;
  private readonly session: ProjectorSession;
  private readonly tasks: Generator<number, never, void>;
  private readonly orders = new Map<string, Generator<number, never, void>>();
  private readonly loop: TrainingLoop;
  private readonly losses: number[] = [];
  /** Task of each step taken. */
  private readonly taken: string[] = [];

  constructor(private readonly options: ProjectorRunOptions) {
    const { settings, target, engine, seed, batch } = options;
    this.pairs = trainingPairs(options);
    this.training = { ...PROJECTOR_TRAINING, ...options.training };
    const { activation, optimizer, clipNorm } = this.training;
    const [{ source }] = this.pairs;
    this.shape = {
      sourceWidth: source.width,
      targetWidth: target.plm.width,
      promptLength: source.length,
      hidden: settings.hidden,
      activation,
    };
    const kind = settings.projector;
    const weights = initialWeights(
      kind,
      this.shape,
      randomStream(seed, 'projector-init'),
      deviationOf(target.plm.wordTable),
    );
    const trainTasks = this.pairs.flatMap(({ task }) => {
      const encoded = target.tasks.get(task);
      return encoded === undefined ? [] : [[task, encoded] as const];
    });
    this.session = new ProjectorSession(
      engine,
      { ...target, tasks: new Map(trainTasks) },
      settings.objective,
      { kind, shape: this.shape, optimizer, clipNorm },
      batch,
      weights,
    );
    this.tasks = shuffledEpochs(this.pairs.length, randomStream(seed, 'projector-tasks'));
    this.loop = new TrainingLoop(this, options.control);
  }

  async run(): Promise<TrainedProjector | null> {
    const { settings } = this.options;
    if (!(await this.loop.run())) return null;
    const names = Object.keys(weightDims(settings.projector, this.shape));
    const weights = await this.session.currentWeights(names);
    // The last step's loss was computed before its update.
    if (!Object.values(weights).every(({ values }) => values.every(Number.isFinite)))
      throw diverged(settings.steps);
    return {
      settings,
      shape: this.shape,
      weights,
      losses: this.losses,
      parameters: parameterCount(settings.projector, this.shape),
      seconds: this.loop.seconds,
    };
  }

  get steps(): number {
    return this.options.settings.steps;
  }

  get readEvery(): number {
    return this.session.readEvery;
  }

  async step(step: number): Promise<void> {
    const pair = this.pairs[this.tasks.next().value];
    await this.session.step(this.dataOf(pair), { step, learningRate: this.learningRate(step) });
    this.taken.push(pair.task);
  }

  /** @throws LabError `diverged` */
  async read(first: number, last: number): Promise<void> {
    const rows = await this.session.history(first, last);
    const bad = divergedAt(rows);
    if (bad !== null) throw diverged(bad);
    for (const { step, columns } of rows) {
      const [loss] = columns.loss;
      this.losses.push(loss);
      this.options.onStep?.({
        step,
        loss,
        gradientNorm: columns[GRADIENT_NORM][0],
        steps: this.steps,
        task: this.taken[step - 1],
        learningRate: this.learningRate(step),
      });
    }
  }

  isEvaluated(): boolean {
    return true;
  }

  evaluate(): Promise<void> {
    return Promise.resolve();
  }

  /** A projector that is left is begun anew. */
  snapshot(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private learningRate(step: number): number {
    const { steps, learningRate } = this.options.settings;
    return learningRate * scheduleFactor(this.training.schedule, step - 1, 0, steps);
  }

  private dataOf(pair: TrainingPair): StepData {
    const { settings, target, batch, seed } = this.options;
    const prompts = { sourcePrompt: pair.source, targetPrompt: pair.target };
    const task = target.tasks.get(pair.task);
    if (settings.objective === 'distance' || task === undefined) return { ...prompts, batch: null };
    const order =
      this.orders.get(pair.task) ??
      shuffledEpochs(task.train.length, randomStream(seed, `projector-order/${pair.task}`));
    this.orders.set(pair.task, order);
    const rows = Array.from(takeRows(order, batch), (index) => task.train[index]);
    return { ...prompts, batch: { task, rows } };
  }
}

function diverged(step: number): LabError {
  return new LabError({
    code: 'diverged',
    message: `The projector’s loss was no number any more at step ${step}. Training stopped.`,
    remedy: 'Lower the projector’s learning rate, or clip the gradient’s norm.',
    where: `step ${step}`,
  });
}
