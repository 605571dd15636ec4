/**
 * A gradient rule: from the cotangents of a node's outputs to those of its inputs, as nodes of the same graph.
 * Shapes are known, so every broadcast is undone by an explicit sum.
 */
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import type { StaticNode, Value } from '../onnx/static-graph.ts';
import { sameDims, type Dims } from '../onnx/tensor.ts';

/** A cotangent of a whole input, or of the part of it between `start` and `end` on one axis. */
export type Cotangent =
  Value | { readonly part: Value; readonly axis: number; readonly start: number; readonly end: number };

export interface RuleArguments {
  readonly b: Builder;
  readonly node: StaticNode;
  /** Cotangent of each output; null where nothing depends on it. */
  readonly cotangents: readonly (Value | null)[];
  /** Whether the input leads to something trained; for the others no gradient is computed. */
  readonly needs: readonly boolean[];
}

/** Cotangents of the inputs; what `needs` does not ask for may be left out. */
export type GradientRule = (at: RuleArguments) => readonly (Cotangent | null)[];

export type GradientTable = Readonly<Record<string, GradientRule>>;

export function inputOf(node: StaticNode, index: number): Value {
  const input = node.inputs[index];
  if (input === undefined || input === null) throw new Error(`${node.op} lacks input ${String(index)}`);
  return input;
}

/** The cotangent of the first output, which is there whenever a rule of a one-output operator is asked. */
export function cotangentOf(at: RuleArguments): Value {
  const [dy] = at.cotangents;
  if (dy === null || dy === undefined) throw new Error(`${at.node.op} was asked without a cotangent`);
  return dy;
}

/** Sums a cotangent over the axes along which `dims` was broadcast. */
export function unbroadcast(b: Builder, gradient: Value, dims: Dims): Value {
  if (sameDims(gradient.dims, dims)) return gradient;
  const lead = gradient.dims.length - dims.length;
  const axes = gradient.dims
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (dims[axis - lead] === 1 && gradient.dims[axis] !== 1));
  const summed = axes.length === 0 ? gradient : b.op('ReduceSum', [gradient, b.ints(axes)], { keepdims: 1 });
  return arithmetic(b).reshape(summed, dims);
}
