/**
 * Before anything is downloaded or compiled: what a model needs against what the device has, and what to do where that
 * doesn't fit (design.md section 4). All of it is arithmetic on sizes; what a browser does not tell is said to be unknown.
 */
import type { ModelShape } from './model-shape.ts';

/** How a run would use the model. */
export interface RunShape {
  readonly batch: number;
  /** Tokens of text, without the soft prompt. */
  readonly maxLength: number;
  readonly promptLength: number;
}

export interface ModelNeeds {
  /** Room in the browser's storage. */
  readonly diskBytes: number;
  /** Memory of the page for the files as they are read, word embeddings included. */
  readonly hostBytes: number;
  /** Memory of the engine: weights, what the backward pass needs of the forward pass, and room to work. */
  readonly engineBytes: number;
  readonly largestBufferBytes: number;
  /** Multiplications and additions of one training step. */
  readonly stepOperations: number;
}

export interface DeviceFacts {
  readonly engine: 'webgpu' | 'wasm' | 'cpu';
  /** What may still be stored; null where it isn't told. */
  readonly diskFreeBytes: number | null;
  /** Main memory, as far as it is told (browsers say 8 GiB at most). */
  readonly memoryBytes: number | null;
  /** Largest buffer of the GPU that a program may bind; null without one. */
  readonly bufferBytes: number | null;
  /** Of the engine's own matrix product; null until measured. */
  readonly operationsPerSecond: number | null;
}

export type Verdict =
  | { readonly kind: 'fits' }
  | { readonly kind: 'smaller-batch'; readonly batch: number; readonly because: string }
  | { readonly kind: 'does-not-fit'; readonly because: string };

export interface Preflight {
  readonly needs: ModelNeeds;
  readonly verdict: Verdict;
  /** Null until the device was measured. */
  readonly stepSeconds: number | null;
  /** What could not be compared, a sentence each. */
  readonly unknown: readonly string[];
}

const FLOAT = 4;
/** wasm addresses 4 GiB and no more (onnx-on-webgpu.md section 10). */
export const WASM_HEAP_BYTES = 4 * 1024 ** 3;
/** What onnxruntime takes for itself before the first model. */
const ENGINE_BASE_BYTES = 32 * 1024 ** 2;
/**
 * An engine's allocator keeps some of what it no longer needs. Measured on wasm: what the heap has beyond weights and base,
 * over the sum of all that is kept, from 1.1 and 1.5 (BERT-base's size, batch 16 and 4) to 1.7 (lab-small).
 */
const ALLOCATOR_SLACK = 1.7;
/** Share of the main memory that a page can count on. */
const USABLE_MEMORY = 0.5;
/** Rate of a whole step over that of a large matrix product; `lab bench` gave 0.3 to 2.2 (`rateOverMatmul`). */
const STEP_RATE = 0.8;
/** Forward once; backward as much, for frozen weights have no gradients of their own. */
const PASSES = 2;

/** Parameters of the layers; the word embeddings stay with the page. */
export function layerParameters({ layers, width, feedForward }: ModelShape): number {
  return layers * (4 * width * width + 2 * width * feedForward);
}

/** @param fileBytes of all files; where only the shape is known, float32 is supposed */
export function needsOf(shape: ModelShape, run: RunShape, fileBytes: number | null): ModelNeeds {
  const { layers, width, heads, feedForward, vocabulary } = shape;
  const length = run.promptLength + run.maxLength;
  const tokens = run.batch * length;
  const words = vocabulary * width * FLOAT;
  const weights = layerParameters(shape) * FLOAT;
  // Queries, keys, values, two normalised inputs and the sum; before and after the activation; scores and probabilities.
  const kept = layers * tokens * (6 * width + 2 * feedForward + 2 * heads * length) * FLOAT;
  const disk = fileBytes ?? words + weights;
  return {
    diskBytes: disk,
    hostBytes: disk + words,
    engineBytes: ENGINE_BASE_BYTES + weights + kept * ALLOCATOR_SLACK,
    largestBufferBytes:
      FLOAT * Math.max(width * feedForward, tokens * feedForward, run.batch * heads * length * length),
    stepOperations: PASSES * (2 * layerParameters(shape) * tokens + 4 * layers * run.batch * length * length * width),
  };
}

