/**
 * Loads one of onnxruntime-web's builds with its wasm file and glue as assets of our own (onnx-on-webgpu.md
 * section 3): `jspi` and `webgpu` are the native WebGPU build with two ways to wait, `wasm` has no GPU.
 * The package's default entry is the deprecated JSEP build, which fails silently, and is never loaded.
 */
import asyncifyGlue from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiGlue from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import plainGlue from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { LabError } from '../errors/lab-error.ts';
import { threadCount, type Ort, type OrtRuntime } from './ort-runtime.ts';
import { RunQueue } from './run-queue.ts';
import { watchHeap } from './wasm-heap.ts';
import { wakeModel } from './wake-model.ts';

export type OrtBuild = 'jspi' | 'asyncify' | 'wasm';

const builds = {
  jspi: { load: () => import('onnxruntime-web/jspi'), glue: jspiGlue, wasm: jspiWasm },
  asyncify: { load: () => import('onnxruntime-web/webgpu'), glue: asyncifyGlue, wasm: asyncifyWasm },
  wasm: { load: () => import('onnxruntime-web/wasm'), glue: plainGlue, wasm: plainWasm },
} as const satisfies Record<OrtBuild, { load: () => Promise<Ort>; glue: string; wasm: string }>;

const mostThreads = 8;

/** A build is loaded once a page or worker; what failed to load may be tried again. */
const loaded = new Map<OrtBuild, Promise<OrtRuntime>>();

export function loadBrowserOrt(build: OrtBuild): Promise<OrtRuntime> {
  const known = loaded.get(build);
  if (known !== undefined) return known;
  const loading = load(build).catch((thrown: unknown) => {
    loaded.delete(build);
    throw new LabError(
      {
        code: 'engine-unavailable',
        message: `The engine's program (${build}) could not be loaded: ${String(thrown)}`,
        remedy:
          'Reload the page; if it stays, the files of the lab are incomplete or the browser is too old.',
      },
      { cause: thrown },
    );
  });
  loaded.set(build, loading);
  return loading;
}

async function load(build: OrtBuild): Promise<OrtRuntime> {
  const { load: importOrt, glue, wasm } = builds[build];
  const ort: Ort = await importOrt();
  // On the GPU the CPU only records commands. Threads need shared memory, hence cross-origin isolation.
  const threads =
    build === 'wasm' && globalThis.crossOriginIsolated
      ? threadCount(navigator.hardwareConcurrency, mostThreads)
      : 1;
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = { mjs: absolute(glue), wasm: absolute(wasm) };
  const heap = await watchHeap(async () => {
    const session = await ort.InferenceSession.create(wakeModel(), { executionProviders: ['wasm'] });
    await session.release();
  });
  const versions = { 'onnxruntime-web': ort.env.versions.web ?? ort.env.versions.common, build };
  return { ort, queue: new RunQueue(), threads, heapBytes: heap.bytes, versions };
}

function absolute(url: string): string {
  return new URL(url, globalThis.location.href).href;
}
