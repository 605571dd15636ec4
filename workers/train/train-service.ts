/**
 * The training worker's service: loads what a recipe names, makes the engine, runs, and recovers. A lost device costs
 * what was done since the last checkpoint; nobody has to click.
 */
import type { Engine } from '../../src/engine/engine-types.ts';
import { LabError, toErrorData } from '../../src/errors/lab-error.ts';
import type { EngineChoice, Recipe } from '../../src/experiment/recipe-types.ts';
import type { ExamplePrediction } from '../../src/experiment/run-record.ts';
import { encodeTask } from '../../src/methods/prompt/encoded-task.ts';
import type { SavedPrompt } from '../../src/methods/prompt/prompt-init.ts';
import { PromptSession } from '../../src/methods/prompt/prompt-session.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import { runHashes } from '../../src/methods/prompt/run-fingerprints.ts';
import { TrainRun } from '../../src/methods/prompt/train-run.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import type { RecipeProblem, RowPreview, TrainService } from '../../src/protocol/train-protocol.ts';
import { usableWords, type UsableWords } from '../../src/text/usable-words.ts';
import { AskedPrompt } from './asked-prompt.ts';
import { cancelled } from '../../src/data/models/fetch-file.ts';
import { nextMacrotask } from './macrotask.ts';
import { answer } from '../answer.ts';
import { recipeProblems } from './recipe-problems.ts';
import { rowPreview } from './row-preview.ts';
import type { OpenedPlm } from '../../src/plm/open-model-files.ts';
import type { Resources } from './resources.ts';

export interface ServiceParts {
  readonly resources: Resources;
  readonly makeEngine: (choice: EngineChoice) => Promise<Engine>;
  readonly loadPrompt: (id: string) => Promise<SavedPrompt>;
}

/** Losses in a row without a new checkpoint; then it is not the device's luck but the run. */
const MOST_RECOVERIES = 3;

interface Running {
  readonly session: PromptSession;
  readonly run: TrainRun;
}

export class PageTrainService implements TrainService {
  private events: MessagePort | null = null;
  private engine: { readonly choice: EngineChoice; readonly plm: string; readonly engine: Engine } | null =
    null;
  private control = new RunControl(nextMacrotask);
  private abort = new AbortController();
  private running: Running | null = null;
  private checkpoint: Checkpoint | null = null;
  private readonly asked = new AskedPrompt();

  constructor(private readonly parts: ServiceParts) {}

  connect(events: MessagePort): Promise<void> {
    this.events = events;
    return Promise.resolve();
  }

  private readonly emit = (event: TrainEvent): void => {
    if (event.kind === 'checkpoint') this.checkpoint = event.checkpoint;
    this.events?.postMessage(event);
  };

  async start(recipe: Recipe, from: Checkpoint | null): Promise<void> {
    this.control = new RunControl(nextMacrotask);
    this.abort = new AbortController();
    this.checkpoint = from;
    let recoveries = 0;
    for (;;) {
      const before = this.checkpoint;
      try {
        await this.attempt(recipe);
        return;
      } catch (thrown) {
        const step = this.checkpoint?.step ?? null;
        if (thrown instanceof LabError && thrown.code === 'cancelled') {
          this.emit({ kind: 'stopped', step: step ?? 0 });
          return;
        }
        recoveries = this.checkpoint === before ? recoveries + 1 : 1;
        await this.dropEngine();
        if (!(thrown instanceof LabError && thrown.code === 'device-lost') || recoveries > MOST_RECOVERIES) {
          this.emit({ kind: 'failed', error: toErrorData(thrown), step });
          return;
        }
        this.emit({ kind: 'recovered', from: 'device-lost', step: step ?? 0, detail: thrown.message });
      }
    }
  }

  private async attempt(recipe: Recipe): Promise<void> {
    const { session, run } = await this.prepare(recipe);
    this.running = { session, run };
    const result = await run.run();
    if (result !== null)
      this.emit({
        kind: 'phase',
        phase: 'done',
        done: recipe.training.steps,
        total: recipe.training.steps,
        unit: 'steps',
        detail: '',
      });
  }

  private async open(recipe: Recipe): Promise<OpenedPlm> {
    return this.parts.resources.plm(recipe.plm, this.abort.signal, (phase, done, total, file) => {
      this.emit({ kind: 'phase', phase, done, total, unit: 'bytes', detail: file });
    });
  }

