/**
 * One run of soft prompt tuning: baselines, steps, dev accuracy every so often, the best step chosen on dev, test
 * reported once. Everything it does comes out as events; the same recipe on the same engine gives the same numbers.
 */
import type { HostTensor } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { accuracy, argmax, crossEntropy, majorityRate, softmax } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import type {
  Baselines,
  DevPoint,
  ExamplePrediction,
  RunResult,
  StepPoint,
} from '../../experiment/run-record.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import type { Task } from '../../data/task-types.ts';
import type { Checkpoint, TrainEvent } from '../../protocol/train-protocol.ts';
import type { EncodedRow } from './encoded-task.ts';
import { describePrompt, wordSpace, type WordSpace } from './nearest-words.ts';
import { initialPrompt, type InitSources, type SavedPrompt } from './prompt-init.ts';
import type { PromptSession, TrainState } from './prompt-session.ts';
import type { RunControl } from './run-control.ts';

export interface RunOptions {
  readonly session: PromptSession;
  readonly task: Task;
  readonly control: RunControl;
  readonly emit: (event: TrainEvent) => void;
  readonly saved: SavedPrompt | null;
  readonly from: Checkpoint | null;
  /** Neurons, soft tokens and examples for the page; the command line can do without. */
  readonly watch: boolean;
}

/** Rows whose neurons are averaged, and rows shown as examples. */
const PROBE_ROWS = 16;
const EXAMPLE_ROWS = 12;

/** A reload or a crash loses at most about this much work. */
const CHECKPOINT_SECONDS = 3;

/** Frames of neurons between two dev evaluations. */
const FRAMES_PER_EVALUATION = 4;

interface Best {
  readonly step: number;
  readonly dev: number;
  readonly prompt: Float32Array;
}

export class TrainRun {
  private readonly points: StepPoint[];
  private readonly dev: DevPoint[];
  private best: Best | null;
  private baselines: Baselines | null;
  private done: number;
  private readonly firstStep: number;
  private readonly earlierSeconds: number;
  private readonly started = performance.now();
  private pausedMs = 0;
  private trainedMs = 0;
  private trainedSteps = 0;
  private plainNeurons: { layers: number; neurons: number; values: Float32Array } | null = null;
  private neuronScale = 0;
  private plainExamples: Float32Array | null = null;
  private space: WordSpace | null = null;
  private lastPrompt: Float32Array;
  private announcedPause = -1;
  private lastCheckpoint = performance.now();
  private readonly baselineWork = this.measureBaselines();

  constructor(private readonly options: RunOptions) {
    const { from } = options;
    this.points = [...(from?.points ?? [])];
    this.dev = [...(from?.dev ?? [])];
    this.best = from?.best ?? null;
    this.baselines = from?.baselines ?? null;
    this.done = from?.step ?? 0;
    this.firstStep = this.done;
    this.earlierSeconds = from?.secondsSoFar ?? 0;
    this.lastPrompt = from === null ? this.startPrompt() : Float32Array.from(from.state.prompt.values);
  }

  /**
   * Runs to the end, to a stop, or to an error.
   * @returns the result, or null when stopped early
   * @throws LabError `diverged` with the step; what engines throw
   */
  async run(): Promise<RunResult | null> {
    const { session, emit, from } = this.options;
    const { recipe } = session;
    await session.setState(from === null ? await session.startState(this.lastPrompt) : restored(from));
    const order = shuffledEpochs(session.task.train.length, randomStream(recipe.seed, 'order'));
    takeRows(order, this.done * recipe.batch);
    emit({ kind: 'phase', phase: 'train', done: this.done, total: recipe.steps, unit: 'steps', detail: '' });
    let unread = this.done + 1;
    while (this.done < recipe.steps) {
      const chosen = await this.ask(() => this.read(unread).then((next) => (unread = next)));
      if (chosen === 'stop') {
        unread = await this.read(unread);
        await this.checkpoint();
        emit({ kind: 'stopped', step: this.done });
        return null;
      }
      await this.step(takeRows(order, recipe.batch));
      const evaluate = this.done % recipe.evalEvery === 0 || this.done === recipe.steps;
      if (this.done - unread + 1 >= session.readEvery || evaluate || this.done === 1)
        unread = await this.read(unread);
      if (unread > this.done && performance.now() - this.lastCheckpoint > 1000 * CHECKPOINT_SECONDS)
        await this.checkpoint();
      if (this.baselines === null) await this.baselineWork.next();
      if (evaluate) await this.evaluate();
    }
    return this.finish();
  }

  /** Class probabilities of a text with the template alone and with the prompt as it stands. */
  async predict(a: string, b: string | null): Promise<ExamplePrediction> {
    const { session } = this.options;
    const row: EncodedRow = { example: session.task.wrap(b === null ? { a } : { a, b }), label: 0 };
    const [before, after] = [await session.scores([row], null), await session.scores([row], this.lastPrompt)];
    const text = b === null ? { a } : { a, b };
    return { ...text, label: null, before: Array.from(softmax(before)), after: Array.from(softmax(after)) };
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
    const random = stream !== undefined && recipe.init.kind !== 'normal';
    return initialPrompt(
      random ? { kind: 'vocab' } : recipe.init,
      recipe.promptLength,
      recipe.seed,
      sources,
      stream,
    );
  }

  private async ask(beforePause: () => Promise<unknown>): Promise<'step' | 'stop'> {
    let since = 0;
    const decision = await this.options.control.next(async () => {
      if (this.announcedPause === this.done) return;
      await beforePause();
      await this.checkpoint();
      this.announcedPause = this.done;
      since = performance.now();
      this.options.emit({ kind: 'paused', step: this.done });
    });
    if (since > 0) this.pausedMs += performance.now() - since;
    if (this.announcedPause >= 0 && !this.options.control.paused && decision === 'step') {
      this.announcedPause = -1;
      this.options.emit({ kind: 'resumed', step: this.done });
    }
    return decision;
  }

