import { availableParallelism } from 'node:os';
import { threadCount, type Ort, type OrtRuntime } from './ort-runtime.ts';
import { RunQueue } from './run-queue.ts';
import { wakeModel } from './wake-model.ts';
import { watchHeap } from './wasm-heap.ts';

const mostThreads = 16;

let native: Promise<OrtRuntime> | null = null;
let wasm: Promise<OrtRuntime> | null = null;

/** onnxruntime-node: the CPU with all its vector units, and WebGPU where there is a GPU. Loaded once a process. */
export function loadNativeOrt(): Promise<OrtRuntime> {
  native ??= importNative();
  return native;
}

/** onnxruntime-web in Node: the wasm engine of the browser, for tests of it without one. Loaded once a process. */
export function loadWasmOrt(): Promise<OrtRuntime> {
  wasm ??= importWasm();
  return wasm;
}

async function importNative(): Promise<OrtRuntime> {
  const ort: Ort = await import('onnxruntime-node');
  return {
    ort,
    queue: new RunQueue(),
    threads: threadCount(availableParallelism(), mostThreads),
    heapBytes: () => process.memoryUsage.rss(),
    versions: { 'onnxruntime-node': ort.env.versions.node ?? ort.env.versions.common },
  };
}

async function importWasm(): Promise<OrtRuntime> {
  // In Node the package's main entry is the plain wasm build; its `/wasm` entry finds no threads there.
  const ort: Ort = await import('onnxruntime-web');
  const threads = threadCount(availableParallelism(), mostThreads);
  ort.env.wasm.numThreads = threads;
  const heap = await watchHeap(async () => {
    const session = await ort.InferenceSession.create(wakeModel(), { executionProviders: ['wasm'] });
    await session.release();
  });
  const versions = { 'onnxruntime-web': ort.env.versions.web ?? ort.env.versions.common, build: 'wasm' };
  return { ort, queue: new RunQueue(), threads, heapBytes: heap.bytes, versions };
}
