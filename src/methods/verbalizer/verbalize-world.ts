/** What the cells of a verbalize sweep compute with: the mask's states of test rows, of support sets and of labelled rows, each read once. */
import type { Engine } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';
import type { Task } from '../../experiment/task-types.ts';
import type { Matrix } from '../../experiment/verbalizer/chain/word-values.ts';
import type { ExpandedWord } from '../../experiment/verbalizer/expansion.ts';
import type { UsableClass } from '../../experiment/verbalizer/usable-words.ts';
import type { VerbalizeHeader } from '../../experiment/verbalizer/verbalize-record.ts';
import type { VerbalizeSweep } from '../../experiment/verbalizer/verbalize-recipe.ts';
import { mostPositions } from '../../plm/model-facts.ts';
import { lengthBuckets } from '../../text/batch.ts';
import { parseTemplate } from '../../text/template.ts';
import { wrapExample, type WrappedExample } from '../../text/wrap-example.ts';
import { Made } from '../made.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import { OpenedParts, type OpenedPlm } from '../sweep/opened-parts.ts';
import { stopped } from '../sweep/stopped.ts';
import type { SweepSources, World } from '../sweep/sweep-world.ts';
import { sweptPlm, sweptTasks } from '../sweep/swept-header.ts';
import { wordLogitsOf } from './collect-logits.ts';
import { drawLabelled } from './draw-labelled.ts';
import { MaskReader, type MaskStates, type PromptInFront } from './mask-reader.ts';
import { usableWords } from './usable-words.ts';

/** What reading asks of a cell's context: to be told how far it is, and to be stopped. */
export type Reading = Pick<CellContext<unknown>, 'control' | 'progress'>;

export class VerbalizeWorld implements World {
  private readonly parts: OpenedParts;
  private readonly usable = new Made<readonly UsableClass[]>();
  private readonly readers = new Made<MaskReader>();
  private readonly examples = new Made<readonly WrappedExample[]>();
  private readonly testStates = new Made<MaskStates>();
  private readonly logits = new Made<Matrix>();
  /** States of single training rows, by template and row. */
  private readonly trainStates = new Map<string, Float32Array>();

  constructor(
    readonly sweep: VerbalizeSweep,
    private readonly sources: Omit<SweepSources, 'reading'>,
    private readonly onCompile: (program: string) => void = () => undefined,
  ) {
    this.parts = new OpenedParts(sources, { devRows: null, testRows: sweep.testRows });
  }

  plm(): Promise<OpenedPlm> {
    return this.parts.plm(this.sweep.plm);
  }

  engine(plm: string): Promise<Engine> {
    return this.sources.engine(plm);
  }

  /** The task with the test rows that the sweep uses. */
  task(name: string): Promise<Task> {
    return this.parts.task(name);
  }

  /** What the PLM can use of the words of each class. @throws LabError `label-words`, or what can't be loaded */
  words(name: string): Promise<readonly UsableClass[]> {
    return this.usable.get(name, async () => {
      const [task, opened] = [await this.task(name), await this.plm()];
      return usableWords(
        opened.tokenizer,
        task.labels,
        await this.listed(task, opened),
        this.sweep.manual[name],
        this.sweep.oneToken,
      );
    });
  }

  private async listed(task: Task, opened: OpenedPlm): Promise<readonly (readonly ExpandedWord[])[]> {
    const asked = this.sweep.words[task.name];
    switch (asked.kind) {
      case 'preset':
        return this.sources.words.preset(asked.preset);
      case 'listed':
        return asked.words;
      case 'expanded': {
        const seeds = asked.seeds ?? task.labelWords;
        return (await this.sources.words.expand(seeds, asked.settings, opened)).map(({ words }) => words);
      }
    }
    return asked satisfies never;
  }

  async reader(): Promise<MaskReader> {
    return this.readers.get('reader', async () => {
      const [{ plm, tokenizer, programs }, engine] = [await this.plm(), await this.engine(this.sweep.plm)];
      return new MaskReader(plm, tokenizer, engine, programs, this.onCompile);
    });
  }

  /** @throws LabError `text-too-long` where the PLM hasn't as many positions */
  private wrapper(
    { plm, tokenizer }: OpenedPlm,
    text: string,
  ): (row: { a: string; b?: string }) => WrappedExample {
    const { maxLength } = this.sweep;
    const most = mostPositions(plm);
    if (most !== null && maxLength > most)
      throw new LabError({
        code: 'text-too-long',
        message: `${String(maxLength)} text tokens are more than the ${String(most)} positions that ${plm.name} has.`,
        remedy: `Choose a maximum length of at most ${String(most)}.`,
        where: 'maxLength',
      });
    const template = parseTemplate(text);
    return (row) => wrapExample(tokenizer, template, row, maxLength, plm.read);
  }

  /** Texts of a task in one of its templates. */
  async wrap(task: string, template: number): Promise<(row: { a: string; b?: string }) => WrappedExample> {
    return this.wrapper(await this.plm(), this.sweep.templates[task][template]);
  }

