/**
 * A projector in training on one engine: programs are compiled on first use for each text length and prompt length and
 * kept; the newest weights lie with the program that ran last.
 */
import type { Engine, Program } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { ProjectionSettings } from '../../experiment/transfer/sweep-recipe.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { BatchNumbers, CompiledProgram } from '../training/compiled-program.ts';
import { batchNumbers, bucketOf, type EncodedRow, type EncodedTask } from '../prompt/encoded-task.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { TaskShape } from '../prompt/programs.ts';
import {
  distanceProgram,
  HISTORY,
  HISTORY_LENGTH,
  stateName,
  taskProgram,
  type ProjectorTrainSettings,
} from './projector-programs.ts';
import type { ProjectorWeight } from './projector-types.ts';

/** The frozen PLM that prompts are projected to, and its training tasks; objective `distance` needs no tasks. */
export interface ProjectionTarget {
  readonly plm: Plm;
  readonly tokenizer: LabTokenizer;
  /** Encoded for this PLM, by name. */
  readonly tasks: ReadonlyMap<string, EncodedTask>;
}

export interface StepNumbers {
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
}

/** What a step computes with; `rows` and `task` are null for `distance`, `targetPrompt` for `task`. */
export interface StepData {
  readonly sourcePrompt: SavedPrompt;
  readonly targetPrompt: SavedPrompt | null;
  readonly batch: { readonly task: EncodedTask; readonly rows: readonly EncodedRow[] } | null;
}

export interface StepReading {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
}

interface ReadyProgram {
  readonly program: Program;
  readonly compiled: CompiledProgram;
}

/** Added to the score of a class that a task lacks; e^(−10³⁰) is 0, and 0 · (−10³⁰) still a number. */
const ABSENT_CLASS = -1e30;

const tensor = (dims: readonly number[], data: Float32Array): HostTensor => ({ type: 'float32', dims, data });

const promptTensor = ({ length, width, values }: SavedPrompt): HostTensor => tensor([length, width], values);

export class ProjectorSession {
  private readonly ready = new Map<string, Promise<ReadyProgram>>();
  private holder: ReadyProgram | null = null;
  private start: Readonly<Record<string, ProjectorWeight>> | null;
  private readonly common: TaskShape;
  private readonly buckets: readonly number[];

  /** @param weights at step 0 */
  constructor(
    private readonly engine: Engine,
    private readonly target: ProjectionTarget,
    private readonly objective: ProjectionSettings['objective'],
    private readonly settings: ProjectorTrainSettings,
    private readonly batch: number,
    weights: Readonly<Record<string, ProjectorWeight>>,
  ) {
    this.start = weights;
    const tasks = [...target.tasks.values()];
    const most = (count: (task: EncodedTask) => number): number => Math.max(0, ...tasks.map(count));
    this.common = {
      words: most((task) => task.verbalizer.tokenIds.length),
      classes: most((task) => task.verbalizer.labels.length),
    };
    const buckets = [...new Set(tasks.flatMap((task) => task.buckets))].sort((a, b) => a - b);
    // On a GPU moving the weights between programs would wait for the queue at each change of length.
    this.buckets = this.onGpu ? buckets.slice(-1) : buckets;
  }

  private get onGpu(): boolean {
    return this.engine.report.engine === 'webgpu';
  }

  /** Steps between two readings: on a GPU each waits for the queue, elsewhere it costs nothing. */
  get readEvery(): number {
    return this.onGpu ? HISTORY_LENGTH : 1;
  }

  /** One optimiser step. With `fetch`, these outputs of the program are read back. */
  async step(
    { sourcePrompt, targetPrompt, batch }: StepData,
    at: StepNumbers,
    fetch: readonly string[] = [],
  ): Promise<Record<string, HostTensor>> {
    const length = batch === null ? 0 : bucketOf(batch.rows, this.buckets);
    const ready = await this.trainer(sourcePrompt.length, length);
    await this.hold(ready);
    const slot = new Float32Array(HISTORY_LENGTH);
    slot[(at.step - 1) % HISTORY_LENGTH] = 1;
    const numbers = batch === null ? {} : this.numbers(batch.task, batch.rows, length);
    return ready.program.run(
      {
        ...ready.compiled.feeds(numbers),
        source_prompt: promptTensor(sourcePrompt),
        ...(targetPrompt === null ? {} : { target_prompt: promptTensor(targetPrompt) }),
        learning_rate: tensor([], Float32Array.of(at.learningRate)),
        step: tensor([], Float32Array.of(at.step)),
        slot: tensor([HISTORY_LENGTH, 1], slot),
      },
      fetch,
    );
  }