  private get seconds(): number {
    return this.earlierSeconds + (performance.now() - this.started - this.pausedMs) / 1000;
  }

  private async step(indices: Int32Array): Promise<void> {
    const { session, watch } = this.options;
    const { recipe, task } = session;
    const rows = Array.from(indices, (index) => task.train[index]);
    const started = performance.now();
    const step = this.done + 1;
    const describe = watch && (step % recipe.evalEvery === 0 || step === 1 || step === recipe.steps);
    const gradient = await session.step(
      rows,
      { learningRate: learningRateAt(recipe, this.done), step },
      describe,
    );
    this.done = step;
    this.trainedMs += performance.now() - started;
    this.trainedSteps++;
    if (gradient !== null) await this.describeTokens(gradient);
    const frames = Math.max(1, Math.floor(recipe.evalEvery / FRAMES_PER_EVALUATION));
    if (watch && (step % frames === 0 || step === 1)) await this.showNeurons();
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

  /**
   * What gives the accuracies meaning, a batch of rows at a time between the steps: the curve moves from the first
   * step on, and the baselines are there soon.
   */
  private async *measureBaselines(): AsyncGenerator<number, void, void> {
    const { session, emit } = this.options;
    const { dev, test } = session.task;
    const random = this.startPrompt('random-prompt');
    const shares: number[] = [];
    let done = 0;
    for (const prompt of [null, random]) {
      for (const rows of [dev, test]) {
        const work = session.scoreBatches(rows, prompt);
        let next = await work.next();
        for (; next.done !== true; next = await work.next()) yield done + next.value;
        done += rows.length;
        shares.push(this.accuracyOf(next.value, rows));
      }
    }
    this.baselines = {
      majority: {
        dev: majorityRate(dev.map((row) => row.label)),
        test: majorityRate(test.map((row) => row.label)),
      },
      noPrompt: { dev: shares[0], test: shares[1] },
      randomPrompt: { dev: shares[2], test: shares[3] },
    };
    emit({ kind: 'baselines', baselines: this.baselines });
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

  private accuracyOf(scores: Float32Array, rows: readonly EncodedRow[]): number {
    const classes = this.options.session.task.verbalizer.labels.length;
    return accuracy(
      rows.map((_, row) => argmax(scores, row * classes, classes)),
      rows.map((row) => row.label),
    );
  }

  private async evaluate(): Promise<void> {
    const { session, emit, watch } = this.options;
    const { dev, verbalizer } = session.task;
    const scores = await session.scores(dev, this.lastPrompt);
    const labels = dev.map((row) => row.label);
    const point = {
      step: this.done,
      loss: crossEntropy(scores, labels, verbalizer.labels.length),
      accuracy: this.accuracyOf(scores, dev),
    };
    this.dev.push(point);
    const best = this.best === null || point.accuracy > this.best.dev;
    if (best) this.best = { step: this.done, dev: point.accuracy, prompt: this.lastPrompt };
    emit({ kind: 'dev', point, best });
    if (watch) await this.showExamples();
    await this.checkpoint();
  }

  private async finish(): Promise<RunResult> {
    const { session, emit } = this.options;
    const { test } = session.task;
    if (this.baselines === null) await this.restOfBaselines();
    const best = this.best ?? { step: this.done, dev: 0, prompt: this.lastPrompt };
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
      test: this.accuracyOf(scores, test),
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

  private async showNeurons(): Promise<void> {
    const { session, emit } = this.options;
    const rows = session.task.dev.slice(0, PROBE_ROWS);
    const prompt = await session.readPrompt();
    const prompted = await session.neurons(rows, prompt);
    this.plainNeurons ??= await session.neurons(rows, null);
    // One scale for the whole run, so that frames can be compared: the 99.5th percentile without the prompt.
    this.neuronScale ||= quantile(this.plainNeurons.values, 0.995);
    const { layers, neurons, values } = prompted;
    emit({
      kind: 'activations',
      frame: {
        step: this.done,
        layers,
        neurons,
        scale: this.neuronScale,
        prompted: values,
        plain: this.plainNeurons.values,
      },
    });
  }

  private async describeTokens(gradient: Float32Array): Promise<void> {
    const { session, emit } = this.options;
    this.space ??= wordSpace(session.plm.wordTable, session.plm.width);
    emit({
      kind: 'prompt-tokens',
      step: this.done,
      tokens: describePrompt(this.space, session.tokenizer, await session.readPrompt(), gradient),
    });
  }

  private async showExamples(): Promise<void> {
    const { session, emit, task } = this.options;
    const classes = session.task.verbalizer.labels.length;
    const rows = session.task.dev.slice(0, EXAMPLE_ROWS);
    this.plainExamples ??= await session.scores(rows, null);
    const [before, after] = [this.plainExamples, await session.scores(rows, this.lastPrompt)];
    const probabilities = (scores: Float32Array, row: number): number[] =>
      Array.from(softmax(scores.subarray(row * classes, (row + 1) * classes)));
    const examples = task.dev.slice(0, EXAMPLE_ROWS).map(({ a, b, y }, row) => ({
      a,
      ...(b === undefined ? {} : { b }),
      label: y,
      before: probabilities(before, row),
      after: probabilities(after, row),
    }));
    emit({ kind: 'examples', step: this.done, rows: examples });
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

/** The value below which that share of the sizes lies. */
function quantile(values: Float32Array, share: number): number {
  const sizes = Float32Array.from(values, Math.abs).sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] || 1;
}
