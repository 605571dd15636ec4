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
import { nextTicket, SENTINEL_INPUT, SENTINEL_OUTPUT } from './sentinel.ts';

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
  /** The sentinel's number of the last finished run. */
  private ticket = nextTicket(0);
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
    const fed: readonly TensorSpec[] = [...spec.inputs, ...spec.state, SENTINEL_INPUT];
    const made = [...fed, SENTINEL_OUTPUT];
    this.own = new Map(made.map(({ name, dims }) => [name, host.buffers.create(name, dims)]));
    host.buffers.write(this.buffer(SENTINEL_OUTPUT.name), scalar(this.ticket));
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
      this.read(
        names.map((name) => [knownState(this.spec.name, known, name), this.buffer(name)] as const),
        this.buffer(SENTINEL_OUTPUT.name),
      ),
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
      const ticket = nextTicket(this.ticket);
      this.host.buffers.write(this.buffer(SENTINEL_INPUT.name), scalar(ticket));
      return this.runner.run(this.feeds, (outputs) => {
        this.advance(outputs);
        this.ticket = ticket;
        const wanted = fetchable(spec).filter(({ name }) => fetch.includes(name));
        return this.read(
          wanted.map((tensor) => [tensor, knownState(spec.name, outputs, tensor.name)] as const),
          knownState(spec.name, outputs, SENTINEL_OUTPUT.name),
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

  /** Reads buffers back, if any. @throws Error that tells of a lost device when the sentinel has not followed the last run */
  private async read(sources: Sources, sentinel: GPUBuffer): Promise<Record<string, HostTensor>> {
    if (sources.length === 0) return {};
    const proof = [SENTINEL_OUTPUT, sentinel] as const;
    const { [SENTINEL_OUTPUT.name]: answer, ...read } = await this.host.buffers.read([...sources, proof]);
    if (answer.data[0] === this.ticket) return read;
    throw new Error('the device was lost without a word: what came back is not what the last run computed');
  }

  private advance(outputs: ReadonlyMap<string, GPUBuffer>): void {
    if (this.spec.state.length === 0) return;
    const { device } = this.host.buffers;
    const encoder = device.createCommandEncoder();
    const sentinel = { ...SENTINEL_OUTPUT, next: SENTINEL_OUTPUT.name };
    for (const { name, next, dims } of [...this.spec.state, sentinel]) {
      const source = knownState(this.spec.name, outputs, next);
      encoder.copyBufferToBuffer(source, 0, this.buffer(name), 0, elementCount(dims) * 4);
    }
    device.queue.submit([encoder.finish()]);
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

const scalar = (value: number): HostTensor => ({ type: 'float32', dims: [], data: Float32Array.of(value) });
