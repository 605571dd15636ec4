/**
 * One PLM, one task and one engine, ready to compute: programs are compiled on first use for each text length and kept,
 * and all of them read the same weights.
 */
import type { Engine, Program } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import { countFlops } from '../../onnx/count-flops.ts';
import type { Plm } from '../../plm/plm.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { CompiledProgram } from '../training/compiled-program.ts';
import { batchNumbers, bucketOf, type EncodedRow, type EncodedTask } from './encoded-task.ts';
import {
  evaluateProgram,
  HISTORY,
  neuronMaskName,
  probeProgram,
  trainProgram,
  type TaskShape,
} from './programs.ts';

/** Rows of one evaluation run. */
const EVALUATION_BATCH = 32;

/** Steps that the device remembers. */
export const HISTORY_LENGTH = 10;

export interface ReadyProgram {
  readonly program: Program;
  readonly compiled: CompiledProgram;
  readonly length: number;
  /** Floating-point operations of one run's matrix products. */
  readonly flops: number;
}

/** Compiled programs by what they depend on; sessions of one PLM on one engine may share a store. */
export type ProgramStore = Map<string, Promise<ReadyProgram>>;

export interface StepNumbers {
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
}

/** Feed-forward neurons at the read position, mean over rows: `values` is [layers × neurons]. */
export interface NeuronMeans {
  readonly layers: number;
  readonly neurons: number;
  readonly values: Float32Array;
}

/** What each neuron is multiplied by, [size] a feed-forward block in the order of computation. */
export type NeuronMasks = readonly Float32Array[];

const maskInputs = (masks: NeuronMasks | null): Record<string, HostTensor> =>
  Object.fromEntries(
    (masks ?? []).map((data, index) => [
      neuronMaskName(index),
      { type: 'float32', dims: [data.length], data } as const,
    ]),
  );

export type TrainState = Readonly<Record<string, HostTensor>>;

export class PromptSession {
  compileMs = 0;
  /** Time in which the PLM scored rows, compiling left out. */
  forwardMs = 0;
  /** Floating-point operations of all steps so far. */
  trainedFlops = 0;
  /** The training program whose device holds the newest state. */
  private holder: ReadyProgram | null = null;
  private readonly buckets: readonly number[];

  constructor(
    readonly plm: Plm,
    readonly tokenizer: LabTokenizer,
    readonly task: EncodedTask,
    readonly recipe: Recipe,
    readonly engine: Engine,
    private readonly onCompile: (name: string) => void = () => undefined,
    private readonly ready: ProgramStore = new Map<string, Promise<ReadyProgram>>(),
  ) {
    // On a GPU moving the optimiser's state between programs would wait for the queue at each change of length.
    this.buckets = engine.report.engine === 'webgpu' ? task.buckets.slice(-1) : task.buckets;
  }

  /** Steps between two readings: on a GPU each waits for the queue, elsewhere it costs nothing. */
  get readEvery(): number {
    return this.engine.report.engine === 'webgpu' ? HISTORY_LENGTH : 1;
  }

  private get shapeOfTask(): TaskShape {
    const { tokenIds, labels } = this.task.verbalizer;
    return { words: tokenIds.length, classes: labels.length };
  }

  private shape(batch: number, length: number, promptLength: number): BatchShape {
    return { batch, length, promptLength, decoderLength: 1, fillerId: this.plm.fillerId };
  }

  private program(name: string, length: number, make: () => CompiledProgram): Promise<ReadyProgram> {
    const { words, classes } = this.shapeOfTask;
    const key = `${name} ${String(words)}/${String(classes)}`;
    const known = this.ready.get(key);
    if (known !== undefined) return known;
    const made = this.compile(length, make);
    this.ready.set(key, made);
    return made;
  }

