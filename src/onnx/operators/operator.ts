/**
 * What there is to know of one operator: its shapes, how it is computed, what its attributes are, where it runs. Whoever
 * asks for a fact asks here. Gradients live in `src/autodiff/rules`, decompositions in `src/onnx/lowering`.
 */
import type { Attributes, AttributeValue, Value } from '../static-graph.ts';
import type { Allocate, Dims, ElementType, Tensor } from '../tensor.ts';

export interface Shape {
  readonly type: ElementType;
  readonly dims: Dims;
}

export interface AttributeFact {
  readonly kind: 'int' | 'float' | 'ints' | 'string' | 'element type';
  /** The values that are computed here; a file that has another is refused. By default all. */
  readonly allowed?: readonly AttributeValue[];
}

export const INT: AttributeFact = { kind: 'int' };

export interface Operator {
  /** Types and shapes of the outputs; all input shapes and constants are known. */
  readonly infer: (
    inputs: readonly (Value | null)[],
    attributes: Attributes,
    outputs: number,
  ) => readonly Shape[];
  /** Reference computation; outputs have the inferred shapes. */
  readonly evaluate: (
    inputs: readonly (Tensor | null)[],
    attributes: Attributes,
    shapes: readonly Shape[],
    allocate: Allocate,
  ) => readonly Tensor[];
  readonly attributes?: Readonly<Record<string, AttributeFact>>;
  /** Each element of the result follows from the elements of the inputs at its place, as they are broadcast. */
  readonly elementwise?: true;
  /** Elementwise, and more than sums, products, copies and comparisons of its inputs. */
  readonly nonlinear?: true;
  /** Takes the axes in its second input together. */
  readonly reduces?: true;
  /** onnxruntime's WebGPU provider (1.30) has no kernel: a training program must do without (onnx-on-webgpu.md section 4). */
  readonly withoutWebgpu?: true;
  /** Inputs that ONNX defines as int64 lists: shapes, axes, counts. */
  readonly int64Inputs?: readonly number[];
  /** An input of indices, which may be int32 or int64: what comes as int64 goes in as it is. */
  readonly indexInput?: number;
  /** The output that comes as int64 whatever its inputs are. */
  readonly int64Output?: number;
  /** Floating-point operations, for operators beside which all others are little. */
  readonly flops?: (
    inputs: readonly (Value | null)[],
    attributes: Attributes,
    shapes: readonly Shape[],
  ) => number;
  /** Largest result that folding may make, where it is less than for others. */
  readonly foldLimit?: number;
}

export type OperatorTable = Readonly<Record<string, Operator>>;

/** The input at `index`. @throws Error when the node lacks it: the file breaks the operator's definition. */
export function need<T>(inputs: readonly (T | null)[], index: number): T {
  const input = inputs[index];
  if (input === undefined || input === null) throw new Error(`input ${String(index)} is missing`);
  return input;
}

/** The numbers of an input that must be known when the graph is compiled (a shape, axes, starts). */
export function constantNumbers(inputs: readonly (Value | null)[], index: number): number[] {
  const input = need(inputs, index);
  if (input.constant === undefined)
    throw new Error(`input ${String(index)} (${input.name}) depends on the data, but decides a shape`);
  return Array.from(input.constant.data);
}

/** Multidirectional broadcasting. @throws Error when two dimensions do not fit. */
export function broadcastDims(...shapes: readonly Dims[]): number[] {
  const rank = Math.max(0, ...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) => {
    let size = 1;
    for (const dims of shapes) {
      const dim = dims[axis - rank + dims.length] ?? 1;
      if (dim === 1 || dim === size) continue;
      if (size !== 1)
        throw new Error(`shapes [${shapes.map((d) => d.join(', ')).join('] and [')}] do not broadcast`);
      size = dim;
    }
    return size;
  });
}
