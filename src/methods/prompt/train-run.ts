/**
 * One run of soft prompt tuning: baselines, steps, dev accuracy every so often, the best step chosen on dev, test
 * reported once. Everything it does comes out as events; the same recipe on the same engine gives the same numbers.
 */
import type { Artefacts } from '../../experiment/artefacts.ts';
import type { Baseline } from '../../experiment/baselines.ts';
import { crossEntropy } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import type { PromptInit } from '../../experiment/recipe-types.ts';
import type { DevPoint, RunResult, StepPoint } from '../../experiment/run-record.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import type { OwnText, SentenceReading } from '../../experiment/stage-trace.ts';
import type { Task } from '../../experiment/task-types.ts';
import type { Checkpoint, TrainEvent } from '../../experiment/train-events.ts';
import { accuracyOf, baselineRowCount, measureBaselines, RANDOM_PROMPTS } from './baselines.ts';
import { WORD_WEIGHTS } from './programs.ts';
import { initialPrompt, untrainedInit, type InitSources, type SavedPrompt } from './prompt-init.ts';
import type { PromptSession } from './prompt-session.ts';
import { plainly, tunedArtefacts, tunedOf, type Tuned } from './tuned.ts';
import { diverged } from '../training/diverged.ts';
import { restoredState, storedState } from '../training/stored-state.ts';
import type { StepNumbers } from '../training/trainer.ts';
import { TrainingLoop, type Trainable } from '../training/training-loop.ts';
import type { RunControl } from '../training/run-control.ts';
import { readSentence } from './read-sentence.ts';
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
  /** Steps after which dev is looked at beside the recipe's evaluations; 0 for before the first. */
  readonly looks?: readonly number[];
}

/** The prompt of the step that was best on dev, the first of equals. */
export interface BestPrompt extends Tuned {
  readonly step: number;
  readonly dev: number;
}

export class TrainRun implements Trainable {
  private readonly points: StepPoint[];
  private readonly dev: DevPoint[];
  private best: BestPrompt | null;
  private baselines: readonly Baseline[];
  private readonly firstStep: number;
  private readonly earlierSeconds: number;
  private readonly loop: TrainingLoop;
  /** As of the last reading. */
  private last: Tuned;
  /** The gradient of the step that was just taken, where it was asked for. */
  private lastGradient: Float32Array | null = null;
  private withBaselines = false;
  private readonly order: Generator<number, never, void>;
  private readonly baselineWork: AsyncGenerator<number, void, void>;
  private readonly watcher: RunWatcher | null;

  constructor(private readonly options: RunOptions) {
    const { session, task, emit, watch, control, from } = options;
    const { recipe } = session;
    this.points = [...(from?.points ?? [])];
    this.dev = [...(from?.dev ?? [])];
    this.best = from === null ? null : bestOf(from);
    this.baselines = from?.baselines ?? [];
    this.firstStep = from?.step ?? 0;
    this.earlierSeconds = from?.secondsSoFar ?? 0;
    this.loop = new TrainingLoop(this, control, this.firstStep);
    this.order = shuffledEpochs(session.task.train.length, randomStream(recipe.seed, 'order'));
    takeRows(this.order, this.firstStep * recipe.training.batch);
    this.watcher = watch ? new RunWatcher(session, task, emit) : null;
    const random = Array.from({ length: RANDOM_PROMPTS }, (_, draw) => this.startPrompt(draw + 1));
    this.baselineWork = measureBaselines(session, random, (baselines, complete) => {
      // A checkpoint keeps whole baselines or none: a run that goes on from it measures what is missing anew.
      if (complete) this.baselines = baselines;
      emit({ kind: 'baselines', baselines });
    });
    this.last = from === null ? plainly(this.startPrompt()) : tunedOfState(from);
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
    this.withBaselines = withBaselines;
    await session.setState(
      from === null ? await session.startState(this.last.prompt) : restoredState(from.state),
    );
    emit({ kind: 'phase', phase: 'warm-up', done: 0, total: 1, unit: 'steps', detail: 'first step' });
    if (await this.loop.run()) return this.best ?? { step: this.loop.step, dev: 0, ...this.last };
    emit({ kind: 'stopped', step: this.loop.step });
    return null;
  }

  /** What the PLM makes of a text with the template alone and with the prompt as it stands. */
  readSentence(text: OwnText, limit: number | null): Promise<SentenceReading> {
    return readSentence(this.options.session, text, this.last, limit);
  }

  /** Time that the steps alone have taken. */
  get trainedSeconds(): number {
    return this.loop.trainedMs / 1000;
  }

  get steps(): number {
    return this.options.session.recipe.training.steps;
  }

  get evalEvery(): number {
    return this.options.session.recipe.training.evalEvery;
  }

  get looks(): readonly number[] {
    return this.options.looks ?? [];
  }

  get readEvery(): number {
    return this.options.session.readEvery;
  }

  async step(step: number): Promise<void> {
    const { session } = this.options;
    const { recipe, task } = session;
    const rows = Array.from(takeRows(this.order, recipe.training.batch), (index) => task.train[index]);
    this.lastGradient = await session.step(rows, this.ratesAt(step), this.watcher?.wantsGradient(step));
  }

  /** The label words' weights follow the schedule of the prompt, with a rate of their own. */
  private ratesAt(step: number): StepNumbers {
    const { training, wordWeights } = this.options.session.recipe;
    const rateOf = (learningRate: number): number => learningRateAt({ ...training, learningRate }, step - 1);
    return {
      learningRate: rateOf(training.learningRate),
      step,
      ...(wordWeights === undefined
        ? {}
        : { ownRates: { [WORD_WEIGHTS]: rateOf(wordWeights.learningRate) } }),
    };
  }

