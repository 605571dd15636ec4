import { engineError } from './engine-errors.ts';
import type { HostTensor, TensorSpec } from '../onnx/host-tensor.ts';
import type { Program, ProgramSpec } from './engine-types.ts';
import type { GpuBuffers } from './gpu-buffers.ts';
import type { CaptureState, GpuRunner } from './gpu-runner.ts';
import type { OrtRuntime, OrtTensor } from './ort-runtime.ts';
import {
  checkedState,
  checkedTensors,
  checkRunnable,
  elementCount,
  fetchable,
  knownState,
} from './program-checks.ts';
import { countTensor, FIRST_COUNT, LAST_COUNT, SENTINEL } from './sentinel.ts';

/** What a program needs of its engine. */
export interface GpuHost {
  readonly buffers: GpuBuffers;
  guarded<T>(doing: string, program: string, work: () => Promise<T>): Promise<T>;
  /** Told once, when the program is released. */
  forget(program: GpuProgram): void;
}

type Sources = readonly (readonly [TensorSpec, GPUBuffer])[];

/**
 * A program on the GPU. Its inputs and its state have buffers of their own for as long as it lives, because graph
 * capture binds them once. State moves on by a copy after the run: the same buffer can't be input and output of
 * one run (onnx-on-webgpu.md section 8).
 */
export class GpuProgram implements Program {
  readonly spec: ProgramSpec;
  readonly compileMs: number;
  private readonly host: GpuHost;
  private readonly runtime: OrtRuntime;
  private readonly runner: GpuRunner;
  private readonly own: ReadonlyMap<string, GPUBuffer>;
  private readonly feeds: Readonly<Record<string, OrtTensor>>;
  private readonly unset: Set<string>;
  /** What the sentinel must say. */
  private count = FIRST_COUNT;
  private released = false;

  constructor(
    spec: ProgramSpec,
    host: GpuHost,
    runtime: OrtRuntime,
    runner: GpuRunner,
    weights: ReadonlyMap<string, OrtTensor>,
    compileMs: number,
  ) {
    this.spec = spec;
    this.compileMs = compileMs;
    this.host = host;
    this.runtime = runtime;
    this.runner = runner;
    this.unset = new Set(spec.state.map(({ name }) => name));
    const fed: readonly TensorSpec[] = [...spec.inputs, ...spec.state, SENTINEL];
    this.own = new Map(fed.map(({ name, dims }) => [name, host.buffers.create(name, dims)]));
    this.setCount(FIRST_COUNT);
    this.feeds = Object.fromEntries([
      ...fed.map((tensor) => [tensor.name, boundTensor(runtime, tensor, this.buffer(tensor.name))]),
      ...spec.weights.map((name) => [name, knownState(spec.name, weights, name)]),
    ]) as Record<string, OrtTensor>;
  }

  get capture(): CaptureState {
    return this.runner.capture;
  }

  setState(values: Readonly<Record<string, HostTensor>>): Promise<void> {
    return this.enqueue('Setting the state of', () => {
      for (const [{ name }, tensor] of checkedState(this.spec, values)) {
        this.host.buffers.write(this.buffer(name), tensor);
        this.unset.delete(name);
      }
      return Promise.resolve();
    });
  }

  readState(names: readonly string[]): Promise<Record<string, HostTensor>> {
    const known = new Map(this.spec.state.map((state) => [state.name, state]));
    return this.enqueue('Reading the state of', () =>
      this.read(names.map((name) => [knownState(this.spec.name, known, name), this.buffer(name)] as const)),
    );
  }

  run(
    inputs: Readonly<Record<string, HostTensor>>,
    fetch: readonly string[],
  ): Promise<Record<string, HostTensor>> {
    return this.enqueue('Running', async () => {
      const { spec } = this;
      checkRunnable(
        spec,
        spec.state.filter(({ name }) => this.unset.has(name)),
        fetch,
      );
      for (const [{ name }, tensor] of checkedTensors(spec.name, 'input', spec.inputs, inputs)) {
        this.host.buffers.write(this.buffer(name), tensor);
      }
      if (this.count === LAST_COUNT) this.setCount(FIRST_COUNT);
      return this.runner.run(this.feeds, (outputs) => {
        this.advance(outputs);
        const wanted = fetchable(spec).filter(({ name }) => fetch.includes(name));
        return this.read(
          wanted.map((tensor) => [tensor, knownState(spec.name, outputs, tensor.name)] as const),
        );
      });
    });
  }

  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    try {
      await this.runtime.queue.add(() => this.runner.release());
    } finally {
      for (const buffer of this.own.values()) buffer.destroy();
      this.host.forget(this);
    }
  }

  /** Reads buffers back, if any. @throws Error that tells of a lost device when the sentinel has not counted along */
  private async read(sources: Sources): Promise<Record<string, HostTensor>> {
    if (sources.length === 0) return {};
    const proof = [SENTINEL, this.buffer(SENTINEL.name)] as const;
    const { [SENTINEL.name]: counted, ...read } = await this.host.buffers.read([...sources, proof]);
    if (counted.data[0] === this.count) return read;
    throw new Error('the device was lost without a word: what came back is not what the last run computed');
  }

  private setCount(count: number): void {
    this.count = count;
    this.host.buffers.write(this.buffer(SENTINEL.name), countTensor(count));
  }

  private advance(outputs: ReadonlyMap<string, GPUBuffer>): void {
    const { device } = this.host.buffers;
    const encoder = device.createCommandEncoder();
    for (const { name, next, dims } of [...this.spec.state, SENTINEL]) {
      const source = knownState(this.spec.name, outputs, next);
      encoder.copyBufferToBuffer(source, 0, this.buffer(name), 0, elementCount(dims) * 4);
    }
    device.queue.submit([encoder.finish()]);
    this.count += 1;
  }

  private buffer(name: string): GPUBuffer {
    return knownState(this.spec.name, this.own, name);
  }

  private enqueue<T>(doing: string, work: () => Promise<T>): Promise<T> {
    if (this.released) {
      return Promise.reject(engineError(new Error('it was released'), doing, this.spec.name));
    }
    return this.runtime.queue.add(() => this.host.guarded(doing, this.spec.name, work));
  }
}

/** A buffer of ours as a tensor of onnxruntime; the buffer stays ours to destroy. */
export function boundTensor(
  { ort }: OrtRuntime,
  { type, dims }: Pick<TensorSpec, 'type' | 'dims'>,
  buffer: GPUBuffer,
): OrtTensor {
  return ort.Tensor.fromGpuBuffer(buffer, { dataType: type, dims: [...dims] });
}
