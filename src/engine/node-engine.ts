/** The engines of the command line: onnxruntime-node on CPU or on a GPU through WebGPU, and the browser's wasm. */
import { availableParallelism, cpus } from 'node:os';
import { LabError } from '../errors/lab-error.ts';
import type { EngineChoice } from '../experiment/recipe-types.ts';
import type { EngineReport } from '../experiment/run-record.ts';
import type { Engine } from './engine-types.ts';
import { HostEngine } from './host-engine.ts';
import { nodeGpuResidence } from './node-gpu-residence.ts';
import { loadNativeOrt, loadWasmOrt } from './node-ort.ts';
import type { OrtRuntime, OrtSessionOptions } from './ort-runtime.ts';
import type { TensorResidence } from './tensor-residence.ts';
import { checkParity } from './parity-check.ts';

/** An engine that has passed the parity self-test. `auto` is the CPU: it is there everywhere, and always the same. */
export function createNodeEngine(choice: EngineChoice): Promise<Engine> {
  switch (choice) {
    case 'auto':
      return createCpuEngine(
        'On the command line the CPU is the default: the same numbers on every machine of a kind.',
      );
    case 'cpu':
      return createCpuEngine('You chose the CPU.');
    case 'wasm':
      return createWasmEngine();
    case 'webgpu':
      return createWebgpuEngine();
    default:
      return choice satisfies never;
  }
}

async function createCpuEngine(why: string): Promise<Engine> {
  const runtime = await loadNativeOrt();
  const options: OrtSessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: runtime.threads,
    // Threads that spin while they wait gain 4 % on an idle machine and lose half where cores are shared (measured).
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  return proven(runtime, options, report('cpu', why, runtime));
}

async function createWasmEngine(): Promise<Engine> {
  const runtime = await loadWasmOrt();
  return proven(runtime, { executionProviders: ['wasm'] }, report('wasm', 'You chose wasm.', runtime));
}

async function createWebgpuEngine(): Promise<Engine> {
  const runtime = await loadNativeOrt();
  const options: OrtSessionOptions = {
    executionProviders: ['webgpu'],
    logSeverityLevel: 4,
    extra: { session: { disable_cpu_ep_fallback: '1', use_deterministic_compute: '1' } },
  };
  const residence = nodeGpuResidence(runtime, options);
  const programOptions: OrtSessionOptions = { ...options, preferredOutputLocation: 'gpu-buffer' };
  try {
    return await proven(runtime, programOptions, report('webgpu', 'You chose WebGPU.', runtime), residence);
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === 'parity-failed') throw thrown;
    throw new LabError(
      {
        code: 'engine-unavailable',
        message: `WebGPU in Node needs a GPU with a Vulkan, Metal or Direct3D 12 driver: ${String(thrown)}`,
        remedy: 'Choose --engine cpu or --engine wasm.',
        where: '--engine',
      },
      { cause: thrown },
    );
  }
}

async function proven(
  runtime: OrtRuntime,
  options: OrtSessionOptions,
  unproven: EngineReport,
  residence?: TensorResidence,
): Promise<Engine> {
  const make = (facts: EngineReport) =>
    new HostEngine(runtime, { logSeverityLevel: 4, ...options }, facts, residence);
  return make({ ...unproven, parity: await checkParity(make(unproven)) });
}

function report(
  engine: EngineReport['engine'],
  why: string,
  { threads, versions }: OrtRuntime,
): EngineReport {
  const model = cpus()[0]?.model.trim() ?? 'CPU';
  return {
    engine,
    device: engine === 'webgpu' ? 'GPU, through onnxruntime-node' : model,
    why,
    threads,
    parity: null,
    graphCapture: 'unsupported',
    versions: { ...versions, node: process.versions.node },
    diagnostics: {
      platform: `${process.platform} ${process.arch}`,
      cpu: model,
      'logical cores': String(availableParallelism()),
    },
  };
}
