/**
 * The one face of all engines (design.md section 4). A program is a serialised ONNX graph without weights:
 * frozen weights are graph inputs that every program of a device binds to the same memory, so they are held once
 * whatever the number of programs. State (soft prompt, optimiser moments) is a graph input whose next value is a
 * graph output; it stays where the engine computes.
 */
import type { EngineReport } from '../experiment/run-record.ts';
import type { HostTensor, TensorSpec } from '../onnx/host-tensor.ts';

export interface StateSpec extends TensorSpec {
  /** Graph output that holds the value after the step. */
  readonly next: string;
}

export interface ProgramSpec {
  /** For messages and timings, e.g. `train 16×84`. */
  readonly name: string;
  /** The serialised ONNX model, all weights left out. */
  readonly model: Uint8Array;
  /** Fed by the host at each run. */
  readonly inputs: readonly TensorSpec[];
  /** Graph inputs bound to the weights of the same name in the store. */
  readonly weights: readonly string[];
  readonly state: readonly StateSpec[];
  /** What may be fetched. */
  readonly outputs: readonly TensorSpec[];
  /** WebGPU: try graph capture, behind its twin check. By default for programs that have state. */
  readonly capture?: boolean;
  /** WebGPU: refuse a graph with a node that the GPU has no kernel for. By default yes: such a node is a mistake. */
  readonly everyNodeOnGpu?: boolean;
}

/** Frozen weights by name, float32 or int32. Held once per engine; released with it. */
export type WeightTable = ReadonlyMap<string, HostTensor>;

export interface Program {
  readonly spec: ProgramSpec;
  readonly compileMs: number;
  /** Overwrites state on the device. Every state tensor must be set once before the first run. */
  setState(values: Readonly<Record<string, HostTensor>>): Promise<void>;
  readState(names: readonly string[]): Promise<Record<string, HostTensor>>;
  /** One run. State moves on. Only what is named in `fetch` is read back; with an empty list nothing is waited for on a GPU. */
  run(
    inputs: Readonly<Record<string, HostTensor>>,
    fetch: readonly string[],
  ): Promise<Record<string, HostTensor>>;
  release(): Promise<void>;
}

export interface Engine {
  readonly report: EngineReport;
  /** Puts the weights where programs find them; a name that is there already is not loaded twice. */
  loadWeights(weights: WeightTable): Promise<void>;
  compile(spec: ProgramSpec): Promise<Program>;
  /** Bytes of wasm heap (wasm, webgpu) or resident memory (cpu), and bytes of GPU buffers that this engine owns. */
  memory(): { readonly heapBytes: number; readonly gpuBytes: number };
  /** Resolves when the device is lost for a reason other than `release`; never on CPU and wasm. */
  readonly lost: Promise<string>;
  release(): Promise<void>;
}