  /** @throws LabError `diverged` with the step */
  async read(first: number, last: number): Promise<void> {
    const { session, emit } = this.options;
    const { training } = session.recipe;
    const rows = await session.history(first, last);
    const bad = rows.find(
      ({ loss, gradientNorm }) => !Number.isFinite(loss) || !Number.isFinite(gradientNorm),
    );
    if (bad !== undefined) throw diverged(bad.step, this.kept);
    const points = rows.map((row): StepPoint => ({
      ...row,
      learningRate: learningRateAt(training, row.step - 1),
    }));
    this.points.push(...points);
    this.last = await session.readTuned();
    // Evaluations and baselines included: what the clock showed for the steps so far.
    const perStep = this.loop.seconds / (last - this.firstStep);
    emit({
      kind: 'steps',
      points,
      secondsSoFar: this.seconds,
      secondsLeft: (training.steps - last) * perStep,
    });
    emit({
      kind: 'phase',
      phase: 'train',
      done: last,
      total: training.steps,
      unit: 'steps',
      detail: '',
    });
  }

  async between(): Promise<void> {
    await this.watcher?.afterStep(this.loop.step, this.lastGradient);
    this.lastGradient = null;
    if (this.withBaselines && this.baselines.length === 0) await this.baselineWork.next();
  }

  isEvaluated(step: number): boolean {
    return this.dev.at(-1)?.step === step;
  }

  /** Dev accuracy of the prompt as it stands. A pause holds it between two batches, a stop leaves it out. */
  async evaluate(step: number, hold: () => Promise<boolean>): Promise<void> {
    const { session, emit } = this.options;
    const { dev, verbalizer } = session.task;
    const { last } = this;
    const work = session.scoreBatches(dev, last);
    let next = await work.next();
    for (; next.done !== true; next = await work.next()) if (!(await hold())) return;
    const scores = next.value;
    const labels = dev.map((row) => row.label);
    const point = {
      step,
      loss: crossEntropy(scores, labels, verbalizer.labels.length),
      accuracy: accuracyOf(scores, dev),
    };
    this.dev.push(point);
    const best = this.best === null || point.accuracy > this.best.dev;
    if (best) this.best = { step, dev: point.accuracy, ...last };
    emit({ kind: 'dev', point, best });
    await this.watcher?.showExamples(step, last);
  }

  async snapshot(step: number): Promise<void> {
    const { session, emit } = this.options;
    const { best } = this;
    const state = await session.readState();
    emit({
      kind: 'checkpoint',
      checkpoint: {
        recipe: session.recipe,
        step,
        state: storedState(state),
        best: best === null ? null : { step: best.step, dev: best.dev, artefacts: this.artefacts(best) },
        points: [...this.points],
        dev: [...this.dev],
        baselines: this.baselines,
        secondsSoFar: this.seconds,
      },
    });
  }

  onPause(step: number): void {
    this.options.emit({ kind: 'paused', step });
  }

  onResume(step: number): void {
    this.options.emit({ kind: 'resumed', step });
  }

  private get seconds(): number {
    return this.earlierSeconds + this.loop.seconds;
  }

  private artefacts(tuned: Tuned): Artefacts {
    return tunedArtefacts(tuned, this.options.session.plm.width);
  }

  /** @param draw 0 is where the run starts, 1 and up are untrained prompts for comparison */
  private startPrompt(draw = 0): Float32Array {
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
    const init = draw === 0 ? own : untrainedInit(recipe.init);
    return initialPrompt(init, recipe.promptLength, recipe.seed, sources, draw);
  }

  /** What is left of a run that came to no numbers. */
  private get kept(): string {
    return this.best === null ? 'the prompt before it' : `the prompt of step ${String(this.best.step)}`;
  }

  /** The baselines that are still to be measured when the steps are done. */
  private async restOfBaselines(): Promise<void> {
    const { dev, test } = this.options.session.task;
    for await (const done of this.baselineWork) {
      this.options.emit({
        kind: 'phase',
        phase: 'baselines',
        done,
        total: baselineRowCount(dev.length + test.length),
        unit: 'rows',
        detail: 'template alone and random prompts',
      });
    }
  }

  private async finish(best: BestPrompt): Promise<RunResult> {
    const { session, emit } = this.options;
    const { test } = session.task;
    if (this.baselines.length === 0) await this.restOfBaselines();
    const work = session.scoreBatches(test, best);
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
    this.last = best;
    const { taken, trainedMs } = this.loop;
    const result = {
      bestStep: best.step,
      dev: best.dev,
      test: accuracyOf(scores, test),
      seconds: this.seconds,
      stepMs: taken === 0 ? 0 : trainedMs / taken,
      compileMs: session.compileMs,
    };
    emit({ kind: 'finished', result, artefacts: this.artefacts(best) });
    return result;
  }
}

function bestOf({ best }: Checkpoint): BestPrompt | null {
  const tuned = best === null ? null : tunedOf(best.artefacts);
  return best === null || tuned === null ? null : { step: best.step, dev: best.dev, ...tuned };
}

function tunedOfState({ state }: Checkpoint): Tuned {
  const copied = (name: string): Float32Array | null =>
    Object.hasOwn(state, name) ? Float32Array.from(state[name].values) : null;
  return { prompt: Float32Array.from(state.prompt.values), wordWeights: copied(WORD_WEIGHTS) };
}
