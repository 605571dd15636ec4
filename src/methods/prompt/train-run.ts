/**
 * One run of soft prompt tuning: baselines, steps, dev accuracy every so often, the best step chosen on dev, test
 * reported once. Everything it does comes out as events; the same recipe on the same engine gives the same numbers.
 */
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { LabError } from '../../errors/lab-error.ts';
import { crossEntropy } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import type { PromptInit } from '../../experiment/recipe-types.ts';
import type {
  Baselines,
  DevPoint,
  ExamplePrediction,
  RunResult,
  StepPoint,
} from '../../experiment/run-record.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import type { Task } from '../../experiment/task-types.ts';
import type { Checkpoint, TrainEvent } from '../../experiment/train-events.ts';
import { accuracyOf, measureBaselines } from './baselines.ts';
import { predictText } from './predict-text.ts';
import { initialPrompt, untrainedInit, type InitSources, type SavedPrompt } from './prompt-init.ts';
import type { PromptSession, TrainState } from './prompt-session.ts';
import type { RunControl } from '../training/run-control.ts';
import { RunWatcher } from './run-watcher.ts';

export interface RunOptions {
  readonly session: PromptSession;
  readonly task: Task;
  readonly control: RunControl;
  readonly emit: (event: TrainEvent) => void;
  /** A prompt to start from, whatever the recipe's `init` says; null leaves it to `init`. */
  readonly saved: SavedPrompt | null;
  readonly from: Checkpoint | null;
  /** Neurons, soft tokens and examples for the page; the command line can do without. */
  readonly watch: boolean;
}

/** The prompt of the step that was best on dev, the first of equals. */
export interface BestPrompt {
  readonly step: number;
  readonly dev: number;
  readonly prompt: Float32Array;
}

/** A reload or a crash loses at most about this much work. */
const CHECKPOINT_SECONDS = 3;

export class TrainRun {
  private readonly points: StepPoint[];
  private readonly dev: DevPoint[];
  private best: BestPrompt | null;
  private baselines: Baselines | null;
  private done: number;
  private readonly firstStep: number;
  private readonly earlierSeconds: number;
  private readonly started = performance.now();
  private pausedMs = 0;
  private trainedMs = 0;
  private trainedSteps = 0;
  private lastPrompt: Float32Array;
  private announcedPause = -1;
  private lastCheckpoint = performance.now();
  private readonly baselineWork: AsyncGenerator<number, void, void>;
  private readonly watcher: RunWatcher | null;

  constructor(private readonly options: RunOptions) {
    const { from } = options;
    this.points = [...(from?.points ?? [])];
    this.dev = [...(from?.dev ?? [])];
    this.best = from?.best ?? null;
    this.baselines = from?.baselines ?? null;
    this.done = from?.step ?? 0;
    this.firstStep = this.done;
    this.earlierSeconds = from?.secondsSoFar ?? 0;
    const { session, task, emit, watch } = options;
    this.watcher = watch ? new RunWatcher(session, task, emit) : null;
    this.baselineWork = measureBaselines(session, this.startPrompt('random-prompt'), (baselines) => {
      this.baselines = baselines;
      emit({ kind: 'baselines', baselines });
    });
    this.lastPrompt = from === null ? this.startPrompt() : Float32Array.from(from.state.prompt.values);
  }

  /**
   * Runs to the end, to a stop, or to an error.
   * @returns the result, or null when stopped early
   * @throws LabError `diverged` with the step; what engines throw
   */
  async run(): Promise<RunResult | null> {
    const best = await this.train(true);
    return best === null ? null : this.finish(best);
  }