  private async compile(length: number, make: () => CompiledProgram): Promise<ReadyProgram> {
    const started = performance.now();
    const compiled = make();
    this.onCompile(compiled.spec.name);
    await this.engine.loadWeights(compiled.weights);
    const program = await this.engine.compile(compiled.spec);
    this.compileMs += performance.now() - started;
    return { program, compiled, length, flops: countFlops(compiled.graph) };
  }

  private trainer(length: number): Promise<ReadyProgram> {
    const { batch, promptLength, optimizer, clipNorm } = this.recipe;
    return this.program(`train ${String(batch)} ${String(promptLength)}+${String(length)}`, length, () =>
      trainProgram(this.plm, this.shape(batch, length, promptLength), this.shapeOfTask, {
        optimizer,
        clipNorm,
        history: HISTORY_LENGTH,
      }),
    );
  }

  private feeds(ready: ReadyProgram, rows: readonly EncodedRow[], batch: number): Record<string, HostTensor> {
    return ready.compiled.feeds(
      batchNumbers(this.plm, this.tokenizer, this.task.verbalizer, rows, batch, ready.length),
    );
  }

  /** State at step 0: the given prompt, everything else zero. */
  async startState(prompt: Float32Array): Promise<TrainState> {
    const { compiled } = await this.trainer(this.buckets[this.buckets.length - 1]);
    return Object.fromEntries(
      compiled.spec.state.map(({ name, dims }): [string, HostTensor] => {
        const count = dims.reduce((product, dim) => product * dim, 1);
        return [
          name,
          { type: 'float32', dims, data: name === 'prompt' ? prompt.slice() : new Float32Array(count) },
        ];
      }),
    );
  }

  async setState(state: TrainState): Promise<void> {
    this.holder = await this.trainer(this.buckets[this.buckets.length - 1]);
    await this.holder.program.setState(state);
  }

  async readState(): Promise<Record<string, HostTensor>> {
    if (this.holder === null) throw new Error('the session has no state yet');
    return this.holder.program.readState(this.holder.compiled.spec.state.map((state) => state.name));
  }

  async readPrompt(): Promise<Float32Array> {
    if (this.holder === null) throw new Error('the session has no state yet');
    const { prompt } = await this.holder.program.readState(['prompt']);
    return Float32Array.from(prompt.data);
  }

  /** One optimiser step on `rows`. With `gradient`, its value is read back: [promptLength × width]. */
  async step(rows: readonly EncodedRow[], at: StepNumbers, gradient = false): Promise<Float32Array | null> {
    const ready = await this.trainer(bucketOf(rows, this.buckets));
    if (this.holder !== null && this.holder !== ready) await ready.program.setState(await this.readState());
    this.holder = ready;
    const scalar = (value: number): HostTensor => ({
      type: 'float32',
      dims: [],
      data: Float32Array.of(value),
    });
    const slot: HostTensor = {
      type: 'float32',
      dims: [HISTORY_LENGTH, 1],
      data: new Float32Array(HISTORY_LENGTH),
    };
    slot.data[(at.step - 1) % HISTORY_LENGTH] = 1;
    const inputs = {
      ...this.feeds(ready, rows, this.recipe.batch),
      learning_rate: scalar(at.learningRate),
      step: scalar(at.step),
      slot,
    };
    const results = await ready.program.run(inputs, gradient ? ['gradient'] : []);
    this.trainedFlops += ready.flops;
    return gradient ? Float32Array.from(results.gradient.data) : null;
  }