  /** Reads texts; a pause or a stop comes in between two batches. @throws LabError `cancelled` when stopped */
  async read(
    { control, progress }: Reading,
    examples: readonly WrappedExample[],
    doing: string,
    prompt: PromptInFront | null = null,
  ): Promise<MaskStates> {
    const reader = await this.reader();
    const work = reader.states(examples, lengthBuckets(this.sweep.maxLength), prompt);
    let next = await work.next();
    for (; next.done !== true; next = await work.next()) {
      progress(doing, next.value, examples.length);
      if (!(await control.hold(() => Promise.resolve()))) throw stopped();
    }
    return next.value;
  }

  /** The test rows as token ids, in one of the task's templates. */
  testExamples(name: string, template: number): Promise<readonly WrappedExample[]> {
    return this.examples.get(`${name} ${String(template)}`, async () => {
      const [task, wrap] = [await this.task(name), await this.wrap(name, template)];
      return task.test.map(wrap);
    });
  }

  /** What the mask says of the test rows, in one of the task's templates. */
  test(context: Reading, name: string, template: number): Promise<MaskStates> {
    return this.testStates.get(`${name} ${String(template)}`, async () => {
      const examples = await this.testExamples(name, template);
      return this.read(context, examples, `reading test rows of ${name}`);
    });
  }

  /** The word logits of the test rows, [rows × words]. */
  testLogits(context: Reading, name: string, template: number): Promise<Matrix> {
    return this.logits.get(`${name} ${String(template)}`, async () => {
      const states = await this.test(context, name, template);
      return wordLogitsOf(await this.reader(), states, await this.words(name), this.sweep.handling);
    });
  }

  /** What the mask says of some training rows; those that were read before are not read again. */
  async train(
    context: Reading,
    name: string,
    template: number,
    rows: readonly number[],
  ): Promise<MaskStates> {
    const key = (row: number): string => `${name} ${String(template)} ${String(row)}`;
    const open = [...new Set(rows)].filter((row) => !this.trainStates.has(key(row)));
    if (open.length > 0) {
      const [task, wrap] = [await this.task(name), await this.wrap(name, template)];
      const read = await this.read(
        context,
        open.map((row) => wrap(task.train[row])),
        `reading training rows of ${name}`,
      );
      open.forEach((row, at) => {
        this.trainStates.set(key(row), read.values.slice(at * read.columns, (at + 1) * read.columns));
      });
    }
    const found = rows.map((row) => this.trainStates.get(key(row)) ?? new Float32Array(0));
    const columns = found[0]?.length ?? 0;
    const values = new Float32Array(rows.length * columns);
    found.forEach((state, at) => {
      values.set(state, at * columns);
    });
    return { rows: rows.length, columns, values };
  }

  /**
   * Training rows whose labels nobody looks at: drawn by the seed, or the recipe's own.
   * @throws LabError `task` where there are fewer training rows
   */
  async support(name: string, seed: number, size: number): Promise<readonly number[]> {
    const { train } = await this.task(name);
    const { supportRows } = this.sweep;
    const beyond = supportRows?.find((row) => row >= train.length);
    if (beyond !== undefined)
      throw new LabError({
        code: 'task',
        message: `The support set names training row ${String(beyond)}, and ${name} has ${String(train.length)} (from 0).`,
        remedy: 'Give rows that are there.',
        where: 'supportRows',
      });
    if (train.length < size)
      throw new LabError({
        code: 'task',
        message: `${name} has ${String(train.length)} training rows, too few for a support set of ${String(size)}.`,
        remedy: 'Choose a smaller support set.',
        where: 'support',
      });
    return (supportRows ?? Array.from(shuffled(train.length, randomStream(seed, 'support set')))).slice(
      0,
      supportRows === null ? size : Math.min(size, supportRows.length),
    );
  }

  /** What a cell of the task would find wrong only when its turn comes. @throws LabError `template`, `task` */
  private async check(name: string): Promise<void> {
    const task = await this.task(name);
    const { templates, seeds, support, supportSizes, shots } = this.sweep;
    for (const template of templates[name].keys()) (await this.wrap(name, template))(task.train[0]);
    await this.support(name, seeds[0], Math.max(support, ...supportSizes));
    for (const count of shots) drawLabelled(task, count, seeds[0]);
  }

  async header(): Promise<VerbalizeHeader> {
    const { plm } = await this.plm();
    const words: Record<string, readonly UsableClass[]> = {};
    const tasks: Task[] = [];
    for (const name of this.sweep.tasks) {
      tasks.push(await this.task(name));
      words[name] = await this.words(name);
      await this.check(name);
    }
    return {
      tasks: await sweptTasks(tasks),
      plms: [await sweptPlm(this.sweep.plm, plm)],
      words,
      vocabulary: plm.vocabulary,
    };
  }
}
