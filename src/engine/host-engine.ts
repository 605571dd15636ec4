/**
 * The engine that hands its tensors to onnxruntime at each run: onnxruntime-node and onnxruntime-web on wasm.
 * Weights and state live in host memory, or where its residence puts them.
 * onnxruntime-node reads the typed arrays where they are; wasm copies every input into its heap for the time of a
 * run, which costs about 1 ms per 10 MB of weights and is little beside a training step over the same weights.
 * Weights as graph inputs are as fast as initializers here: prepacking gains nothing at these sizes (measured).
 */
import type { EngineReport } from '../experiment/run-record.ts';
import { engineError } from './engine-errors.ts';
import type { Engine, Program, ProgramSpec, WeightTable } from './engine-types.ts';
import type { HostTensor } from '../onnx/host-tensor.ts';
import type { OrtRuntime, OrtSession, OrtSessionOptions, OrtTensor } from './ort-runtime.ts';
import { releaseAll } from './release-all.ts';
import { hostResidence, toOrt, type TensorResidence } from './tensor-residence.ts';
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
  private readonly runtime: OrtRuntime;
  private readonly options: OrtSessionOptions;
  private readonly residence: TensorResidence;
  private readonly weights = new Map<string, OrtTensor>();
  private readonly programs = new Set<HostProgram>();

  constructor(
    runtime: OrtRuntime,
    options: OrtSessionOptions,
    report: EngineReport,
    residence: TensorResidence = hostResidence(runtime.ort),
  ) {
    this.runtime = runtime;
    this.options = options;
    this.report = report;
    this.residence = residence;
  }

  async loadWeights(weights: WeightTable): Promise<void> {
    for (const [name, tensor] of weights) {
      if (this.weights.has(name)) continue;
      this.weights.set(name, await this.runtime.queue.add(() => this.residence.upload(tensor)));
    }
  }

  async compile(spec: ProgramSpec): Promise<Program> {
    const { ort, queue } = this.runtime;
    const started = performance.now();
    const session = await queue
      .add(() => ort.InferenceSession.create(spec.model, this.options))
      .catch((thrown: unknown) => {
        throw engineError(thrown, 'Compiling', spec.name);
      });
    try {
      checkGraphAgrees(spec, session.inputNames, session.outputNames, this.weights);
    } catch (thrown) {
      await queue.add(() => session.release());
      throw thrown;
    }
    const weights = Object.fromEntries([...this.weights].filter(([name]) => spec.weights.includes(name)));
    const program = new HostProgram(
      spec,
      this.runtime,
      this.residence,
      session,
      weights,
      performance.now() - started,
      () => this.programs.delete(program),
    );
    this.programs.add(program);
    return program;
  }

  memory(): { readonly heapBytes: number; readonly gpuBytes: number } {
    return { heapBytes: this.runtime.heapBytes(), gpuBytes: 0 };
  }

  async release(): Promise<void> {
    try {
      await releaseAll(this.programs);
    } finally {
      for (const tensor of this.weights.values()) this.residence.free(tensor);
      this.weights.clear();
    }
  }
}

class HostProgram implements Program {
  readonly spec: ProgramSpec;
  readonly compileMs: number;
  private readonly runtime: OrtRuntime;
  private readonly residence: TensorResidence;
  private readonly weights: Readonly<Record<string, OrtTensor>>;
  private readonly state = new Map<string, OrtTensor>();
  private session: OrtSession | null;
  /** Told once, when the program is released: an engine that kept it would keep its model. */
  private readonly onRelease: () => void;

  constructor(
    spec: ProgramSpec,
    runtime: OrtRuntime,
    residence: TensorResidence,
    session: OrtSession,
    weights: Readonly<Record<string, OrtTensor>>,
    compileMs: number,
    onRelease: () => void,
  ) {
    this.spec = spec;
    this.compileMs = compileMs;
    this.onRelease = onRelease;
    this.runtime = runtime;
    this.residence = residence;
    this.session = session;
    this.weights = weights;
  }

  setState(values: Readonly<Record<string, HostTensor>>): Promise<void> {
    return this.enqueue(async () => {
      for (const [{ name }, tensor] of checkedState(this.spec, values)) {
        this.replaceState(name, await this.residence.upload(copyOf(tensor)));
      }
    });
  }

  readState(names: readonly string[]): Promise<Record<string, HostTensor>> {
    return this.enqueue(async () => {
      const read: Record<string, HostTensor> = {};
      for (const name of names) {
        read[name] = copyOf(await this.residence.download(knownState(this.spec.name, this.state, name)));
      }
      return read;
    });
  }

  run(
    inputs: Readonly<Record<string, HostTensor>>,
    fetch: readonly string[],
  ): Promise<Record<string, HostTensor>> {
    return this.enqueue(async (session) => {
      const { spec } = this;
      checkRunnable(
        spec,
        spec.state.filter(({ name }) => !this.state.has(name)),
        fetch,
      );
      const fed = checkedTensors(spec.name, 'input', spec.inputs, inputs);
      const feeds = {
        ...this.weights,
        ...Object.fromEntries(this.state),
        ...Object.fromEntries(fed.map(([{ name }, tensor]) => [name, toOrt(this.runtime.ort, tensor)])),
      };
      const nexts = new Set(spec.state.map(({ next }) => next));
      const names = this.residence.everyOutput ? session.outputNames : [...new Set([...nexts, ...fetch])];
      const outputs = await this.runSession(session, feeds, names);
      const fetched: Record<string, HostTensor> = {};
      for (const name of fetch) {
        const tensor = await this.residence.download(knownState(spec.name, outputs, name));
        // What is also the state must not be the caller's to change.
        fetched[name] = nexts.has(name) ? copyOf(tensor) : tensor;
      }
      for (const { name, next } of spec.state) this.replaceState(name, knownState(spec.name, outputs, next));
      for (const [name, tensor] of outputs) if (!nexts.has(name)) this.residence.free(tensor);
      return fetched;
    });
  }

  async release(): Promise<void> {
    const session = this.session;
    this.session = null;
    if (session === null) return;
    this.onRelease();
    await this.runtime.queue.add(async () => {
      for (const tensor of this.state.values()) this.residence.free(tensor);
      this.state.clear();
      await session.release();
    });
  }

  private replaceState(name: string, tensor: OrtTensor): void {
    const old = this.state.get(name);
    if (old !== undefined) this.residence.free(old);
    this.state.set(name, tensor);
  }

  private enqueue<T>(work: (session: OrtSession) => Promise<T>): Promise<T> {
    return this.runtime.queue.add(() => {
      if (this.session === null) throw engineError(new Error('it was released'), 'Using', this.spec.name);
      return work(this.session);
    });
  }

  private async runSession(
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

function copyOf(tensor: HostTensor): HostTensor {
  return tensor.type === 'float32'
    ? { ...tensor, data: tensor.data.slice() }
    : { ...tensor, data: tensor.data.slice() };
}
