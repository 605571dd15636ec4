/**
 * A static graph → the ONNX model that an engine compiles. Weights, host values and inputs become graph inputs; int64
 * stays only where an operator's definition asks for it (shapes, axes), always as a constant.
 */
import type { TensorSpec } from './host-tensor.ts';
import { clampInt32, finite, hostFeeds } from './host.ts';
import type { Attribute, OnnxNode, OnnxValueInfo } from './model.ts';
import { OPERATORS } from './operators/index.ts';
import type { Operator, OperatorTable } from './operators/operator.ts';
import type { RawTensor } from './raw-tensor.ts';
import type { Attributes, StaticGraph, StaticNode, Value } from './static-graph.ts';
import { entryOf } from './table.ts';
import type { ElementType, Tensor } from './tensor.ts';
import { writeModel } from './write-model.ts';

/** All programs are written for this version of ai.onnx: the last one that the WebGPU provider covers throughout. */
const OPSET = 20;

const CODES: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

export interface EmittedProgram {
  readonly model: Uint8Array;
  /** Host values and device inputs; `feeds` tells which host value goes under which name. */
  readonly inputs: readonly TensorSpec[];
  readonly feeds: ReadonlyMap<string, Value>;
  readonly weights: readonly string[];
  readonly outputs: readonly TensorSpec[];
}

/** @param outputs the graph's outputs under the names by which they will be fetched */
export function emitProgram(
  graph: StaticGraph,
  outputs: Readonly<Record<string, Value>>,
  operators: OperatorTable = OPERATORS,
): EmittedProgram {
  const emitter = new Emitter(graph, operators);
  return emitter.program(outputs);
}

/** How a node wants an integer: `index` takes it in either width. */
type ReadAs = 'int32' | 'int64' | 'index';

function readAs(operator: Operator | undefined, slot: number): ReadAs {
  if (operator?.int64Inputs?.includes(slot) === true) return 'int64';
  return operator?.indexInput === slot ? 'index' : 'int32';
}

class Emitter {
  private readonly names = new Map<Value, string>();
  private readonly initializers = new Map<string, RawTensor>();
  private readonly constants = new Map<string, string>();
  private readonly nodes: OnnxNode[] = [];
  private readonly truths = new Map<Value, string>();
  /** Values that come as int64, by the name that they have as such. */
  private readonly wide = new Map<Value, string>();
  private readonly used: ReadonlySet<Value | null>;

