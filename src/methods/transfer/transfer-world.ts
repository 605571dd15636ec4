/**
 * What a sweep's cells compute with: PLMs, tasks and engines, opened once and shared. Sessions of one PLM share their
 * compiled programs and weights.
 */
import type { Task } from '../../experiment/task-types.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { recipeOfFlat } from '../../experiment/flat-recipe.ts';
import { randomStream } from '../../experiment/random.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import { shuffled } from '../../experiment/sampling.ts';
import type { TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import type { EarlyLooks } from '../../experiment/transfer/early-looks.ts';
import type { EngineReport } from '../../experiment/run-record.ts';
import type { SweptPlm } from '../../experiment/sweep/sweep-record.ts';
import { otherPlms } from '../../experiment/transfer/cells/plms.ts';
import type { TransferHeader } from '../../experiment/transfer/transfer-record.ts';
import { encodeTask, type EncodedTask } from '../prompt/encoded-task.ts';
import { initialPrompt } from '../prompt/prompt-init.ts';
import { PromptSession } from '../prompt/prompt-session.ts';
import { OpenedParts, type OpenedPlm } from '../sweep/opened-parts.ts';
import { sweptPlm, sweptTasks } from '../sweep/swept-header.ts';
import { Made } from '../made.ts';
import type { SweepSources, World } from '../sweep/sweep-world.ts';

/** Prompts of one seed are trained together where an engine gains by it: a GPU, which small batches leave idle. */
const BANK_SIZES: Readonly<Record<EngineReport['engine'], number>> = { webgpu: 8, wasm: 1, cpu: 1 };

/** The recipe of one training run of a sweep. */
export function recipeOfCell(sweep: TransferSweep, plm: string, task: Task, seed: number): Recipe {
  const { name, template, labelWords } = task;
  return recipeOfFlat({
    plm,
    task: name,
    template: sweep.template ?? template,
    labelWords,
    ...sweep.training,
    seed,
    engine: sweep.engine,
  });
}

export class TransferWorld implements World {
  private readonly parts: OpenedParts;
  private readonly sessions = new Made<PromptSession>();
  /** With the dev rows of early looks. */
  private readonly lookedAt = new Made<EncodedTask>();
  private banksFit = true;

  /** @param largestBank most prompts trained together on an engine */
  constructor(
    readonly sweep: TransferSweep,
    private readonly sources: SweepSources,
    readonly onCompile: (program: string) => void = () => undefined,
    private readonly largestBank: (engine: EngineReport['engine']) => number = (engine) => BANK_SIZES[engine],
  ) {
    this.parts = new OpenedParts(sources, sweep);
  }

  /** How many prompts are trained together on a PLM. */
  async bankSize(plm: string): Promise<number> {
    return this.banksFit ? this.largestBank((await this.engine(plm)).report.engine) : 1;
  }

  /** Notes that a bank was too large for the device: prompts are trained one by one from then on. */
  giveUpBanks(): void {
    this.banksFit = false;
  }

  plm(name: string): Promise<OpenedPlm> {
    return this.parts.plm(name);
  }

  engine(plm: string): Promise<Engine> {
    return this.sources.engine(plm);
  }

  /** The task with the dev and test rows that the sweep uses. */
  task(name: string): Promise<Task> {
    return this.parts.task(name);
  }

  /** @throws LabError as `encodeTask`: a task whose label words the PLM's vocabulary lacks, say */
  encodedTask(plm: string, name: string): Promise<EncodedTask> {
    return this.parts.encodedTask(plm, name, (task) => recipeOfCell(this.sweep, plm, task, 0));
  }

  session(plm: string, taskName: string, seed: number): Promise<PromptSession> {
    return this.sessions.get(`${plm} ${taskName} ${String(seed)}`, async () => {
      const [task, encoded] = [await this.task(taskName), await this.encodedTask(plm, taskName)];
      return this.sessionOf(plm, encoded, recipeOfCell(this.sweep, plm, task, seed));
    });
  }

  private async sessionOf(plm: string, encoded: EncodedTask, recipe: Recipe): Promise<PromptSession> {
    const [opened, engine] = [await this.plm(plm), await this.sources.engine(plm)];
    return new PromptSession(
      opened.plm,
      opened.tokenizer,
      encoded,
      recipe,
      engine,
      this.onCompile,
      opened.programs,
    );
  }

  /**
   * A session in which a target can be trained from either start and be looked at early: with the examples that the seed
   * draws, the same for every start, and dev rows of its own.
   * @throws LabError `task` where there are fewer training rows than examples
   */
  async earlySession(
    plm: string,
    taskName: string,
    seed: number,
    { examples, devRows }: EarlyLooks,
  ): Promise<PromptSession> {
    const task = await this.parts.taskWith(taskName, devRows);
    const encoded = await this.lookedAt.get(`${plm} ${taskName}`, async () => {
      const opened = await this.plm(plm);
      return encodeTask(opened.plm, opened.tokenizer, task, recipeOfCell(this.sweep, plm, task, 0));
    });
    const { train } = encoded;
    if (examples !== null && train.length < examples)
      throw new LabError({
        code: 'task',
        message: `${taskName} has ${String(train.length)} training rows, too few for ${String(examples)} examples.`,
        remedy: 'Choose fewer examples.',
        where: 'earlyLooks.examples',
      });
    const drawn = shuffled(train.length, randomStream(seed, 'few examples')).slice(
      0,
      examples ?? train.length,
    );
    const few = { ...encoded, train: Array.from(drawn, (row) => train[row]) };
    return this.sessionOf(plm, few, recipeOfCell(this.sweep, plm, task, seed));
  }

  /**
   * A session that knows `examples` training rows of a task, and as many further ones in place of its dev rows; its runs
   * have `steps` steps.
   */
  async fewExamples(
    plm: string,
    taskName: string,
    seed: number,
    examples: number,
    steps: number,
  ): Promise<PromptSession> {
    const [task, encoded] = [await this.task(taskName), await this.encodedTask(plm, taskName)];
    const few = {
      ...encoded,
      train: encoded.train.slice(0, examples),
      dev: encoded.train.slice(examples, 2 * examples),
    };
    if (few.dev.length === 0)
      throw new LabError({
        code: 'task',
        message: `${taskName} has ${String(encoded.train.length)} training rows, too few for ${String(examples)} examples and as many to ask.`,
        remedy: 'Choose fewer examples.',
        where: 'recommendation.examples',
      });
    const whole = recipeOfCell(this.sweep, plm, task, seed);
    return this.sessionOf(plm, few, { ...whole, training: { ...whole.training, steps, evalEvery: steps } });
  }

  /** @throws LabError as `encodedTask` */
  async header(): Promise<TransferHeader> {
    const tasks = await Promise.all(this.sweep.tasks.map((name) => this.task(name)));
    const plms: SweptPlm[] = [];
    for (const name of [this.sweep.plm, ...otherPlms(this.sweep)]) {
      plms.push(await sweptPlm(name, (await this.plm(name)).plm));
      for (const task of this.sweep.tasks) await this.encodedTask(name, task);
    }
    return { tasks: await sweptTasks(tasks), plms, initialPrompts: await this.initialPrompts() };
  }

  /** The prompts that all tasks of a seed start from; none where a task's own words decide. */
  private async initialPrompts(): Promise<TransferHeader['initialPrompts']> {
    const { training, seeds, starts, plm: name } = this.sweep;
    const { init, promptLength } = training;
    if (init.kind === 'class-words' || !starts.includes('shared')) return {};
    const { plm, tokenizer } = await this.plm(name);
    const sources = { table: plm.wordTable, width: plm.width, tokenizer, labelWordIds: [], saved: null };
    return Object.fromEntries(
      seeds.map((seed) => [String(seed), initialPrompt(init, promptLength, seed, sources)]),
    );
  }
}
