/** WebGPU in the browser: weights, inputs and state are buffers on one device of our own, shared by all programs. */
import { LabError } from '../errors/lab-error.ts';
import type { EngineReport } from '../experiment/run-record.ts';
import { deviceLost, engineError, gpuOutOfMemory } from './engine-errors.ts';
import type { Engine, Program, ProgramSpec, WeightTable } from './engine-types.ts';
import type { HostTensor } from '../onnx/host-tensor.ts';
import { GpuBuffers } from './gpu-buffers.ts';
import { boundTensor, GpuProgram } from './gpu-program.ts';
import { GpuRunner, type CaptureState } from './gpu-runner.ts';
import type { OrtRuntime, OrtTensor } from './ort-runtime.ts';
import { checkGraphAgrees, fetchable } from './program-checks.ts';
import { releaseAll } from './release-all.ts';
import { SENTINEL, withSentinel } from './sentinel.ts';

/**
 * How long an exception waits for the news that the device is lost: a read-back that fails with its device says so before
 * the device does.
 */
const NEWS_OF_LOSS_MS = 500;

interface BoundWeight {
  readonly buffer: GPUBuffer;
  readonly tensor: OrtTensor;
}

export class GpuEngine implements Engine {
  readonly lost: Promise<string>;
  readonly buffers: GpuBuffers;
  private readonly runtime: OrtRuntime;
  private baseReport: EngineReport;
  private readonly device: GPUDevice;
  private readonly weights = new Map<string, BoundWeight>();
  private readonly programs = new Set<GpuProgram>();
  /** How the programs that are gone ran, for the report. */
  private readonly pastCaptures = new Set<CaptureState>();
  /** Calls in flight, to be ended when the device is lost. */
  private readonly waiting = new Set<(reason: string) => void>();
  /** What the device reported outside of any call, e.g. a validation error of a command that had been queued. */
  private fault: GPUError | null = null;
  private lostReason: string | null = null;
  private released = false;

  constructor(runtime: OrtRuntime, device: GPUDevice, report: EngineReport) {
    this.runtime = runtime;
    this.device = device;
    this.baseReport = report;
    this.buffers = new GpuBuffers(device);
    this.lost = new Promise((resolve) => {
      void device.lost.then(({ reason, message }) => {
        this.lostReason = message || reason;
        for (const giveUp of this.waiting) giveUp(this.lostReason);
        if (!this.released) resolve(this.lostReason);
      });
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      this.fault ??= error;
    });
  }

  /** `graphCapture` tells of the programs so far: one that failed its twin check shows. */
  get report(): EngineReport {
    const states = new Set([...this.pastCaptures, ...[...this.programs].map((program) => program.capture)]);
    const shown = (['twin-check-failed', 'on', 'unsupported'] as const).find((state) => states.has(state));
    return { ...this.baseReport, graphCapture: shown ?? 'off' };
  }

  /** Notes the result of the parity self-test in the report. */
  provenBy(parity: number): void {
    this.baseReport = { ...this.baseReport, parity };
  }

  async loadWeights(weights: WeightTable): Promise<void> {
    const fresh = [...weights].filter(([name]) => !this.weights.has(name));
    const made = new Map<string, GPUBuffer>();
    try {
      await this.makeWeightBuffers(fresh, made);
    } catch (thrown) {
      for (const buffer of made.values()) buffer.destroy();
      throw thrown;
    }
    for (const [name, tensor] of fresh) {
      const buffer = made.get(name);
      if (buffer === undefined) continue;
      this.buffers.write(buffer, tensor);
      this.weights.set(name, { buffer, tensor: boundTensor(this.runtime, tensor, buffer) });
    }
  }

