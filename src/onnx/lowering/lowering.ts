/**
 * How an operator of the file becomes operators of the table. Most pass through; older versions of an operator,
 * fused operators and everything that a shape decides are rewritten.
 */
import type { Attribute, OnnxNode } from '../model.ts';
import type { RawTensor } from '../raw-tensor.ts';
import type { Builder } from '../builder.ts';
import type { Value } from '../static-graph.ts';

/**
 * A node of the file as its lowering sees it. It notes what was read, so that an input or attribute that a lowering does
 * not know is refused and never dropped without a word.
 */
export class LoweringNode {
  private readonly readInputs = new Set<number>();
  private readonly readAttributes = new Set<string>();

  constructor(
    private readonly node: OnnxNode,
    private readonly values: readonly (Value | null)[],
    /** Version of ai.onnx that the file was written for. */
    readonly opset: number,
  ) {}

  get op(): string {
    return this.node.op;
  }

  get name(): string {
    return this.node.name;
  }

  /** How many outputs the node has. */
  get outputs(): number {
    return this.node.outputs.length;
  }

  /** The input at `index`, or null where there is none. */
  input(index: number): Value | null {
    this.readInputs.add(index);
    return this.values[index] ?? null;
  }

  /** All inputs of a variadic operator, or of one that passes through. */
  inputs(): readonly (Value | null)[] {
    this.values.forEach((_, index) => this.readInputs.add(index));
    return this.values;
  }

  attribute(name: string): Attribute | undefined {
    this.readAttributes.add(name);
    return this.node.attributes.get(name);
  }

  /** @throws Error that names the first input or attribute which was there and was not read */
  refuseUnread(): void {
    const index = this.values.findIndex((value, at) => value !== null && !this.readInputs.has(at));
    if (index >= 0)
      throw new Error(
        `its input ${String(index)} (“${this.node.inputs[index]}”), which the lab does not read`,
      );
    const attribute = [...this.node.attributes.keys()].find((name) => !this.readAttributes.has(name));
    if (attribute !== undefined) throw new Error(`its attribute “${attribute}”, which the lab does not read`);
  }
}

export type Lowering = (builder: Builder, at: LoweringNode) => readonly (Value | null)[];

export type LoweringTable = Readonly<Record<string, Lowering>>;

type AttributeOf<K extends Attribute['kind']> = Extract<Attribute, { kind: K }>;

const isKind = <K extends Attribute['kind']>(attribute: Attribute, kind: K): attribute is AttributeOf<K> =>
  attribute.kind === kind;

/** The attribute, or undefined where there is none. @throws Error when it is of another kind: the file is broken */
export function attributeOf<K extends Attribute['kind']>(
  at: LoweringNode,
  name: string,
  kind: K,
): AttributeOf<K> | undefined {
  const found = at.attribute(name);
  if (found === undefined || isKind(found, kind)) return found;
  throw new Error(`its attribute “${name}” is not of the kind ${kind}`);
}

export const int = (at: LoweringNode, name: string, fallback: number): number =>
  attributeOf(at, name, 'int')?.value ?? fallback;

/** Some exporters write a whole number where a float is meant. */
export function float(at: LoweringNode, name: string, fallback: number): number {
  const found = at.attribute(name);
  return found?.kind === 'int' ? found.value : (attributeOf(at, name, 'float')?.value ?? fallback);
}

export const text = (at: LoweringNode, name: string, fallback: string): string =>
  attributeOf(at, name, 'string')?.value ?? fallback;

export const ints = (at: LoweringNode, name: string): readonly number[] | undefined =>
  attributeOf(at, name, 'ints')?.value;

export const tensor = (at: LoweringNode, name: string): RawTensor | undefined =>
  attributeOf(at, name, 'tensor')?.value;

/** The input at `index`. @throws Error when the node lacks it. */
export function input(at: LoweringNode, index: number): Value {
  const value = at.input(index);
  if (value === null) throw new Error(`${at.op} lacks input ${String(index)}`);
  return value;
}

export const optional = (at: LoweringNode, index: number): Value | null => at.input(index);

/** Names inputs and attributes that do not change what is computed here; the caller says why. */
export function withoutEffect(at: LoweringNode, ...what: readonly (number | string)[]): void {
  for (const one of what) {
    if (typeof one === 'number') at.input(one);
    else at.attribute(one);
  }
}

/** Attributes that would change the result in a way that the lab does not compute. @throws Error naming one that is set */
export function only(at: LoweringNode, expected: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(expected)) {
    const found = at.attribute(name);
    if (found !== undefined && !((found.kind === 'int' || found.kind === 'float') && found.value === value))
      throw new Error(`its attribute “${name}”, which is not ${String(value)}`);
  }
}

/** Inputs that the lab does not compute with. @throws Error naming one that is there */
export function absent(at: LoweringNode, what: string, ...indices: readonly number[]): void {
  const found = indices.find((index) => at.input(index) !== null);
  if (found !== undefined) throw new Error(`${what} (its input ${String(found)})`);
}

/** A list given as an attribute in old versions and as a constant input in new ones. */
export function listOf(at: LoweringNode, name: string, index: number): readonly number[] | undefined {
  const value = optional(at, index);
  if (value === null) return ints(at, name);
  if (value.constant === undefined) throw new Error(`${name} of ${at.op} depends on the data`);
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