  private async prepare(recipe: Recipe): Promise<Running> {
    const [{ plm, tokenizer }, task] = [
      await this.open(recipe),
      await this.parts.resources.task(recipe.task, this.abort.signal),
    ];
    const encoded = encodeTask(plm, tokenizer, task, recipe);
    const { train, dev, test } = encoded;
    // Made while the engine is.
    const hashes = runHashes({ plm, tokenizer }, task);
    this.emit({
      kind: 'task',
      labels: task.labels,
      rows: { train: train.length, dev: dev.length, test: test.length },
      warnings: encoded.warnings,
    });
    const saved =
      recipe.init.kind === 'saved' && this.checkpoint === null
        ? await this.parts.loadPrompt(recipe.init.promptId)
        : null;
    await this.running?.session.release().catch(() => undefined);
    this.running = null;
    await this.asked.release();
    const engine = await this.engineFor(recipe);
    this.emit({ kind: 'engine', report: engine.report });
    this.emit({ kind: 'hashes', hashes: await hashes });
    if (this.abort.signal.aborted) throw cancelled();
    let programs = 0;
    const session = new PromptSession(plm, tokenizer, encoded, recipe, engine, (name) => {
      programs++;
      this.emit({
        kind: 'phase',
        phase: 'compile',
        done: programs,
        total: null,
        unit: 'programs',
        detail: name,
      });
    });
    const run = new TrainRun({
      session,
      task,
      control: this.control,
      emit: this.emit,
      saved,
      from: this.checkpoint,
      watch: true,
    });
    return { session, run };
  }

  /** An engine holds the weights of one PLM: another PLM gets another engine, and the memory of the first is free. */
  private async engineFor({ engine: choice, plm }: Recipe): Promise<Engine> {
    if (this.engine?.choice === choice && this.engine.plm === plm) return this.engine.engine;
    this.emit({
      kind: 'phase',
      phase: 'compile',
      done: 0,
      total: null,
      unit: 'programs',
      detail: 'engine self-test',
    });
    return this.newEngine(choice, plm);
  }

  private async newEngine(choice: EngineChoice, plm: string): Promise<Engine> {
    await this.dropEngine();
    const engine = await this.parts.makeEngine(choice);
    this.engine = { choice, plm, engine };
    return engine;
  }

  private async dropEngine(): Promise<void> {
    const { engine, running } = this;
    this.engine = null;
    this.running = null;
    await running?.session.release().catch(() => undefined);
    await this.asked.release();
    await engine?.engine.release().catch(() => undefined);
  }

  pause(): Promise<void> {
    this.control.pause();
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.control.resume();
    return Promise.resolve();
  }

  oneStep(): Promise<void> {
    this.control.oneStep();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.control.stop();
    this.abort.abort();
    return Promise.resolve();
  }

  async predict(a: string, b: string | null): Promise<ExamplePrediction> {
    if (this.running === null) {
      throw new LabError({
        code: 'prompt',
        message: 'There is no soft prompt to ask yet.',
        remedy: 'Start training first.',
      });
    }
    return this.running.run.predict(a, b);
  }

  predictWith(
    recipe: Recipe,
    prompt: Float32Array,
    a: string,
    b: string | null,
  ): Promise<Answer<ExamplePrediction>> {
    // A record of the command line names an engine that browsers don't have.
    const choice = recipe.engine === 'cpu' ? 'auto' : recipe.engine;
    return answer(async () => {
      const { signal } = new AbortController();
      const opened = await this.parts.resources.plm(recipe.plm, signal, () => undefined);
      const task = await this.parts.resources.task(recipe.task, signal);
      return this.asked.ask(recipe, prompt, a, b, async () => {
        const isFit = this.engine?.choice === choice && this.engine.plm === recipe.plm;
        const engine =
          isFit && this.engine !== null ? this.engine.engine : await this.newEngine(choice, recipe.plm);
        return { opened, task, engine };
      });
    }, 'engine-failed');
  }

  async checkRecipe(recipe: Recipe): Promise<readonly RecipeProblem[]> {
    const signal = new AbortController().signal;
    const opened = await this.parts.resources.plm(recipe.plm, signal, () => undefined);
    return recipeProblems(opened, await this.parts.resources.task(recipe.task, signal), recipe);
  }

  previewRow(recipe: Recipe, row: number): Promise<Answer<RowPreview>> {
    return answer(async () => {
      const signal = new AbortController().signal;
      const opened = await this.parts.resources.plm(recipe.plm, signal, () => undefined);
      return rowPreview(opened, await this.parts.resources.task(recipe.task, signal), recipe, row);
    }, 'engine-failed');
  }

  usableWords(
    plm: string,
    labels: readonly string[],
    labelWords: readonly (readonly string[])[],
  ): Promise<Answer<UsableWords>> {
    return answer(async () => {
      const { tokenizer } = await this.parts.resources.plm(
        plm,
        new AbortController().signal,
        () => undefined,
      );
      return usableWords(tokenizer, labels, labelWords);
    }, 'engine-failed');
  }
}
