/** The engines of a browser page or worker: probe, choose, prove, and fall back where nobody insisted. */
import { LabError } from '../errors/lab-error.ts';
import type { EngineChoice } from '../experiment/recipe-types.ts';
import type { EngineReport } from '../experiment/run-record.ts';
import { describeCapabilities, probeBrowser, type BrowserCapabilities } from './browser-capabilities.ts';
import { loadBrowserOrt } from './browser-ort.ts';
import { chooseBrowserEngine } from './choose-engine.ts';
import type { Engine } from './engine-types.ts';
import { gpuFacts, requestGpuAdapter, requestGpuDevice } from './gpu-device.ts';
import { GpuEngine } from './gpu-engine.ts';
import { HostEngine } from './host-engine.ts';
import { checkParity } from './parity-check.ts';
import { webgpuBuild } from './webgpu-build.ts';

/**
 * An engine that has passed the parity self-test. May be called again in the same page, e.g. after a lost device:
 * the new engine has a new device in the same wasm instance (onnx-on-webgpu.md section 14).
 */
export async function createBrowserEngine(choice: EngineChoice): Promise<Engine> {
  const capabilities = await probeBrowser();
  const { engine, why } = chooseBrowserEngine(choice, capabilities);
  if (engine === 'wasm') return createWasmEngine(why, capabilities);
  try {
    return await createWebgpuEngine(why, capabilities);
  } catch (thrown) {
    if (choice !== 'auto') throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return createWasmEngine(`WebGPU did not pass (${reason}), so wasm on the CPU computes.`, capabilities);
  }
}

async function createWasmEngine(why: string, capabilities: BrowserCapabilities): Promise<Engine> {
  const runtime = await loadBrowserOrt('wasm');
  const report: EngineReport = {
    engine: 'wasm',
    device: `CPU, ${runtime.threads} ${runtime.threads === 1 ? 'thread' : 'threads'}`,
    why,
    threads: runtime.threads,
    parity: null,
    graphCapture: 'unsupported',
    versions: runtime.versions,
    diagnostics: describeCapabilities(capabilities),
  };
  const make = (proven: EngineReport) =>
    new HostEngine(runtime, { executionProviders: ['wasm'], logSeverityLevel: 4 }, proven);
  return make({ ...report, parity: await checkParity(make(report)) });
}

async function createWebgpuEngine(why: string, capabilities: BrowserCapabilities): Promise<Engine> {
  const runtime = await loadBrowserOrt(webgpuBuild());
  // An adapter gives one device only, so each engine asks for its own.
  const adapter = await requestGpuAdapter();
  if (adapter === null) {
    throw new LabError({
      code: 'engine-unavailable',
      message: 'The browser finds no GPU any more.',
      remedy: 'Choose wasm, or restart the browser.',
    });
  }
  const device = await requestGpuDevice(adapter);
  const engine = new GpuEngine(runtime, device, {
    engine: 'webgpu',
    device: gpuFacts(adapter).name,
    why,
    threads: 1,
    parity: null,
    graphCapture: 'off',
    versions: runtime.versions,
    diagnostics: describeCapabilities(capabilities),
  });
  try {
    engine.provenBy(await checkParity(engine));
    return engine;
  } catch (thrown) {
    await engine.release();
    throw thrown;
  }
}
