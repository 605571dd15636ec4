import { gpuFacts, requestGpuAdapter, type GpuFacts } from './gpu-device.ts';

/** What this browser offers, as plain data: the choice of an engine is a pure function of it. */
export interface BrowserCapabilities {
  /** Null without WebGPU or without an adapter. */
  readonly gpu: GpuFacts | null;
  readonly jspi: boolean;
  readonly crossOriginIsolated: boolean;
  readonly logicalCores: number;
  readonly userAgent: string;
}

export async function probeBrowser(): Promise<BrowserCapabilities> {
  const adapter = await requestGpuAdapter();
  return {
    gpu: adapter === null ? null : gpuFacts(adapter),
    jspi: 'Suspending' in WebAssembly,
    crossOriginIsolated: globalThis.crossOriginIsolated,
    logicalCores: navigator.hardwareConcurrency,
    userAgent: navigator.userAgent,
  };
}

/** The same for the copyable diagnostics. */
export function describeCapabilities(capabilities: BrowserCapabilities): Record<string, string> {
  const { gpu } = capabilities;
  return {
    gpu: gpu === null ? 'none' : gpu.name,
    ...(gpu === null ? {} : { 'gpu half precision': String(gpu.halfPrecision), ...stringValues(gpu.limits) }),
    jspi: String(capabilities.jspi),
    'cross-origin isolated': String(capabilities.crossOriginIsolated),
    'logical cores': String(capabilities.logicalCores),
    'user agent': capabilities.userAgent,
  };
}

function stringValues(numbers: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
}
