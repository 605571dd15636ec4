/**
 * Takes optimiser steps by step programs: owns the state and knows which program's device holds its newest values, the text
 * lengths, the history and the operations spent. The state moves along when another program takes the next step: one for
 * another text length, or one of another kind that trains the same tensors.
 */
import type { Engine } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { elementCount } from '../../onnx/tensor.ts';
import { bucketFor } from '../../text/batch.ts';
import type { BatchNumbers, CompiledProgram } from './compiled-program.ts';
import type { ReadyProgram } from './program-cache.ts';
import { GRADIENT_NORM, HISTORY_STATE, historyColumns, learningRateName } from './step-program.ts';

/** Steps that the device remembers between two readings. */
export const HISTORY_LENGTH = 10;

export type TrainState = Readonly<Record<string, HostTensor>>;

/** What a step computes with beside its data. */
export interface StepNumbers {
  /** One rate, or one for each of several. */
  readonly learningRate: number | readonly number[];
  /** Of tensors that have a rate of their own, by their names. */
  readonly ownRates?: Readonly<Record<string, number>>;
  /** Of programs that keep averages: how far these move towards the new values, 0 to 1. */
  readonly averageShare?: number;
  /** From 1. */
  readonly step: number;
}

export interface StepFeeds {
  /** Host inputs of the batch. */
  readonly batch: BatchNumbers;
  /** Further inputs, by name. */
  readonly inputs?: Readonly<Record<string, HostTensor>>;
}

/** What the device kept of one step: a number for each of several, one for a program of one. */
export interface HistoryRow {
  readonly step: number;
  readonly columns: Readonly<Record<string, Float32Array>>;
}

export interface TrainerParts<Shape> {
  readonly engine: Engine;
  /** The step program of that shape, compiled or from a cache. */
  readonly program: (shape: Shape) => Promise<ReadyProgram>;
  /** Columns of the programs' history, without the gradient's norm. */
  readonly columns: readonly string[];
  /** Text lengths of the data. */
  readonly lengths: readonly number[];
  readonly history?: number;
}

const float32 = (dims: readonly number[], data: Float32Array): HostTensor => ({
  type: 'float32',
  dims,
  data,
});

export class Trainer<Shape> {
  /** Floating-point operations of all steps so far. */
  flops = 0;
  private holder: ReadyProgram | null = null;
  private readonly columns: readonly string[];
  private readonly lengths: readonly number[];
  private readonly remembered: number;

  constructor(private readonly parts: TrainerParts<Shape>) {
    this.columns = historyColumns(parts.columns);
    this.remembered = parts.history ?? HISTORY_LENGTH;
    const sorted = [...new Set(parts.lengths)].sort((a, b) => a - b);
    // On a GPU moving the state between programs would wait for the queue at each change of length.
    this.lengths = this.onGpu ? sorted.slice(-1) : sorted;
  }

  private get onGpu(): boolean {
    return this.parts.engine.report.engine === 'webgpu';
  }

  /** Steps between two readings: on a GPU each waits for the queue, elsewhere it costs nothing. */
  get readEvery(): number {
    return this.onGpu ? this.remembered : 1;
  }

  get longest(): number {
    return this.lengths[this.lengths.length - 1];
  }

  get hasState(): boolean {
    return this.holder !== null;
  }

  /** The length of the programs that take texts of at most `tokens`. */
  lengthFor(tokens: number): number {
    return bucketFor(tokens, this.lengths);
  }

  /** State at step 0: the given values, everything else zero. */
  async startState(shape: Shape, values: Readonly<Record<string, Float32Array>>): Promise<TrainState> {
    const { compiled } = await this.parts.program(shape);
    return Object.fromEntries(
      compiled.spec.state.map(({ name, dims }): [string, HostTensor] => {
        const given = Object.hasOwn(values, name) ? values[name].slice() : null;
        return [name, float32(dims, given ?? new Float32Array(elementCount(dims)))];
      }),
    );
  }

  async setState(shape: Shape, state: TrainState): Promise<void> {
    this.holder = await this.parts.program(shape);
    await this.holder.program.setState(state);
  }

