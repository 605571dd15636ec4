/**
 * The engine whose tensors live in host memory: onnxruntime-node on CPU and onnxruntime-web on wasm.
 * onnxruntime-node reads the typed arrays where they are; wasm copies every input into its heap for the time of a
 * run, which costs about 1 ms per 10 MB of weights and is little beside a training step over the same weights.
 * Weights as graph inputs are as fast as initializers here: prepacking gains nothing at these sizes (measured).
 */
import type { EngineReport } from '../experiment/run-record.ts';
import { engineError } from './engine-errors.ts';
import type { Engine, HostTensor, Program, ProgramSpec, WeightTable } from './engine-types.ts';
import type { OrtRuntime, OrtSession, OrtSessionOptions, OrtTensor } from './ort-runtime.ts';
import {
  checkedState,
  checkedTensors,
  checkGraphAgrees,
  checkRunnable,
  knownState,
} from './program-checks.ts';

export class HostEngine implements Engine {
  readonly report: EngineReport;
  readonly lost = new Promise<string>(() => undefined);
  readonly #runtime: OrtRuntime;
  readonly #options: OrtSessionOptions;
  readonly #weights = new Map<string, OrtTensor>();
  readonly #programs = new Set<HostProgram>();

  constructor(runtime: OrtRuntime, options: OrtSessionOptions, report: EngineReport) {
    this.#runtime = runtime;
    this.#options = options;
    this.report = report;
  }

  loadWeights(weights: WeightTable): Promise<void> {
    for (const [name, tensor] of weights) {
      if (!this.#weights.has(name)) this.#weights.set(name, toOrt(this.#runtime, tensor));
    }
    return Promise.resolve();
  }

  async compile(spec: ProgramSpec): Promise<Program> {
    const { ort, queue } = this.#runtime;
    const started = performance.now();
    const session = await queue
      .add(() => ort.InferenceSession.create(spec.model, this.#options))
      .catch((thrown: unknown) => {
        throw engineError(thrown, 'Compiling', spec.name);
      });
    try {
      checkGraphAgrees(spec, session.inputNames, session.outputNames, this.#weights);
    } catch (thrown) {
      await queue.add(() => session.release());
      throw thrown;
    }
    const weights = Object.fromEntries([...this.#weights].filter(([name]) => spec.weights.includes(name)));
    const program = new HostProgram(spec, this.#runtime, session, weights, performance.now() - started);
    this.#programs.add(program);
    return program;
  }

  memory(): { readonly heapBytes: number; readonly gpuBytes: number } {
    return { heapBytes: this.#runtime.heapBytes(), gpuBytes: 0 };
  }

  async release(): Promise<void> {
    for (const program of this.#programs) await program.release();
    this.#programs.clear();
    this.#weights.clear();
  }
}

class HostProgram implements Program {
  readonly spec: ProgramSpec;
  readonly compileMs: number;
  readonly #runtime: OrtRuntime;
  readonly #weights: Readonly<Record<string, OrtTensor>>;
  readonly #state = new Map<string, OrtTensor>();
  #session: OrtSession | null;

  constructor(
    spec: ProgramSpec,
    runtime: OrtRuntime,
    session: OrtSession,
    weights: Readonly<Record<string, OrtTensor>>,
    compileMs: number,
  ) {
    this.spec = spec;
    this.compileMs = compileMs;
    this.#runtime = runtime;
    this.#session = session;
    this.#weights = weights;
  }

  setState(values: Readonly<Record<string, HostTensor>>): Promise<void> {
    return this.#enqueue(() => {
      for (const [{ name }, tensor] of checkedState(this.spec, values)) {
        this.#state.set(name, toOrt(this.#runtime, copyOf(tensor)));
      }
      return Promise.resolve();
    });
  }

  readState(names: readonly string[]): Promise<Record<string, HostTensor>> {
    return this.#enqueue(() => {
      const read = names.map((name) => [
        name,
        copyOf(fromOrt(knownState(this.spec.name, this.#state, name))),
      ]);
      return Promise.resolve(Object.fromEntries(read) as Record<string, HostTensor>);
    });
  }

  run(
    inputs: Readonly<Record<string, HostTensor>>,
    fetch: readonly string[],
  ): Promise<Record<string, HostTensor>> {
    return this.#enqueue(async (session) => {
      const { spec } = this;
      checkRunnable(
        spec,
        spec.state.filter(({ name }) => !this.#state.has(name)),
        fetch,
      );
      const fed = checkedTensors(spec.name, 'input', spec.inputs, inputs);
      const feeds = {
        ...this.#weights,
        ...Object.fromEntries(this.#state),
        ...Object.fromEntries(fed.map(([{ name }, tensor]) => [name, toOrt(this.#runtime, tensor)])),
      };
      const names = [...new Set([...spec.state.map(({ next }) => next), ...fetch])];
      const outputs = await this.#runSession(session, feeds, names);
      for (const { name, next } of spec.state) this.#state.set(name, knownState(spec.name, outputs, next));
      const nexts = new Set(spec.state.map(({ next }) => next));
      const fetched = fetch.map((name) => {
        const tensor = fromOrt(knownState(spec.name, outputs, name));
        // What is also the state must not be the caller's to change.
        return [name, nexts.has(name) ? copyOf(tensor) : tensor];
      });
      return Object.fromEntries(fetched) as Record<string, HostTensor>;
    });
  }

  async release(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#state.clear();
    if (session !== null) await this.#runtime.queue.add(() => session.release());
  }

  #enqueue<T>(work: (session: OrtSession) => Promise<T>): Promise<T> {
    return this.#runtime.queue.add(() => {
      if (this.#session === null) throw engineError(new Error('it was released'), 'Using', this.spec.name);
      return work(this.#session);
    });
  }

  async #runSession(
    session: OrtSession,
    feeds: Readonly<Record<string, OrtTensor>>,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, OrtTensor>> {
    try {
      return new Map(Object.entries(await session.run(feeds, names)));
    } catch (thrown) {
      throw engineError(thrown, 'Running', this.spec.name);
    }
  }
}

function toOrt({ ort }: OrtRuntime, tensor: HostTensor): OrtTensor {
  return tensor.type === 'float32'
    ? new ort.Tensor('float32', tensor.data, tensor.dims)
    : new ort.Tensor('int32', tensor.data, tensor.dims);
}

function fromOrt({ type, dims, data }: OrtTensor): HostTensor {
  if (type === 'float32' && data instanceof Float32Array) return { type, dims: [...dims], data };
  if (type === 'int32' && data instanceof Int32Array) return { type, dims: [...dims], data };
  throw new TypeError(`an output is ${type}; only float32 and int32 cross the boundary of an engine`);
}

function copyOf(tensor: HostTensor): HostTensor {
  return tensor.type === 'float32'
    ? { ...tensor, data: tensor.data.slice() }
    : { ...tensor, data: tensor.data.slice() };
}
