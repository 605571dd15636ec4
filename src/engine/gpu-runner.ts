/**
 * Runs a program captured, after proof that this is right: replays have computed wrong numbers before
 * (onnxruntime#29594, #28325, #28260). The first runs go through a twin session without capture as well; if any
 * output differs in a single bit, the captured session is released and the twin goes on alone.
 */
import type { HostTensor, TensorSpec } from '../onnx/host-tensor.ts';
import type { GpuBuffers } from './gpu-buffers.ts';
import { GpuSession, type GpuOutputs, type GpuSessionOptions } from './gpu-session.ts';
import type { OrtRuntime, OrtTensor } from './ort-runtime.ts';

/** The first run records, the second and third replay. */
const checkedRuns = 3;

export type CaptureState = 'on' | 'off' | 'twin-check-failed' | 'unsupported' | 'checking';

type Feeds = Readonly<Record<string, OrtTensor>>;
type UseOutputs<T> = (outputs: ReadonlyMap<string, GPUBuffer>) => Promise<T>;

export class GpuRunner {
  private session: GpuSession;
  private twin: GpuSession | null;
  private checksLeft = checkedRuns;
  private captureState: CaptureState;
  private readonly buffers: GpuBuffers;
  private readonly outputs: readonly TensorSpec[];

  private constructor(
    session: GpuSession,
    twin: GpuSession | null,
    capture: CaptureState,
    buffers: GpuBuffers,
    outputs: readonly TensorSpec[],
  ) {
    this.session = session;
    this.twin = twin;
    this.captureState = capture;
    this.buffers = buffers;
    this.outputs = outputs;
  }

  static async create(
    runtime: OrtRuntime,
    model: Uint8Array,
    buffers: GpuBuffers,
    outputs: readonly TensorSpec[],
    options: GpuSessionOptions,
  ): Promise<GpuRunner> {
    const plain = await GpuSession.create(runtime, model, { ...options, captured: false });
    if (!options.captured) return new GpuRunner(plain, null, 'off', buffers, outputs);
    try {
      const captured = await GpuSession.create(runtime, model, options);
      return new GpuRunner(captured, plain, 'checking', buffers, outputs);
    } catch {
      // Capture refuses graphs with control flow or nodes on the CPU; such a graph runs without.
      return new GpuRunner(plain, null, 'unsupported', buffers, outputs);
    }
  }

  get capture(): CaptureState {
    return this.captureState;
  }

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  /** Runs once; `use` takes what it needs from the outputs before they are freed. */
  async run<T>(feeds: Feeds, use: UseOutputs<T>): Promise<T> {
    if (this.twin !== null) return this.checkedRun(this.session, this.twin, feeds, use);
    const session = this.session;
    const outputs = await session.run(feeds);
    try {
      return await use(bufferMap(outputs));
    } finally {
      session.dispose(outputs);
    }
  }

  async release(): Promise<void> {
    await this.session.release();
    await this.twin?.release();
    this.twin = null;
  }

  /** What `use` gets is what was checked: the replay if it agrees with the twin, else the twin's outputs. */
  private async checkedRun<T>(
    captured: GpuSession,
    twin: GpuSession,
    feeds: Feeds,
    use: UseOutputs<T>,
  ): Promise<T> {
    const expected = await twin.run(feeds);
    const replayed = await captured.run(feeds);
    const agree = await this.sameOutputs(expected, replayed);
    let result: T;
    try {
      result = await use(bufferMap(agree ? replayed : expected));
    } finally {
      twin.dispose(expected);
      captured.dispose(replayed);
    }
    if (!agree) {
      await captured.release();
      this.settle(twin, 'twin-check-failed');
    } else {
      this.checksLeft -= 1;
      if (this.checksLeft === 0) {
        await twin.release();
        this.settle(captured, 'on');
      }
    }
    return result;
  }

  private settle(session: GpuSession, capture: CaptureState): void {
    this.session = session;
    this.twin = null;
    this.captureState = capture;
  }

  private async sameOutputs(expected: GpuOutputs, replayed: GpuOutputs): Promise<boolean> {
    const one = await this.read(expected);
    const other = await this.read(replayed);
    return this.outputs.every(({ name }) => sameValues(one[name], other[name]));
  }

  private read(outputs: GpuOutputs): Promise<Record<string, HostTensor>> {
    const buffers = bufferMap(outputs);
    return this.buffers.read(
      this.outputs.flatMap((spec) => {
        const buffer = buffers.get(spec.name);
        return buffer === undefined ? [] : [[spec, buffer] as const];
      }),
    );
  }
}

function bufferMap(outputs: GpuOutputs): ReadonlyMap<string, GPUBuffer> {
  // onnxruntime-common types its buffers loosely, because it knows no WebGPU types.
  return new Map([...outputs].map(([name, tensor]) => [name, tensor.gpuBuffer]));
}

/** NaN agrees with NaN: a run that diverged is not the fault of its capture. */
function sameValues(one: HostTensor | undefined, other: HostTensor | undefined): boolean {
  if (one === undefined || other?.data.length !== one.data.length) return false;
  const { data } = other;
  return one.data.every((value, index) => Object.is(value, data[index]));
}