  /** Loss, batch accuracy and gradient norm of steps `first` to `last` (from 1), at most a history's length. */
  async history(
    first: number,
    last: number,
  ): Promise<{ step: number; loss: number; accuracy: number; gradientNorm: number }[]> {
    if (this.holder === null) throw new Error('the session has no state yet');
    const { history } = await this.holder.program.readState(['history']);
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const step = first + index;
      const row = ((step - 1) % HISTORY_LENGTH) * HISTORY.columns;
      const at = (column: number): number => history.data[row + column];
      return {
        step,
        loss: at(HISTORY.loss),
        accuracy: at(HISTORY.accuracy),
        gradientNorm: at(HISTORY.gradientNorm),
      };
    });
  }

  /** Class scores of rows, [rows × classes]; `prompt` null gives the template alone. */
  async scores(
    rows: readonly EncodedRow[],
    prompt: Float32Array | null,
    masks: NeuronMasks | null = null,
  ): Promise<Float32Array> {
    const work = this.scoreBatches(rows, prompt, masks);
    for (;;) {
      const { done, value } = await work.next();
      if (done === true) return value;
    }
  }

  /**
   * As `scores`, a batch at a time: yields the number of rows done, so that other work can come in between.
   * Rows are run in order of length, so that little is padded; the result is in the given order.
   */
  async *scoreBatches(
    rows: readonly EncodedRow[],
    prompt: Float32Array | null,
    masks: NeuronMasks | null = null,
  ): AsyncGenerator<number, Float32Array, void> {
    const { classes } = this.shapeOfTask;
    const order = rows
      .map((_, index) => index)
      .sort((x, y) => rows[x].example.ids.length - rows[y].example.ids.length || x - y);
    const scores = new Float32Array(rows.length * classes);
    for (let start = 0; start < rows.length; start += EVALUATION_BATCH) {
      const chosen = order.slice(start, start + EVALUATION_BATCH);
      const batchRows = chosen.map((index) => rows[index]);
      const ready = await this.evaluator(bucketOf(batchRows, this.buckets), prompt, masks !== null);
      const inputs = {
        ...this.feeds(ready, batchRows, EVALUATION_BATCH),
        ...this.promptInput(prompt),
        ...maskInputs(masks),
      };
      const started = performance.now();
      const results = await ready.program.run(inputs, ['scores']);
      this.forwardMs += performance.now() - started;
      chosen.forEach((row, index) => {
        scores.set(results.scores.data.subarray(index * classes, (index + 1) * classes), row * classes);
      });
      yield Math.min(rows.length, start + EVALUATION_BATCH);
    }
    return scores;
  }

  private evaluator(length: number, prompt: Float32Array | null, masked: boolean): Promise<ReadyProgram> {
    const promptLength = prompt === null ? 0 : this.recipe.promptLength;
    const name = `evaluate${masked ? ' masked' : ''} ${String(promptLength)}+${String(length)}`;
    return this.program(name, length, () =>
      evaluateProgram(this.plm, this.shape(EVALUATION_BATCH, length, promptLength), this.shapeOfTask, masked),
    );
  }

  private promptInput(prompt: Float32Array | null): Record<string, HostTensor> {
    if (prompt === null) return {};
    return { prompt: { type: 'float32', dims: [this.recipe.promptLength, this.plm.width], data: prompt } };
  }

  /** Feed-forward neurons at the read position, mean over `rows`: [layers × neurons]. */
  async neurons(rows: readonly EncodedRow[], prompt: Float32Array | null): Promise<NeuronMeans> {
    const length = bucketOf(rows, this.buckets);
    const promptLength = prompt === null ? 0 : this.recipe.promptLength;
    const name = `probe ${String(rows.length)} ${String(promptLength)}+${String(length)}`;
    const ready = await this.program(name, length, () =>
      probeProgram(this.plm, this.shape(rows.length, length, promptLength), this.shapeOfTask),
    );
    const { neurons } = await ready.program.run(
      { ...this.feeds(ready, rows, rows.length), ...this.promptInput(prompt) },
      ['neurons'],
    );
    const [layers, batch, size] = neurons.dims;
    const values = new Float32Array(layers * size);
    for (let at = 0; at < neurons.data.length; at++) {
      const layer = Math.floor(at / (batch * size));
      values[layer * size + (at % size)] += neurons.data[at] / batch;
    }
    return { layers, neurons: size, values };
  }

  async release(): Promise<void> {
    for (const made of this.ready.values()) await (await made).program.release();
    this.ready.clear();
  }
}
