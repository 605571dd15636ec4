/**
 * The training worker's service: loads what a recipe names, makes the engine, runs, and recovers. A lost device costs
 * what was done since the last checkpoint; nobody has to click.
 */
import type { Engine } from '../../src/engine/engine-types.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import type { Artefacts } from '../../src/experiment/artefacts.ts';
import type { EngineChoice, Recipe } from '../../src/experiment/recipe-types.ts';
import { encodeTask } from '../../src/methods/prompt/encoded-task.ts';
import type { OwnText, SentenceReading } from '../../src/experiment/stage-trace.ts';
import type { SavedPrompt } from '../../src/methods/prompt/prompt-init.ts';
import { PromptSession } from '../../src/methods/prompt/prompt-session.ts';
import { runHashes } from '../../src/methods/prompt/run-fingerprints.ts';
import { tunedOf } from '../../src/methods/prompt/tuned.ts';
import { TrainRun } from '../../src/methods/prompt/train-run.ts';
import type { Network } from '../../src/offline/network.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import type { RecipeProblem, RowPreview, TrainService } from '../../src/protocol/train-protocol.ts';
import { usableWords, type UsableWords } from '../../src/text/usable-words.ts';
import { AskedPrompt } from './asked-prompt.ts';
import { cancelled } from '../../src/data/models/fetch-file.ts';
import { answer } from '../answer.ts';
import { JobHost } from '../job/job-host.ts';
import { KeptEngines, type MakeEngine } from '../job/kept-engines.ts';
import type { Resources } from '../job/resources.ts';
import { recipeProblems } from './recipe-problems.ts';
import { rowPreview } from './row-preview.ts';

export interface ServiceParts {
  readonly resources: Resources;
  readonly makeEngine: MakeEngine;
  readonly network: Network;
  readonly loadPrompt: (id: string) => Promise<SavedPrompt>;
}

const noPrompt = (message: string): LabError =>
  new LabError({ code: 'prompt', message, remedy: 'Start training first.' });

interface Running {
  readonly session: PromptSession;
  readonly run: TrainRun;
}

export class PageTrainService implements TrainService {
  private readonly parts: ServiceParts;
  private readonly host: JobHost<TrainEvent>;
  private readonly engines: KeptEngines;
  private readonly asked = new AskedPrompt();
  private running: Running | null = null;
  private checkpoint: Checkpoint | null = null;

  constructor(parts: ServiceParts) {
    this.parts = parts;
    this.host = new JobHost(parts.network);
    this.engines = new KeptEngines(parts.makeEngine);
  }

  connect(events: MessagePort): Promise<void> {
    return this.host.connect(events);
  }

  private readonly emit = (event: TrainEvent): void => {
    if (event.kind === 'checkpoint') this.checkpoint = event.checkpoint;
    this.host.emit(event);
  };

  /** What a run tells; that it stopped is told when its last attempt ended, once, however it came to that. */
  private readonly hear = (event: TrainEvent): void => {
    if (event.kind !== 'stopped') this.emit(event);
  };

  async start(recipe: Recipe, from: Checkpoint | null): Promise<void> {
    this.host.begin();
    this.checkpoint = from;
    const end = await this.host.untilOver({
      attempt: () => this.attempt(recipe),
      standing: () => this.checkpoint,
      dropEngine: () => this.dropEngine(),
      onRecovered: (cause, detail) =>
        this.emit({ kind: 'recovered', from: cause, step: this.checkpoint?.step ?? 0, detail }),
    });
    const step = this.checkpoint?.step ?? null;
    if (end.kind === 'failed') this.emit({ ...end, step });
    else if (end.kind === 'stopped') this.emit({ kind: 'stopped', step: step ?? 0 });
    else {
      const { steps } = recipe.training;
      this.emit({ kind: 'phase', phase: 'done', done: steps, total: steps, unit: 'steps', detail: '' });
    }
  }

  private async attempt(recipe: Recipe): Promise<boolean> {
    this.running = await this.prepare(recipe);
    return (await this.running.run.run()) !== null;
  }

  private async prepare(recipe: Recipe): Promise<Running> {
    const { signal, control, onLoaded, onCompiled } = this.host;
    const { plm, tokenizer } = await this.parts.resources.plm(recipe.plm, signal, onLoaded);
    const task = await this.parts.resources.task(recipe.task, signal);
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
    if (signal.aborted) throw cancelled();
    const session = new PromptSession(plm, tokenizer, encoded, recipe, engine, onCompiled);
    const run = new TrainRun({
      session,
      task,
      control,
      emit: this.hear,
      saved,
      from: this.checkpoint,
      watch: true,
    });
    return { session, run };
  }

  /** An engine holds the weights of one PLM: another PLM gets another engine, and the memory of the first is free. */
  private async engineFor({ engine: choice, plm }: Recipe): Promise<Engine> {
    if (this.engines.has(plm, choice)) return this.engines.get(plm, choice);
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
    return this.engines.get(plm, choice);
  }

  private async dropEngine(): Promise<void> {
    const running = this.running;
    this.running = null;
    await running?.session.release().catch(() => undefined);
    await this.asked.release();
    await this.engines.release();
  }

  pause(): Promise<void> {
    this.host.pause();
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.host.resume();
    return Promise.resolve();
  }

  oneStep(): Promise<void> {
    this.host.control.oneStep();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.host.stop();
    return Promise.resolve();
  }

  async readSentence(text: OwnText, limit: number | null): Promise<SentenceReading> {
    if (this.running === null) throw noPrompt('There is no soft prompt to ask yet.');
    return this.running.run.readSentence(text, limit);
  }

  readSentenceWith(
    recipe: Recipe,
    artefacts: Artefacts,
    text: OwnText,
    limit: number | null,
  ): Promise<Answer<SentenceReading>> {
    // A record of the command line names an engine that browsers don't have.
    const choice = recipe.engine === 'cpu' ? 'auto' : recipe.engine;
    return answer(async () => {
      const tuned = tunedOf(artefacts);
      if (tuned === null) throw noPrompt('This run has no soft prompt.');
      const { signal } = new AbortController();
      const opened = await this.parts.resources.plm(recipe.plm, signal, () => undefined);
      const task = await this.parts.resources.task(recipe.task, signal);
      return this.asked.ask(recipe, tuned, text, limit, async () => {
        const engine = this.engines.has(recipe.plm, choice)
          ? await this.engines.get(recipe.plm, choice)
          : await this.newEngine(choice, recipe.plm);
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
