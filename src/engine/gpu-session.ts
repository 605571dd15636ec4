/**
 * An onnxruntime session whose inputs and outputs are all GPU buffers, captured or not. Graph capture records the GPU
 * commands of the first run and replays them, which cuts the CPU's cost per node tenfold; its rules
 * (onnx-on-webgpu.md section 9): the object form of the execution provider, outputs owned by onnxruntime, the same
 * input buffers at every run.
 */
import type { OrtRuntime, OrtSession, OrtTensor } from './ort-runtime.ts';

export type GpuOutputs = ReadonlyMap<string, OrtTensor>;

export interface GpuSessionOptions {
  readonly device: GPUDevice;
  readonly captured: boolean;
  /** Refuse a graph with a node that has no GPU kernel, instead of computing that node on the CPU. */
  readonly everyNodeOnGpu: boolean;
}

export class GpuSession {
  readonly captured: boolean;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  private readonly session: OrtSession;

  private constructor(session: OrtSession, captured: boolean) {
    this.session = session;
    this.captured = captured;
    this.inputNames = session.inputNames;
    this.outputNames = session.outputNames;
  }

  static async create(
    { ort }: OrtRuntime,
    model: Uint8Array,
    { device, captured, everyNodeOnGpu }: GpuSessionOptions,
  ): Promise<GpuSession> {
    const session = await ort.InferenceSession.create(model, {
      executionProviders: [{ name: 'webgpu', device }],
      preferredOutputLocation: 'gpu-buffer',
      enableGraphCapture: captured,
      // Errors are thrown as well, with our words around them.
      logSeverityLevel: 4,
      extra: {
        session: {
          disable_cpu_ep_fallback: everyNodeOnGpu ? '1' : '0',
          // Keeps Split-K, which adds with atomics, out of matrix products (section 17).
          use_deterministic_compute: '1',
        },
      },
    });
    return new GpuSession(session, captured);
  }

  async run(feeds: Readonly<Record<string, OrtTensor>>): Promise<GpuOutputs> {
    return new Map(Object.entries(await this.session.run(feeds)));
  }

  /**
   * Gives back the outputs of a run. Without capture this frees their buffers. With capture the session keeps the
   * buffers for its replays, and what is freed is the handle that each run makes anew: one that is left over keeps
   * the buffer alive beyond the session.
   */
  dispose(outputs: GpuOutputs): void {
    for (const tensor of outputs.values()) tensor.dispose();
  }

  release(): Promise<void> {
    return this.session.release();
  }
}
