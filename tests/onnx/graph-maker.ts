/** Writes small ONNX models node by node, as an exporter would: names, initializers, attributes, bodies. */
import type { Attribute, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from '../../src/onnx/model.ts';
import type { RawTensor } from '../../src/onnx/raw-tensor.ts';
import { elementCount, type Dims } from '../../src/onnx/tensor.ts';

export const FLOAT = 1;
export const INT32 = 6;
export const INT64 = 7;
export const BOOL = 9;

/** Whole numbers are ints, others floats; `float` marks a float that is whole. */
export type PlainAttribute =
  number | string | readonly number[] | RawTensor | OnnxGraph | { readonly float: number };

export type PlainAttributes = Readonly<Record<string, PlainAttribute>>;

function attribute(value: PlainAttribute): Attribute {
  if (typeof value === 'number')
    return Number.isInteger(value) ? { kind: 'int', value } : { kind: 'float', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if ('float' in value) return { kind: 'float', value: value.float };
  if ('bytes' in value) return { kind: 'tensor', value };
  return 'nodes' in value ? { kind: 'graph', value } : { kind: 'ints', value: [...value] };
}

export function rawTensor(code: number, dims: Dims, values: readonly number[], name = ''): RawTensor {
  const bytesOf = (array: ArrayBufferView): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const bytes =
    code === FLOAT
      ? bytesOf(Float32Array.from(values))
      : code === INT32
        ? bytesOf(Int32Array.from(values))
        : code === INT64
          ? bytesOf(BigInt64Array.from(values, BigInt))
          : Uint8Array.from(values);
  return { name, code, dims, bytes };
}

/** The same pseudo-random numbers at each run, roughly normal (a sum of uniforms), from a small linear generator. */
export function noise(seed: number): () => number {
  let state = (seed * 2654435761) % 4294967296;
  const uniform = (): number => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  return () => uniform() + uniform() + uniform() + uniform() - 2;
}

export class GraphMaker {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, RawTensor>();
  private readonly inputs: OnnxValueInfo[] = [];
  private readonly outputs: OnnxValueInfo[] = [];
  private readonly random: () => number;
  private count = 0;

  /** @param prefix goes in front of every made name, so that a body's names differ from its surroundings' */
  constructor(
    seed = 1,
    private readonly prefix = '',
  ) {
    this.random = noise(seed);
  }

  private fresh(op: string): string {
    return `${this.prefix}/${op}_${String(this.count++)}`;
  }

  input(name: string, elementType: number, dims: readonly (number | string)[]): string {
    this.inputs.push({ name, elementType, dims });
    return name;
  }

  output(value: string, elementType = FLOAT, name = value): string {
    if (name !== value)
      this.nodes.push({
        name: `/${name}`,
        op: 'Identity',
        domain: '',
        inputs: [value],
        outputs: [name],
        attributes: new Map(),
      });
    this.outputs.push({ name, elementType, dims: undefined });
    return name;
  }

  /** Adds a node with one output; `op` may carry a domain: `com.microsoft:Gelu`. */
  op(op: string, inputs: readonly string[], attributes: PlainAttributes = {}): string {
    return this.add(op, inputs, attributes, 1)[0];
  }

  add(op: string, inputs: readonly string[], attributes: PlainAttributes, outputs: number): string[] {
    const [type, domain] = op.split(':').reverse();
    const name = this.fresh(type);
    const names = Array.from({ length: outputs }, (_, index) => `${name}_output_${String(index)}`);
    this.nodes.push({
      name,
      op: type,
      domain: domain ?? '',
      inputs,
      outputs: names,
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [key, attribute(value)])),
    });
    return names;
  }

  private initializer(code: number, dims: Dims, values: readonly number[], name?: string): string {
    const key = name ?? this.fresh('constant');
    this.initializers.set(key, rawTensor(code, dims, values, key));
    return key;
  }

  /** A random weight. */
  weight(dims: Dims, scale = 0.3, shift = 0, name?: string): string {
    const values = Array.from({ length: elementCount(dims) }, () => this.random() * scale + shift);
    return this.initializer(FLOAT, dims, values, name);
  }

  float(value: number): string {
    return this.initializer(FLOAT, [], [value]);
  }

  floats(dims: Dims, values: readonly number[]): string {
    return this.initializer(FLOAT, dims, values);
  }

  int(value: number): string {
    return this.initializer(INT64, [], [value]);
  }

  ints(...values: readonly number[]): string {
    return this.initializer(INT64, [values.length], values);
  }

  tensor(code: number, dims: Dims, values: readonly number[]): string {
    return this.initializer(code, dims, values);
  }

  graph(): OnnxGraph {
    return {
      name: 'main',
      inputs: this.inputs,
      outputs: this.outputs,
      initializers: this.initializers,
      nodes: this.nodes,
    };
  }

  model(opset = 17): OnnxModel {
    return {
      graph: this.graph(),
      opsets: new Map([
        ['', opset],
        ['com.microsoft', 1],
      ]),
      functions: new Map(),
      producer: 'test',
    };
  }
}
