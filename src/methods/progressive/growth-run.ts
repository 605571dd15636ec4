/**
 * Trains a soft prompt while the PLM grows under it. Everything of the training goes on from stage to stage: prompt,
 * optimiser state, learning rate, data order (spec 5); only the program that takes the step changes. A run of one whole
 * stage is plain prompt tuning, bit for bit.
 */
import { recentLoss } from '../../experiment/metrics.ts';
import type { GrowthPoint, GrowthTimes } from '../../experiment/progressive/cells/arm.ts';
import type { GrowthCheckpoint, StageNotes } from '../../experiment/progressive/growth-checkpoint.ts';
import type { GrowthRule } from '../../experiment/progressive/growth-recipe.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import { accuracyOf } from '../prompt/baselines.ts';
import type { EncodedRow } from '../prompt/encoded-task.ts';
import { WHOLE, type PlmVersion, type PromptSession } from '../prompt/prompt-session.ts';
import type { BestPrompt } from '../prompt/train-run.ts';
import { plainly } from '../prompt/tuned.ts';
import type { RunControl } from '../training/run-control.ts';
import { diverged } from '../training/diverged.ts';
import { restoredState, storedState } from '../training/stored-state.ts';
import { TrainingLoop, type Trainable } from '../training/training-loop.ts';
import { hasLevelled } from './plateau.ts';

export interface GrowingStage {
  readonly version: PlmVersion;
  /** Last step that is planned, from 1. */
  readonly to: number;
}

export interface GrowthRunOptions {
  readonly session: PromptSession;
  readonly control: RunControl;
  /** [promptLength × width]. */
  readonly start: Float32Array;
  readonly stages: readonly GrowingStage[];
  readonly growth: GrowthRule;
  /** Steps after which dev is looked at; the last step is among them. */
  readonly looks: readonly number[];
  readonly onStep?: (step: number, loss: number | undefined) => void;
  /** Where an interrupted run stood; null begins at the start. */
  readonly from?: GrowthCheckpoint | null;
  /** Hears every few seconds, and after every evaluation, where the run stands. */
  readonly onCheckpoint?: (checkpoint: GrowthCheckpoint) => void | Promise<void>;
}

export interface GrowthOutcome {
  /** On the whole PLM. */
  readonly best: BestPrompt;
  readonly points: readonly GrowthPoint[];
  /** The prompt at each point. */
  readonly prompts: readonly Float32Array[];
  readonly stages: readonly { readonly steps: number; readonly flops: number }[];
  readonly seconds: GrowthTimes;
}

const freshNotes = (): StageNotes => ({
  ...{ steps: 0, flops: 0, trainedMs: 0, compileMs: 0, warmUpMs: 0, switchMs: 0 },
});

export class GrowthRun implements Trainable {
  readonly evalEvery = null;
  private readonly loop: TrainingLoop;
  private readonly order: Generator<number, never, void>;
  private readonly notes: readonly StageNotes[];
  private readonly losses: { readonly loss: number }[];
  private readonly points: GrowthPoint[];
  private readonly pointMs: number[];
  private readonly prompts: Float32Array[];
  private best: BestPrompt | null;
  private lastPrompt: Float32Array;
  /** Of the step that was taken last. */
  private stage: number;
  /** Steps that had been taken when it began. */
  private stageBegan: number;
  private next: readonly EncodedRow[] = [];
  /** Of the session's steps before this run's. */
  private readonly otherFlops: number;
  private readonly earlierMs: number;

  constructor(private readonly options: GrowthRunOptions) {
    const { session, control, start, stages, from = null } = options;
    const { recipe, task } = session;
    const done = from?.step ?? 0;
    this.loop = new TrainingLoop(this, control, done);
    this.order = shuffledEpochs(task.train.length, randomStream(recipe.seed, 'order'));
    takeRows(this.order, done * recipe.training.batch);
    this.notes = from?.stages.map((notes) => ({ ...notes })) ?? stages.map(freshNotes);
    this.losses = (from?.losses ?? []).map((loss) => ({ loss }));
    this.points = [...(from?.points ?? [])];
    this.pointMs = [...(from?.pointMs ?? [])];
    this.prompts = [...(from?.prompts ?? [])];
    const best = from?.best ?? null;
    this.best = best === null ? null : { ...best, wordWeights: null };
    this.stage = from?.stage ?? 0;
    this.stageBegan = from?.stageBegan ?? 0;
    this.lastPrompt = from?.state.prompt.values ?? start;
    this.otherFlops = session.trainedFlops - sumOf(this.notes.map(({ flops }) => flops));
    this.earlierMs = sumOf(this.notes.map(({ trainedMs }) => trainedMs));
  }

  /** @returns null when stopped. @throws LabError `diverged` with the step; what engines throw */
  async run(): Promise<GrowthOutcome | null> {
    const { session, stages, from = null } = this.options;
    const done = this.loop.step;
    session.version = stages[this.stage].version;
    // An evaluation that was left out belongs to the stage before; the next step is made ready behind it.
    const isOwed = this.looks.includes(done) && !this.isEvaluated(done);
    // The first program is run once on zeros before the prompt is set.
    if (!isOwed) await this.prepare(done === 0 ? this.stage : this.stageAfter(done));
    await session.setState(
      from === null ? await session.startState(this.lastPrompt) : restoredState(from.state),
    );
    if (!(await this.loop.run()) || this.best === null) return null;
    const { notes } = this;
    return {
      best: this.best,
      points: this.points,
      prompts: this.prompts,
      stages: notes.map(({ steps, flops }) => ({ steps, flops })),
      seconds: {
        points: this.pointMs.map((ms) => ms / 1000),
        stages: notes.map(({ trainedMs }) => trainedMs / 1000),
        compileMs: notes.map(({ compileMs }) => compileMs),
        warmUpMs: notes.map(({ warmUpMs }) => warmUpMs),
        switchMs: notes.map(({ switchMs }) => switchMs),
      },
    };
  }