  private async makeWeightBuffers(
    fresh: readonly (readonly [string, HostTensor])[],
    made: Map<string, GPUBuffer>,
  ): Promise<void> {
    this.device.pushErrorScope('out-of-memory');
    let refused: unknown = null;
    try {
      for (const [name, { dims }] of fresh) made.set(name, this.buffers.create(name, dims));
    } catch (thrown) {
      refused = thrown;
    }
    const scoped = await this.guarded('Making room for', 'the weights of the PLM', () =>
      this.device.popErrorScope(),
    );
    if (refused instanceof LabError) throw refused;
    if (refused !== null || scoped !== null) {
      const bytes = fresh.reduce((sum, [, { data }]) => sum + data.byteLength, 0);
      throw gpuOutOfMemory(bytes, 'the weights of the PLM', this.device.limits.maxBufferSize);
    }
  }

  async compile(spec: ProgramSpec): Promise<Program> {
    const started = performance.now();
    const options = {
      device: this.device,
      captured: spec.capture ?? spec.state.length > 0,
      everyNodeOnGpu: spec.everyNodeOnGpu ?? true,
    };
    const outputs = [...fetchable(spec), { ...SENTINEL, name: SENTINEL.next }];
    const runner = await this.guarded('Compiling', spec.name, () =>
      this.runtime.queue.add(() =>
        GpuRunner.create(this.runtime, withSentinel(spec.model), this.buffers, outputs, options),
      ),
    );
    try {
      const weights = new Map([...this.weights].map(([name, { tensor }]) => [name, tensor]));
      const inputNames = runner.inputNames.filter((name) => name !== SENTINEL.name);
      checkGraphAgrees(spec, inputNames, runner.outputNames, weights);
      const compileMs = performance.now() - started;
      const program = new GpuProgram(spec, this, this.runtime, runner, weights, compileMs);
      this.programs.add(program);
      return program;
    } catch (thrown) {
      await this.runtime.queue.add(() => runner.release());
      throw thrown;
    }
  }

  /** A program that was released is kept no longer: its model alone is some hundred kilobytes. */
  forget(program: GpuProgram): void {
    this.pastCaptures.add(program.capture);
    this.programs.delete(program);
  }

  memory(): { readonly heapBytes: number; readonly gpuBytes: number } {
    return { heapBytes: this.runtime.heapBytes(), gpuBytes: this.buffers.bytes };
  }

  async release(): Promise<void> {
    this.released = true;
    try {
      await releaseAll(this.programs);
    } finally {
      for (const { buffer } of this.weights.values()) buffer.destroy();
      this.weights.clear();
      this.device.destroy();
    }
  }

  /**
   * Awaits work on the device. A call that waits for a lost device may never settle, so loss ends it; and an error
   * that the device reported on the side becomes the error of the call that was waiting.
   */
  async guarded<T>(doing: string, program: string, work: () => Promise<T>): Promise<T> {
    let failure: unknown;
    try {
      const result = await this.unlessLost(program, work);
      if (this.fault === null) return result;
    } catch (thrown) {
      if (thrown instanceof LabError) throw thrown;
      failure = thrown;
    }
    await this.newsOfLoss();
    if (this.lostReason !== null) throw deviceLost(this.lostReason, program);
    throw engineError(this.takeFault() ?? failure, doing, program);
  }

  /** Resolves when the device is lost, or after a moment. */
  private async newsOfLoss(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moment = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, NEWS_OF_LOSS_MS);
    });
    await Promise.race([this.device.lost, moment]);
    clearTimeout(timer);
  }

  /** Not `Promise.race` with `device.lost`, which would keep a reaction for every step of a run. */
  private unlessLost<T>(program: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const giveUp = (reason: string): void => reject(deviceLost(reason, program));
      if (this.lostReason !== null) {
        giveUp(this.lostReason);
        return;
      }
      this.waiting.add(giveUp);
      const settled = work().finally(() => this.waiting.delete(giveUp));
      settled.then(resolve, reject);
    });
  }

  private takeFault(): Error | null {
    const { fault } = this;
    this.fault = null;
    return fault === null ? null : new Error(`${fault.constructor.name}: ${fault.message}`);
  }
}