  constructor(
    private readonly graph: StaticGraph,
    private readonly operators: OperatorTable,
  ) {
    this.used = new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs]);
  }

  program(outputs: Readonly<Record<string, Value>>): EmittedProgram {
    const feeds = new Map<string, Value>();
    const inputs: TensorSpec[] = [];
    for (const [index, value] of hostFeeds(this.graph).entries()) {
      const name = `host_${String(index)}_${plain(value.name)}`;
      feeds.set(name, value);
      inputs.push(this.declare(value, name));
    }
    for (const value of this.graph.inputs) inputs.push(this.declare(value, value.name));
    const weights = new Map<string, TensorSpec>();
    // Tables that only the host looks up stay with the host.
    const read = new Set(this.graph.nodes.flatMap((node) => node.inputs));
    for (const value of this.graph.weights.keys())
      if (read.has(value)) weights.set(value.name, this.declare(value, value.name));
    for (const node of this.graph.nodes) this.node(node);
    const specs = Object.entries(outputs).map(([name, value]) => this.output(name, value));
    const { model } = writeModel({
      graph: {
        name: 'prompt-lab',
        inputs: [...inputs, ...weights.values()].map(info),
        outputs: specs.map(info),
        initializers: this.initializers,
        nodes: this.nodes,
      },
      opsets: new Map([['', OPSET]]),
      functions: new Map(),
      producer: 'prompt-lab',
    });
    return { model, inputs, feeds, weights: [...weights.keys()], outputs: specs };
  }

  private declare(value: Value, name: string): TensorSpec {
    this.names.set(value, name);
    return {
      name,
      type: value.type === 'float32' || value.type === 'bool' ? 'float32' : 'int32',
      dims: value.dims,
    };
  }

  private push(
    op: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: ReadonlyMap<string, Attribute> = new Map(),
    source = op,
  ): void {
    this.nodes.push({
      name: `${source}#${String(this.nodes.length)}`,
      op,
      domain: '',
      inputs,
      outputs,
      attributes,
    });
  }

  private node(node: StaticNode): void {
    const operator = entryOf(this.operators, node.op);
    const inputs = node.inputs.map((input, slot) =>
      input === null ? '' : this.read(input, readAs(operator, slot)),
    );
    while (inputs.at(-1) === '') inputs.pop();
    const outputs = node.outputs.map((output, index) => {
      const name = `${plain(node.op)}_${String(output.id)}`;
      if (index === operator?.int64Output) this.wide.set(output, name);
      else this.names.set(output, name);
      return name;
    });
    // Statistics that nobody reads are not asked for.
    while (outputs.length > 1 && !this.used.has(node.outputs[outputs.length - 1])) outputs.pop();
    this.push(node.op, inputs, outputs, attributesOf(node.attributes, operator), node.source || node.op);
  }

  private read(value: Value, as: ReadAs): string {
    const asInt64 = as === 'int64';
    if (value.constant !== undefined) return this.constant(value.constant, asInt64);
    const wide = this.wide.get(value);
    if (wide !== undefined && as !== 'int32') return wide;
    if (wide !== undefined) return this.narrow(value, wide);
    const name = this.names.get(value);
    if (name === undefined) throw new Error(`${value.name} is read before it is made`);
    if (value.type === 'bool' && (value.origin === 'host' || value.origin === 'input'))
      return this.truth(value, name);
    if (!asInt64) return name;
    this.push('Cast', [name], [`${name}_int64`], attributesOf({ to: 'int64' }));
    return `${name}_int64`;
  }

  /** Everything but shapes and indices reads int32. The WebGPU provider has no kernel for this Cast. */
  private narrow(value: Value, wide: string): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const name = `${wide}_int32`;
    this.push('Cast', [wide], [name], attributesOf({ to: 'int32' }));
    this.names.set(value, name);
    return name;
  }

  /** Truth values cross from the host as 0 and 1. */
  private truth(value: Value, name: string): string {
    const known = this.truths.get(value);
    if (known !== undefined) return known;
    const cast = `${name}_bool`;
    this.push('Cast', [name], [cast], attributesOf({ to: 'bool' }));
    this.truths.set(value, cast);
    return cast;
  }

  private constant(tensor: Tensor, asInt64: boolean): string {
    const type = tensor.type === 'int64' && !asInt64 ? 'int32' : tensor.type;
    const bytes = constantBytes(tensor, type);
    const key = `${type}[${tensor.dims.join()}]${bytes.byteLength <= 64 ? bytes.join() : `#${String(this.initializers.size)}`}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const name = `constant_${String(this.initializers.size)}`;
    this.initializers.set(name, { name, code: CODES[type], dims: tensor.dims, bytes });
    this.constants.set(key, name);
    return name;
  }

  private output(name: string, value: Value): TensorSpec {
    const source = this.read(value, 'int32');
    if (value.type === 'bool') this.push('Cast', [source], [name], attributesOf({ to: 'float32' }));
    else this.push('Where', [this.constant(TRUE, false), source, source], [name]);
    return {
      name,
      type: value.type === 'float32' || value.type === 'bool' ? 'float32' : 'int32',
      dims: value.dims,
    };
  }
}

/**
 * Chooses between a value and itself, which is a copy by a shader. An Identity (or Reshape) into an output is a copy of
 * buffers when other nodes read the value as well, and graph capture in onnxruntime 1.30 replays shaders only: the
 * output would show whatever was in its buffer.
 */
const TRUE: Tensor = { type: 'bool', dims: [], data: Uint8Array.of(1) };

const plain = (name: string): string => name.replace(/[^A-Za-z0-9_]+/g, '_').slice(-48);

const info = (spec: TensorSpec): OnnxValueInfo => ({
  name: spec.name,
  elementType: CODES[spec.type],
  dims: spec.dims,
});

function constantBytes(tensor: Tensor, type: ElementType): Uint8Array {
  switch (type) {
    case 'float32':
      return new Uint8Array(Float32Array.from(tensor.data, finite).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(tensor.data, clampInt32).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(Array.from(tensor.data, toBigInt)).buffer);
    case 'bool':
      return Uint8Array.from(tensor.data);
  }
  return type satisfies never;
}

/** Slice ends are often the largest int64, which a double can't hold exactly. */
const LARGEST = 2n ** 63n - 1n;

function toBigInt(x: number): bigint {
  const whole = BigInt(Math.trunc(x));
  return whole > LARGEST ? LARGEST : whole < -LARGEST ? -LARGEST : whole;
}

/** By default the attributes of a Cast. */
function attributesOf(
  attributes: Attributes,
  operator: Operator | undefined = OPERATORS.Cast,
): ReadonlyMap<string, Attribute> {
  const entries = Object.entries(attributes).map(([name, value]): [string, Attribute] => {
    const kind = operator?.attributes?.[name]?.kind;
    if (kind === 'element type') return [name, { kind: 'int', value: CODES[value as ElementType] }];
    if (typeof value === 'string') return [name, { kind: 'string', value }];
    if (typeof value === 'number') return [name, { kind: kind === 'float' ? 'float' : 'int', value }];
    return [name, { kind: 'ints', value }];
  });
  return new Map(entries);
}
