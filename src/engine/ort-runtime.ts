import type * as OrtCommon from 'onnxruntime-common';
import type { RunQueue } from './run-queue.ts';

/** What onnxruntime-web and onnxruntime-node have in common. */
export type Ort = Pick<typeof OrtCommon, 'InferenceSession' | 'Tensor' | 'env'>;
export type OrtSession = OrtCommon.InferenceSession;
export type OrtTensor = OrtCommon.Tensor;
export type OrtSessionOptions = OrtCommon.InferenceSession.SessionOptions;

/** One loaded onnxruntime. In a browser it is one wasm instance, so everything that uses it shares its queue. */
export interface OrtRuntime {
  readonly ort: Ort;
  readonly queue: RunQueue;
  readonly threads: number;
  /** Bytes of the wasm heap, or of the process where there is none. */
  readonly heapBytes: () => number;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * How many threads compute. Up to four logical cores all of them are worth it (two hyper-threads of one core gave
 * 1.9 times one in onnxruntime-node and in wasm); above, half of them, which is the number of physical or fast cores.
 */
export function threadCount(logicalCores: number, most: number): number {
  if (logicalCores <= 4) return Math.max(1, logicalCores);
  return Math.min(most, Math.ceil(logicalCores / 2));
}
