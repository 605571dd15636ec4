/**
 * A projector in training on one engine: programs are compiled on first use for each text length and prompt length and
 * kept; the newest weights lie with the program that ran last.
 */
import type { Engine } from '../../engine/engine-types.ts';
import type { ProjectionSettings } from '../../experiment/transfer/sweep-recipe.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { BatchNumbers, CompiledProgram } from '../training/compiled-program.ts';
import { compileOn, ProgramCache } from '../training/program-cache.ts';
import { Trainer, type HistoryRow, type StepNumbers, type TrainState } from '../training/trainer.ts';
import { batchNumbers, tokensOf, type EncodedRow, type EncodedTask } from '../prompt/encoded-task.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { TaskShape } from '../prompt/programs.ts';
import {
  distanceProgram,
  PROJECTOR_COLUMNS,
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

/** What a step computes with; `rows` and `task` are null for `distance`, `targetPrompt` for `task`. */
export interface StepData {
  readonly sourcePrompt: SavedPrompt;
  readonly targetPrompt: SavedPrompt | null;
  readonly batch: { readonly task: EncodedTask; readonly rows: readonly EncodedRow[] } | null;
}

/** What a program of the projector depends on: rows of the prompt, and text tokens (0 without texts). */
interface ProjectorShapes {
  readonly rows: number;
  readonly length: number;
}

/** Added to the score of a class that a task lacks; e^(−10³⁰) is 0, and 0 · (−10³⁰) still a number. */
const ABSENT_CLASS = -1e30;

const tensor = (dims: readonly number[], data: Float32Array): HostTensor => ({ type: 'float32', dims, data });

const promptTensor = ({ length, width, values }: SavedPrompt): HostTensor => tensor([length, width], values);

export class ProjectorSession {
  private readonly programs = new ProgramCache();
  private readonly trainer: Trainer<ProjectorShapes>;
  private readonly common: TaskShape;

  /** @param weights at step 0 */
  constructor(
    private readonly engine: Engine,
    private readonly target: ProjectionTarget,
    private readonly objective: ProjectionSettings['objective'],
    private readonly settings: ProjectorTrainSettings,
    private readonly batch: number,
    private readonly weights: Readonly<Record<string, ProjectorWeight>>,
  ) {
    const tasks = [...target.tasks.values()];
    const most = (count: (task: EncodedTask) => number): number => Math.max(0, ...tasks.map(count));
    this.common = {
      words: most((task) => task.verbalizer.tokenIds.length),
      classes: most((task) => task.verbalizer.labels.length),
    };
    this.trainer = new Trainer({
      engine,
      program: (shapes) =>
        this.programs.get(`${String(shapes.rows)}+${String(shapes.length)}`, () =>
          compileOn(this.engine, this.program(shapes)),
        ),
      columns: PROJECTOR_COLUMNS,
      lengths: tasks.flatMap((task) => task.buckets),
    });
  }

  /** Steps between two readings. */
  get readEvery(): number {
    return this.trainer.readEvery;
  }

  /** One optimiser step; before the first, the weights are those given. With `fetch`, these outputs are read back. */
  async step(
    { sourcePrompt, targetPrompt, batch }: StepData,
    at: StepNumbers,
    fetch: readonly string[] = [],
  ): Promise<Record<string, HostTensor>> {
    const length = batch === null ? 0 : this.trainer.lengthFor(tokensOf(batch.rows));
    const shapes = { rows: sourcePrompt.length, length };
    if (!this.trainer.hasState) await this.trainer.setState(shapes, await this.startState(shapes));
    return this.trainer.step(
      shapes,
      {
        batch: batch === null ? {} : this.numbers(batch.task, batch.rows, length),
        inputs: {
          source_prompt: promptTensor(sourcePrompt),
          ...(targetPrompt === null ? {} : { target_prompt: promptTensor(targetPrompt) }),
        },
      },
      at,
      fetch,
    );
  }

  /** What the device kept of steps `first` to `last` (from 1). */
  history(first: number, last: number): Promise<readonly HistoryRow[]> {
    return this.trainer.history(first, last);
  }

  /** The weights as they stand, by name. */
  async currentWeights(names: readonly string[]): Promise<Record<string, ProjectorWeight>> {
    const state = await this.trainer.readState(names.map(stateName));
    return Object.fromEntries(
      names.map((name): [string, ProjectorWeight] => {
        const { dims, data } = state[stateName(name)];
        return [name, { dims, values: Float32Array.from(data) }];
      }),
    );
  }

  release(): Promise<void> {
    return this.programs.release();
  }

  private program({ rows, length }: ProjectorShapes): CompiledProgram {
    const { plm } = this.target;
    const shape = { batch: this.batch, length, promptLength: rows, decoderLength: 1, fillerId: plm.fillerId };
    return this.objective === 'distance'
      ? distanceProgram(rows, this.settings)
      : taskProgram(plm, shape, this.common, this.objective, this.settings);
  }

  private startState(shapes: ProjectorShapes): Promise<TrainState> {
    const values = Object.entries(this.weights).map(
      ([name, weight]) => [stateName(name), weight.values] as const,
    );
    return this.trainer.startState(shapes, Object.fromEntries(values));
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
