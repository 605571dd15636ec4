/**
 * How an operator of the file becomes operators of the table. Most pass through; older versions of an operator,
 * fused operators and everything that a shape decides are rewritten.
 */
import type { Attribute, OnnxNode } from '../model.ts';
import type { RawTensor } from '../raw-tensor.ts';
import type { Builder } from '../builder.ts';
import type { Value } from '../static-graph.ts';

export interface LoweringNode {
  readonly node: OnnxNode;
  readonly inputs: readonly (Value | null)[];
  /** Version of ai.onnx that the file was written for. */
  readonly opset: number;
}

export type Lowering = (builder: Builder, at: LoweringNode) => readonly (Value | null)[];

export type LoweringTable = Readonly<Record<string, Lowering>>;

type AttributeOf<K extends Attribute['kind']> = Extract<Attribute, { kind: K }>;

const isKind = <K extends Attribute['kind']>(
  attribute: Attribute | undefined,
  kind: K,
): attribute is AttributeOf<K> => attribute?.kind === kind;

export function int(at: LoweringNode, name: string, fallback: number): number {
  const found = at.node.attributes.get(name);
  return isKind(found, 'int') ? found.value : fallback;
}

export function float(at: LoweringNode, name: string, fallback: number): number {
  const found = at.node.attributes.get(name);
  return isKind(found, 'float') ? found.value : fallback;
}

export function text(at: LoweringNode, name: string, fallback: string): string {
  const found = at.node.attributes.get(name);
  return isKind(found, 'string') ? found.value : fallback;
}

export function ints(at: LoweringNode, name: string): readonly number[] | undefined {
  const found = at.node.attributes.get(name);
  return isKind(found, 'ints') ? found.value : undefined;
}

export function tensor(at: LoweringNode, name: string): RawTensor | undefined {
  const found = at.node.attributes.get(name);
  return isKind(found, 'tensor') ? found.value : undefined;
}

/** The input at `index`. @throws Error when the node lacks it. */
export function input(at: LoweringNode, index: number): Value {
  const value = at.inputs[index];
  if (value === undefined || value === null) throw new Error(`${at.node.op} lacks input ${String(index)}`);
  return value;
}

export const optional = (at: LoweringNode, index: number): Value | null => at.inputs[index] ?? null;

/** A list given as an attribute in old versions and as a constant input in new ones. */
export function listOf(at: LoweringNode, name: string, index: number): readonly number[] | undefined {
  const value = optional(at, index);
  if (value === null) return ints(at, name);
  if (value.constant === undefined) throw new Error(`${name} of ${at.node.op} depends on the data`);
  return Array.from(value.constant.data);
}

/** Short forms for the arithmetic of decompositions. */
export function arithmetic(b: Builder) {
  const number = (x: Value | number): Value => (typeof x === 'number' ? b.number(x) : x);
  return {
    add: (x: Value | number, y: Value | number): Value => b.op('Add', [number(x), number(y)]),
    sub: (x: Value | number, y: Value | number): Value => b.op('Sub', [number(x), number(y)]),
    mul: (x: Value | number, y: Value | number): Value => b.op('Mul', [number(x), number(y)]),
    div: (x: Value | number, y: Value | number): Value => b.op('Div', [number(x), number(y)]),
    op: (op: string, x: Value): Value => b.op(op, [x]),
    reshape: (x: Value, dims: readonly number[]): Value => b.op('Reshape', [x, b.ints(dims)]),
    expand: (x: Value, dims: readonly number[]): Value => b.op('Expand', [x, b.ints(dims)]),
    transpose: (x: Value, perm: readonly number[]): Value => b.op('Transpose', [x], { perm }),
    slice: (x: Value, axis: number, start: number, end: number): Value =>
      b.op('Slice', [x, b.ints([start]), b.ints([end]), b.ints([axis])]),
    reduce: (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax', x: Value, axis: number, keepdims = 1): Value =>
      b.op(op, [x, b.ints([axis])], { keepdims }),
  };
}
