/**
 * A device and an onnxruntime that do as the test says, because real ones can't be made to fail at a chosen moment. The
 * device keeps its buffers in memory and does what is submitted at once; a session puts 7 into the output `y`, moves the
 * state `w` up by one, and counts in the sentinel.
 */
import { vi } from 'vitest';
import type { ProgramSpec } from '../../src/engine/engine-types.ts';
import { GpuEngine } from '../../src/engine/gpu-engine.ts';
import type { OrtRuntime, OrtSession } from '../../src/engine/ort-runtime.ts';
import { RunQueue } from '../../src/engine/run-queue.ts';
import type { EngineReport } from '../../src/experiment/run-record.ts';

class ScriptedBuffer {
  readonly numbers: Float32Array<ArrayBuffer>;
  constructor(
    readonly size: number,
    private readonly script: Script,
  ) {
    this.numbers = new Float32Array(size / 4);
  }
  mapAsync(): Promise<void> {
    return this.script.mapAsync();
  }
  getMappedRange(): ArrayBuffer {
    return this.script.zeros ? new ArrayBuffer(this.size) : this.numbers.buffer;
  }
  destroy(): void {
    return undefined;
  }
}

/** What the test changes while the engine lives. */
export interface Script {
  mapAsync: () => Promise<void>;
  popErrorScope: () => Promise<null>;
  run: () => Promise<void>;
  release: () => Promise<void>;
  /** Mapped memory shows zeros, whatever the buffers hold. */
  zeros: boolean;
  /** Commands of a session leave the buffers as they are. */
  idle: boolean;
  /** Live sessions of onnxruntime. */
  sessions: number;
  lose: (message: string) => void;
  report: (error: Error) => void;
}

type Feeds = Readonly<Record<string, { readonly buffer: ScriptedBuffer }>>;

function scriptedSession(script: Script): OrtSession {
  script.sessions += 1;
  const outputs = ['y', 'w_next', 'sentinel.next'];
  const buffers = new Map(outputs.map((name) => [name, new ScriptedBuffer(16, script)]));
  const session = {
    inputNames: ['x', 'w', 'sentinel'],
    outputNames: outputs,
    run: async (feeds: Feeds) => {
      await script.run();
      const made = { y: 7, w_next: feeds.w.buffer.numbers[0] + 1 };
      const values = { ...made, 'sentinel.next': feeds.sentinel.buffer.numbers[0] + 1 };
      if (!script.idle)
        for (const [name, value] of Object.entries(values)) buffers.get(name)?.numbers.fill(value);
      return Object.fromEntries(
        [...buffers].map(([name, gpuBuffer]) => [name, { gpuBuffer, dispose: vi.fn() }]),
      );
    },
    release: () => {
      script.sessions -= 1;
      return script.release();
    },
  };
  return session as unknown as OrtSession;
}

function scriptedDevice(script: Script): GPUDevice {
  const device = {
    limits: { maxStorageBufferBindingSize: 2 ** 20, maxBufferSize: 2 ** 20 },
    lost: new Promise((resolve) => {
      script.lose = (message) => resolve({ reason: 'unknown', message });
    }),
    addEventListener: (_kind: string, listener: (event: { error: Error }) => void) => {
      script.report = (error) => listener({ error });
    },
    createBuffer: ({ size }: { size: number }) => new ScriptedBuffer(size, script),
    createCommandEncoder: () => {
      const commands: (() => void)[] = [];
      return {
        copyBufferToBuffer: (
          from: ScriptedBuffer,
          _at: number,
          to: ScriptedBuffer,
          at: number,
          bytes: number,
        ) => commands.push(() => to.numbers.set(from.numbers.subarray(0, bytes / 4), at / 4)),
        finish: () => commands,
      };
    },
    queue: {
      writeBuffer: (to: ScriptedBuffer, at: number, data: ArrayBuffer, offset: number, bytes: number) =>
        to.numbers.set(new Float32Array(data, offset, bytes / 4), at / 4),
      submit: (lists: readonly (readonly (() => void)[])[]) => lists.flat().forEach((command) => command()),
    },
    pushErrorScope: () => undefined,
    popErrorScope: () => script.popErrorScope(),
    destroy: () => script.lose('destroyed'),
  };
  return device as unknown as GPUDevice;
}

const report: EngineReport = {
  engine: 'webgpu',
  device: 'a script',
  why: '',
  threads: 1,
  parity: null,
  graphCapture: 'off',
  versions: {},
  diagnostics: {},
};

export const number = (value: number) =>
  ({ type: 'float32', dims: [], data: Float32Array.of(value) }) as const;

/** One input `x`, one output `y`, one state `w`. */
export const scriptedProgram = (): ProgramSpec => ({
  name: 'scripted',
  model: new Uint8Array(1000),
  inputs: [{ name: 'x', type: 'float32', dims: [] }],
  weights: [],
  state: [{ name: 'w', type: 'float32', dims: [], next: 'w_next' }],
  outputs: [{ name: 'y', type: 'float32', dims: [] }],
  capture: false,
});

export function scriptedEngine(): { readonly engine: GpuEngine; readonly script: Script } {
  // Constants of browsers.
  vi.stubGlobal('GPUBufferUsage', { STORAGE: 1, COPY_SRC: 2, COPY_DST: 4, MAP_READ: 8 });
  vi.stubGlobal('GPUMapMode', { READ: 1 });
  const script: Script = {
    mapAsync: () => Promise.resolve(),
    popErrorScope: () => Promise.resolve(null),
    run: () => Promise.resolve(),
    release: () => Promise.resolve(),
    zeros: false,
    idle: false,
    sessions: 0,
    lose: () => undefined,
    report: () => undefined,
  };
  const runtime: OrtRuntime = {
    ort: {
      InferenceSession: { create: () => Promise.resolve(scriptedSession(script)) },
      Tensor: { fromGpuBuffer: (buffer: ScriptedBuffer) => ({ buffer }) },
    } as unknown as OrtRuntime['ort'],
    queue: new RunQueue(),
    threads: 1,
    heapBytes: () => 0,
    versions: {},
  };
  return { engine: new GpuEngine(runtime, scriptedDevice(script), report), script };
}
