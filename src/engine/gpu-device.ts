/**
 * The GPU device of an engine. We make it ourselves: the native WebGPU build of onnxruntime-web ignores
 * `env.webgpu.*`, and only a device of our own has raised limits and outlives its sessions
 * (onnx-on-webgpu.md sections 6 and 18).
 */
import { LabError } from '../errors/lab-error.ts';

const wantedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const wantedFeatures: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

export interface GpuFacts {
  /** Vendor, architecture and description as far as the browser tells. */
  readonly name: string;
  /** Computed by the CPU (SwiftShader, llvmpipe, WARP): correct, and slower than wasm. */
  readonly software: boolean;
  readonly halfPrecision: boolean;
  readonly limits: Readonly<Record<string, number>>;
}

/** Null where there is no WebGPU or no adapter. */
export async function requestGpuAdapter(): Promise<GPUAdapter | null> {
  // Absent in insecure contexts and older browsers, whatever the types say.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  if (gpu === undefined) return null;
  return gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
}

export function gpuFacts(adapter: GPUAdapter): GpuFacts {
  // Safari 26 may leave `info` undefined (onnxruntime#26480, seen 2026-11).
  const info = (adapter as { readonly info?: GPUAdapterInfo }).info;
  const words = info === undefined ? [] : [info.vendor, info.architecture, info.device, info.description];
  const name = words.filter((word) => word !== '').join(' ') || 'unnamed GPU';
  return {
    name,
    software:
      info?.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|basic render driver/i.test(name),
    halfPrecision: adapter.features.has('shader-f16'),
    limits: Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]])),
  };
}

export async function requestGpuDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  try {
    return await adapter.requestDevice({
      label: 'Prompt Lab',
      requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
      requiredLimits: gpuFacts(adapter).limits,
    });
  } catch (thrown) {
    throw new LabError(
      {
        code: 'engine-unavailable',
        message: `The GPU gave no device: ${String(thrown)}`,
        remedy: 'Choose the wasm engine, or restart the browser to give its GPU process a fresh start.',
      },
      { cause: thrown },
    );
  }
}