  get steps(): number {
    return this.options.session.recipe.training.steps;
  }

  get looks(): readonly number[] {
    return this.options.looks;
  }

  get readEvery(): number {
    return this.options.session.readEvery;
  }

  private get flops(): number {
    return this.options.session.trainedFlops - this.otherFlops;
  }

  /** Of the steps and readings so far. */
  private get trainedMs(): number {
    return this.earlierMs + this.loop.trainedMs;
  }

  /** Draws the rows of the next step and makes its program ready, outside the time that counts. */
  private async prepare(stage: number): Promise<void> {
    const { session, stages } = this.options;
    const { task, recipe } = session;
    this.next = Array.from(takeRows(this.order, recipe.training.batch), (index) => task.train[index]);
    const grows = stage !== this.stage;
    session.version = stages[stage].version;
    const { compileMs, warmUpMs, switchMs } = await session.prepare(this.next);
    const notes = this.notes[stage];
    notes.compileMs += compileMs;
    notes.warmUpMs += warmUpMs;
    if (grows) {
      notes.switchMs += switchMs;
      await session.releaseVersion(stages[this.stage].version);
      this.stage = stage;
      this.stageBegan = this.loop.step;
    }
  }

  async step(step: number): Promise<void> {
    const { session } = this.options;
    const at = { learningRate: learningRateAt(session.recipe.training, step - 1), step };
    const before = this.flops;
    await session.step(this.next, at);
    const notes = this.notes[this.stage];
    notes.steps += 1;
    notes.flops += this.flops - before;
  }

  /** @throws LabError `diverged` with the step */
  async read(first: number, last: number): Promise<void> {
    const { session, onStep } = this.options;
    const rows = await session.history(first, last);
    const bad = rows.find(
      ({ loss, gradientNorm }) => !Number.isFinite(loss) || !Number.isFinite(gradientNorm),
    );
    if (bad !== undefined) throw diverged(bad.step);
    this.losses.push(...rows);
    this.lastPrompt = await session.readPrompt();
    onStep?.(last, recentLoss(this.losses));
  }

  async between(): Promise<void> {
    const { step } = this.loop;
    const notes = this.notes[this.stage];
    const others = this.notes.filter((other) => other !== notes);
    notes.trainedMs = this.trainedMs - sumOf(others.map(({ trainedMs }) => trainedMs));
    // A dev point belongs to the stage whose step was taken last; it is measured before the next one is prepared.
    if (step < this.steps && !this.looks.includes(step)) await this.prepare(this.stageAfter(step));
  }

  /** The stage of the step behind `step`. */
  private stageAfter(step: number): number {
    const { stages, growth } = this.options;
    const last = stages.length - 1;
    if (this.stage === last) return last;
    if (step >= stages[this.stage].to) return this.stage + 1;
    const levelled =
      growth.kind === 'plateau' &&
      hasLevelled(
        this.losses.slice(this.stageBegan).map(({ loss }) => loss),
        growth,
      );
    return levelled ? this.stage + 1 : this.stage;
  }

  isEvaluated(step: number): boolean {
    return this.points.at(-1)?.step === step;
  }

  /** Dev accuracy on the PLM of the stage and on the whole one. A pause holds it between two batches, a stop leaves it out. */
  async evaluate(step: number, hold: () => Promise<boolean>): Promise<void> {
    const { version } = this.options.stages[this.stage];
    const own = await this.accuracy(version, hold);
    const full = own === null || version === WHOLE ? own : await this.accuracy(WHOLE, hold);
    if (own === null || full === null) return;
    this.points.push({
      step,
      flops: this.flops,
      stage: this.stage,
      loss: recentLoss(this.losses) ?? NaN,
      devOwnModel: own,
      devFullModel: full,
    });
    this.pointMs.push(this.trainedMs);
    this.prompts.push(this.lastPrompt);
    if (this.best === null || full > this.best.dev)
      this.best = { step, dev: full, ...plainly(this.lastPrompt) };
    if (step < this.steps) await this.prepare(this.stageAfter(step));
  }

  private async accuracy(version: PlmVersion, hold: () => Promise<boolean>): Promise<number | null> {
    const { session } = this.options;
    const { dev } = session.task;
    const work = session.scoreBatches(dev, this.lastPrompt, null, version);
    let next = await work.next();
    for (; next.done !== true; next = await work.next()) if (!(await hold())) return null;
    return accuracyOf(next.value, dev);
  }

  async snapshot(step: number): Promise<void> {
    const { session, onCheckpoint } = this.options;
    if (onCheckpoint === undefined) return;
    const state = storedState(await session.readState());
    await onCheckpoint({
      step,
      stage: this.stage,
      stageBegan: this.stageBegan,
      state,
      best: this.best,
      losses: this.losses.map(({ loss }) => loss),
      points: [...this.points],
      pointMs: [...this.pointMs],
      prompts: [...this.prompts],
      stages: this.notes.map((notes) => ({ ...notes })),
    });
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