/** Compares; looks for a smaller batch where the one asked for doesn't fit. */
export function preflight(
  shape: ModelShape,
  run: RunShape,
  fileBytes: number | null,
  device: DeviceFacts,
): Preflight {
  const needs = needsOf(shape, run, fileBytes);
  return {
    needs,
    verdict: judge(shape, run, fileBytes, device),
    stepSeconds:
      device.operationsPerSecond === null
        ? null
        : needs.stepOperations / (device.operationsPerSecond * STEP_RATE),
    unknown: unknownsOf(device),
  };
}

function judge(
  shape: ModelShape,
  run: RunShape,
  fileBytes: number | null,
  device: DeviceFacts,
): Verdict {
  const obstacle = obstacleOf(needsOf(shape, run, fileBytes), device);
  if (obstacle === null) return { kind: 'fits' };
  for (let batch = run.batch >> 1; batch >= 1; batch >>= 1)
    if (obstacleOf(needsOf(shape, { ...run, batch }, fileBytes), device) === null)
      return { kind: 'smaller-batch', batch, because: obstacle };
  const smallest = obstacleOf(needsOf(shape, { ...run, batch: 1 }, fileBytes), device);
  return { kind: 'does-not-fit', because: smallest ?? obstacle };
}

/** The first thing that is too large, in words; null for none. */
function obstacleOf(needs: ModelNeeds, device: DeviceFacts): string | null {
  const { diskFreeBytes, memoryBytes, bufferBytes } = device;
  if (diskFreeBytes !== null && needs.diskBytes > diskFreeBytes)
    return `it takes ${size(needs.diskBytes)} of storage, and this browser has ${size(diskFreeBytes)} left for the page`;
  if (bufferBytes !== null && needs.largestBufferBytes > bufferBytes)
    return `it needs a buffer of ${size(needs.largestBufferBytes)}, and this GPU takes ${size(bufferBytes)} at most`;
  if (device.engine === 'wasm' && needs.engineBytes > WASM_HEAP_BYTES)
    return `it needs about ${size(needs.engineBytes)} of wasm memory, which ends at ${size(WASM_HEAP_BYTES)}`;
  const inMemory = needs.hostBytes + (device.engine === 'webgpu' ? 0 : needs.engineBytes);
  if (memoryBytes !== null && inMemory > USABLE_MEMORY * memoryBytes)
    return `it needs about ${size(inMemory)} of memory, and a page can count on ${size(USABLE_MEMORY * memoryBytes)} of this device’s`;
  return null;
}

function unknownsOf(device: DeviceFacts): readonly string[] {
  return [
    ...(device.diskFreeBytes === null ? ['This browser doesn’t tell how much it may store.'] : []),
    ...(device.memoryBytes === null ? ['This browser doesn’t tell how much memory the device has.'] : []),
    ...(device.engine === 'webgpu' ? ['Browsers don’t tell how much memory a GPU has.'] : []),
  ];
}

/** Numbers of parameters in words: `34 k`, `6.0 M`, `110 M`. */
export function parameterCount(parameters: number): string {
  if (parameters < 1e6) return `${Math.round(parameters / 1e3)} k`;
  return `${parameters < 1e8 ? (parameters / 1e6).toFixed(1) : Math.round(parameters / 1e6)} M`;
}

/** Bytes in words: `480 MB`, `1.1 GB`. */
export function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${bytes >= 1e7 ? Math.round(bytes / 1e6) : (bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(bytes === 0 ? 0 : 1, Math.round(bytes / 1e3))} kB`;
}