  /**
   * The steps and the dev evaluations alone: test is not looked at.
   * @param withBaselines whether baselines are measured between the steps
   * @returns the best prompt, or null when stopped early
   * @throws LabError as `run`
   */
  async train(withBaselines = false): Promise<BestPrompt | null> {
    const { session, emit, from } = this.options;
    const { recipe } = session;
    await session.setState(from === null ? await session.startState(this.lastPrompt) : restored(from));
    const order = shuffledEpochs(session.task.train.length, randomStream(recipe.seed, 'order'));
    takeRows(order, this.done * recipe.batch);
    emit({ kind: 'phase', phase: 'warm-up', done: 0, total: 1, unit: 'steps', detail: 'first step' });
    let unread = this.done + 1;
    // A run that was left during an evaluation makes up for it.
    if (this.isEvaluated(this.done) && this.dev.at(-1)?.step !== this.done) await this.evaluate();
    while (this.done < recipe.steps) {
      const chosen = await this.ask(() => this.read(unread).then((next) => (unread = next)));
      if (chosen === 'stop') {
        unread = await this.read(unread);
        await this.checkpoint();
        emit({ kind: 'stopped', step: this.done });
        return null;
      }
      await this.step(takeRows(order, recipe.batch));
      const evaluate = this.isEvaluated(this.done);
      if (this.done - unread + 1 >= session.readEvery || evaluate || this.done === 1)
        unread = await this.read(unread);
      if (unread > this.done && performance.now() - this.lastCheckpoint > 1000 * CHECKPOINT_SECONDS)
        await this.checkpoint();
      if (withBaselines && this.baselines === null) await this.baselineWork.next();
      if (evaluate) await this.evaluate();
    }
    // A stop during the last evaluation leaves it out: without it the best step is not known.
    if (this.options.control.stopping && this.dev.at(-1)?.step !== this.done) {
      await this.checkpoint();
      emit({ kind: 'stopped', step: this.done });
      return null;
    }
    return this.best ?? { step: this.done, dev: 0, prompt: this.lastPrompt };
  }

  /** Class probabilities of a text with the template alone and with the prompt as it stands. */
  predict(a: string, b: string | null): Promise<ExamplePrediction> {
    return predictText(this.options.session, a, b, this.lastPrompt);
  }

  private startPrompt(stream?: string): Float32Array {
    const { session, saved } = this.options;
    const { recipe, plm, tokenizer, task } = session;
    const sources: InitSources = {
      table: plm.wordTable,
      width: plm.width,
      tokenizer,
      labelWordIds: task.verbalizer.tokenIds,
      saved,
    };
    const own: PromptInit = saved === null ? recipe.init : { kind: 'saved', promptId: 'given' };
    const init = stream === undefined ? own : untrainedInit(recipe.init);
    return initialPrompt(init, recipe.promptLength, recipe.seed, sources, stream);
  }

  /** Time that the steps alone have taken. */
  get trainedSeconds(): number {
    return this.trainedMs / 1000;
  }

  private isEvaluated(step: number): boolean {
    const { evalEvery, steps } = this.options.session.recipe;
    return step > 0 && (step % evalEvery === 0 || step === steps);
  }

  private async ask(beforePause: () => Promise<unknown>): Promise<'step' | 'stop'> {
    const { control } = this.options;
    const decision = await this.waiting(() => control.next(() => this.announcePause(beforePause)));
    if (!control.paused && decision === 'step') this.announceResumed();
    return decision;
  }

  /** Time that a pause takes is not the run's. */
  private async waiting<T>(wait: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const result = await wait();
    this.pausedMs += performance.now() - since;
    return result;
  }

  private async announcePause(beforePause: () => Promise<unknown>): Promise<void> {
    if (this.announcedPause === this.done) return;
    await beforePause();
    await this.checkpoint();
    this.announcedPause = this.done;
    this.options.emit({ kind: 'paused', step: this.done });
  }

  private announceResumed(): void {
    if (this.announcedPause < 0) return;
    this.announcedPause = -1;
    this.options.emit({ kind: 'resumed', step: this.done });
  }

  private get seconds(): number {
    return this.earlierSeconds + (performance.now() - this.started - this.pausedMs) / 1000;
  }

  private async step(indices: Int32Array): Promise<void> {
    const { session } = this.options;
    const { recipe, task } = session;
    const rows = Array.from(indices, (index) => task.train[index]);
    const started = performance.now();
    const step = this.done + 1;
    const at = { learningRate: learningRateAt(recipe, this.done), step };
    const gradient = await session.step(rows, at, this.watcher?.wantsGradient(step));
    this.done = step;
    this.trainedMs += performance.now() - started;
    this.trainedSteps++;
    await this.watcher?.afterStep(step, gradient);
  }

  /** Reads what the device has kept of the steps since `first`. @throws LabError `diverged` */
  private async read(first: number): Promise<number> {
    const { session, emit } = this.options;
    if (first > this.done) return first;
    const started = performance.now();
    const rows = await session.history(first, this.done);
    const bad = rows.find(
      ({ loss, gradientNorm }) => !Number.isFinite(loss) || !Number.isFinite(gradientNorm),
    );
    if (bad !== undefined) throw this.diverged(bad.step);
    const points = rows.map((row): StepPoint => ({
      ...row,
      learningRate: learningRateAt(session.recipe, row.step - 1),
    }));
    this.points.push(...points);
    this.lastPrompt = await session.readPrompt();
    this.trainedMs += performance.now() - started;
    // Evaluations and baselines included: what the clock showed for the steps so far.
    const perStep = (performance.now() - this.started - this.pausedMs) / 1000 / (this.done - this.firstStep);
    const secondsLeft = (session.recipe.steps - this.done) * perStep;
    emit({ kind: 'steps', points, secondsSoFar: this.seconds, secondsLeft });
    emit({
      kind: 'phase',
      phase: 'train',
      done: this.done,
      total: session.recipe.steps,
      unit: 'steps',
      detail: '',
    });
    return this.done + 1;
  }