  /** Loss and gradient norm of steps `first` to `last` (from 1), at most a history's length. */
  async history(first: number, last: number): Promise<StepReading[]> {
    const { history } = await this.holding().program.readState(['history']);
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const step = first + index;
      const row = ((step - 1) % HISTORY_LENGTH) * HISTORY.columns;
      return {
        step,
        loss: history.data[row + HISTORY.loss],
        gradientNorm: history.data[row + HISTORY.gradientNorm],
      };
    });
  }

  /** The weights as they stand, by name. */
  async weights(names: readonly string[]): Promise<Record<string, ProjectorWeight>> {
    const state = await this.holding().program.readState(names.map(stateName));
    return Object.fromEntries(
      names.map((name): [string, ProjectorWeight] => {
        const { dims, data } = state[stateName(name)];
        return [name, { dims, values: Float32Array.from(data) }];
      }),
    );
  }

  async release(): Promise<void> {
    // A program that could not be compiled has nothing to release, and its error was thrown where it was asked for.
    for (const made of await Promise.allSettled(this.ready.values()))
      if (made.status === 'fulfilled') await made.value.program.release();
    this.ready.clear();
    this.holder = null;
  }

  private holding(): ReadyProgram {
    if (this.holder === null) throw new Error('no step has been taken yet');
    return this.holder;
  }

  private trainer(rows: number, length: number): Promise<ReadyProgram> {
    const key = `${String(rows)}+${String(length)}`;
    const known = this.ready.get(key);
    if (known !== undefined) return known;
    const made = this.compile(rows, length);
    this.ready.set(key, made);
    return made;
  }

  private async compile(rows: number, length: number): Promise<ReadyProgram> {
    const { plm } = this.target;
    const shape = { batch: this.batch, length, promptLength: rows, decoderLength: 1, fillerId: plm.fillerId };
    const compiled =
      this.objective === 'distance'
        ? distanceProgram(rows, this.settings)
        : taskProgram(plm, shape, this.common, this.objective, this.settings);
    await this.engine.loadWeights(compiled.weights);
    return { compiled, program: await this.engine.compile(compiled.spec) };
  }

  /** Moves the state to the program that runs next; at step 0 it is the given weights and zeros. */
  private async hold(ready: ReadyProgram): Promise<void> {
    if (this.holder === ready) return;
    const { state } = ready.compiled.spec;
    if (this.holder !== null) {
      await ready.program.setState(await this.holder.program.readState(state.map(({ name }) => name)));
    } else {
      const given = Object.entries(this.start ?? {}).map(([name, { dims, values }]): [string, HostTensor] => [
        stateName(name),
        tensor(dims, values),
      ]);
      const zeros = state.map(({ name, dims }): [string, HostTensor] => [
        name,
        tensor(dims, new Float32Array(elementCount(dims))),
      ]);
      await ready.program.setState(Object.fromEntries([...zeros, ...given]));
      this.start = null;
    }
    this.holder = ready;
  }

  /** A batch in the shape that all tasks share: words and classes that the task lacks count for nothing. */
  private numbers(task: EncodedTask, rows: readonly EncodedRow[], length: number): BatchNumbers {
    const { plm, tokenizer } = this.target;
    const own = batchNumbers(plm, tokenizer, task.verbalizer, rows, this.batch, length);
    const { words, classes } = this.common;
    const { tokenIds, labels } = task.verbalizer;
    const widened = (matrix: ArrayLike<number>, height: number): Float32Array => {
      const wide = new Float32Array(height * classes);
      for (let at = 0; at < matrix.length; at += 1)
        wide[Math.floor(at / labels.length) * classes + (at % labels.length)] = matrix[at];
      return wide;
    };
    return {
      ...own,
      label_words: Array.from({ length: words }, (_, at) => tokenIds[at] ?? tokenIds[0]),
      class_words: widened(own.class_words, words),
      targets: widened(own.targets, this.batch),
      class_offsets: Array.from({ length: classes }, (_, at) => (at < labels.length ? 0 : ABSENT_CLASS)),
    };
  }
}
