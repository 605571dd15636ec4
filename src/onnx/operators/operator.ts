/**
 * What the graph rooms know of one operator: the shape rule and, where it can be folded or run on the host, how to
 * compute it. Gradients live in `src/autodiff/rules`, decompositions in `src/onnx/lowering`.
 */
import type { Attributes, Value } from '../static-graph.ts';
import type { Allocate, Dims, ElementType, Tensor } from '../tensor.ts';

export interface Shape {
  readonly type: ElementType;
  readonly dims: Dims;
}

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