  private diverged(step: number): LabError {
    const kept = this.best === null ? 'the prompt before it' : `the prompt of step ${String(this.best.step)}`;
    return new LabError({
      code: 'diverged',
      message: `The loss was no number any more at step ${String(step)}. Training stopped; ${kept} is kept.`,
      remedy: 'Lower the learning rate, or clip the gradient’s norm.',
      where: `step ${String(step)}`,
    });
  }

  /** The baselines that are still to be measured when the steps are done. */
  private async restOfBaselines(): Promise<void> {
    const { dev, test } = this.options.session.task;
    for await (const done of this.baselineWork) {
      this.options.emit({
        kind: 'phase',
        phase: 'baselines',
        done,
        total: 2 * (dev.length + test.length),
        unit: 'rows',
        detail: 'template alone and random prompt',
      });
    }
  }

  /** Dev accuracy of the prompt as it stands. A pause holds it between two batches, a stop leaves it out. */
  private async evaluate(): Promise<void> {
    const { session, emit, control } = this.options;
    const { dev, verbalizer } = session.task;
    const work = session.scoreBatches(dev, this.lastPrompt);
    let next = await work.next();
    for (; next.done !== true; next = await work.next()) {
      if (!(await this.waiting(() => control.hold(() => this.announcePause(() => Promise.resolve())))))
        return;
      if (!control.paused) this.announceResumed();
    }
    const scores = next.value;
    const labels = dev.map((row) => row.label);
    const point = {
      step: this.done,
      loss: crossEntropy(scores, labels, verbalizer.labels.length),
      accuracy: accuracyOf(scores, dev),
    };
    this.dev.push(point);
    const best = this.best === null || point.accuracy > this.best.dev;
    if (best) this.best = { step: this.done, dev: point.accuracy, prompt: this.lastPrompt };
    emit({ kind: 'dev', point, best });
    await this.watcher?.showExamples(this.done, this.lastPrompt);
    await this.checkpoint();
  }

  private async finish(best: BestPrompt): Promise<RunResult> {
    const { session, emit } = this.options;
    const { test } = session.task;
    if (this.baselines === null) await this.restOfBaselines();
    const work = session.scoreBatches(test, best.prompt);
    let next = await work.next();
    for (; next.done !== true; next = await work.next()) {
      emit({
        kind: 'phase',
        phase: 'test',
        done: next.value,
        total: test.length,
        unit: 'rows',
        detail: `prompt of step ${String(best.step)}`,
      });
    }
    const scores = next.value;
    this.lastPrompt = best.prompt;
    const result = {
      bestStep: best.step,
      dev: best.dev,
      test: accuracyOf(scores, test),
      seconds: this.seconds,
      stepMs: this.trainedSteps === 0 ? 0 : this.trainedMs / this.trainedSteps,
      compileMs: session.compileMs,
    };
    const prompt = { length: session.recipe.promptLength, width: session.plm.width, values: best.prompt };
    emit({ kind: 'finished', result, prompt });
    return result;
  }

  private async checkpoint(): Promise<void> {
    const { session, emit } = this.options;
    const state = await session.readState();
    this.lastCheckpoint = performance.now();
    emit({
      kind: 'checkpoint',
      checkpoint: {
        recipe: session.recipe,
        step: this.done,
        state: Object.fromEntries(
          Object.entries(state).map(([name, { dims, data }]) => [
            name,
            { dims, values: Float32Array.from(data) },
          ]),
        ),
        best: this.best,
        points: [...this.points],
        dev: [...this.dev],
        baselines: this.baselines,
        secondsSoFar: this.seconds,
      },
    });
  }
}

function restored(from: Checkpoint): TrainState {
  return Object.fromEntries(
    Object.entries(from.state).map(([name, { dims, values }]): [string, HostTensor] => [
      name,
      { type: 'float32', dims, data: Float32Array.from(values) },
    ]),
  );
}