  /** The whole state, or the tensors named. @throws Error before there is one */
  async readState(names?: readonly string[]): Promise<Record<string, HostTensor>> {
    if (this.holder === null) throw new Error('there is no training state yet');
    const { program, compiled } = this.holder;
    return program.readState(names ?? compiled.spec.state.map(({ name }) => name));
  }

  /** Moves the state to the program of `shape`, which takes the next step. */
  async moveTo(shape: Shape): Promise<ReadyProgram> {
    const ready = await this.parts.program(shape);
    if (this.holder !== null && this.holder !== ready) await ready.program.setState(await this.readState());
    this.holder = ready;
    return ready;
  }

  /**
   * Runs the program of `shape` once on a state of zeros: the first run of a program takes longer than the others.
   * @throws Error when that program holds the training's state
   */
  async warmUp(shape: Shape, { batch, inputs = {} }: StepFeeds): Promise<void> {
    const ready = await this.parts.program(shape);
    if (ready === this.holder) throw new Error('a program in use must not lose its state');
    const { compiled, program } = ready;
    await program.setState(await this.startState(shape, {}));
    const at = { learningRate: 0, step: 1 };
    await program.run({ ...compiled.feeds(batch), ...inputs, ...this.numbers(compiled, at) }, []);
  }

  /** One optimiser step. Outputs named in `fetch` are read back. */
  async step(
    shape: Shape,
    { batch, inputs = {} }: StepFeeds,
    at: StepNumbers,
    fetch: readonly string[] = [],
  ): Promise<Record<string, HostTensor>> {
    const ready = await this.moveTo(shape);
    const fed = { ...ready.compiled.feeds(batch), ...inputs, ...this.numbers(ready.compiled, at) };
    const results = await ready.program.run(fed, fetch);
    this.flops += ready.flops;
    return results;
  }

  /** What steps `first` to `last` (from 1) came to. @throws Error for more than the device remembers */
  async history(first: number, last: number): Promise<readonly HistoryRow[]> {
    if (last - first >= this.remembered)
      throw new Error(`of ${String(last - first + 1)} steps only ${String(this.remembered)} are remembered`);
    const { [HISTORY_STATE]: kept } = await this.readState([HISTORY_STATE]);
    const several = elementCount(kept.dims.slice(2));
    return Array.from({ length: last - first + 1 }, (_, index): HistoryRow => {
      const step = first + index;
      const row = ((step - 1) % this.remembered) * this.columns.length;
      const columns = this.columns.map((name, column): [string, Float32Array] => [
        name,
        Float32Array.from(kept.data.subarray((row + column) * several, (row + column + 1) * several)),
      ]);
      return { step, columns: Object.fromEntries(columns) };
    });
  }

  private numbers({ spec }: CompiledProgram, at: StepNumbers): Record<string, HostTensor> {
    const dimsOf = (name: string): readonly number[] =>
      spec.inputs.find((input) => input.name === name)?.dims ?? [];
    const rates = typeof at.learningRate === 'number' ? [at.learningRate] : at.learningRate;
    const slot = float32(dimsOf('slot'), new Float32Array(this.remembered));
    slot.data[(at.step - 1) % this.remembered] = 1;
    const own = Object.entries(at.ownRates ?? {}).map(
      ([tensor, rate]) => [learningRateName(tensor), float32([], Float32Array.of(rate))] as const,
    );
    return {
      learning_rate: float32(dimsOf('learning_rate'), Float32Array.from(rates)),
      step: float32([], Float32Array.of(at.step)),
      slot,
      ...Object.fromEntries(own),
      ...(at.averageShare === undefined
        ? {}
        : { average_share: float32([], Float32Array.of(at.averageShare)) }),
    };
  }
}

/** The first step whose loss or gradient was no number, for one of several; null where all were. */
export function divergedAt(rows: readonly HistoryRow[], member = 0): number | null {
  const isNumber = (column: Float32Array): boolean => Number.isFinite(column[member]);
  const bad = rows.find(({ columns }) => !isNumber(columns.loss) || !isNumber(columns[GRADIENT_NORM]));
  return bad?.step ?? null;
}
