/** What the lab makes of a model: compiled for the shapes of the given tensors and computed by the reference rules. */
import { evaluateNodes } from '../../src/onnx/evaluate.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { OPERATORS } from '../../src/onnx/operators/index.ts';
import { specialise } from '../../src/onnx/specialise.ts';
import type { StaticGraph, Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat32, type Allocate, type Tensor } from '../../src/onnx/tensor.ts';
import type { Feeds } from './original.ts';

/** Computes a graph's outputs; `given` holds its host inputs, device inputs and, where it differs, weights. */
export function evaluateGraph(
  graph: StaticGraph,
  given: ReadonlyMap<Value, Tensor>,
  allocate: Allocate = allocateFloat32,
): Tensor[] {
  const values = new Map<Value, Tensor>([...graph.weights, ...given]);
  evaluateNodes(graph.hostNodes, values, OPERATORS, allocate);
  evaluateNodes(graph.nodes, values, OPERATORS, allocate);
  return graph.outputs.map((output) => {
    const tensor = output.constant ?? values.get(output);
    if (tensor === undefined) throw new Error(`${output.name} was not computed`);
    return tensor;
  });
}

/** Outputs of the compiled model by name. Every input is fed to the device, so that nothing folds away. */
export function runCompiled(
  model: OnnxModel,
  feeds: Feeds,
  constant: readonly string[] = [],
): Record<string, Tensor> {
  const given = new Map<Value, Tensor>();
  const { builder, outputs } = specialise(model, (b, name) => {
    const tensor = feeds[name];
    if (constant.includes(name)) return b.constant(tensor);
    const value = b.input(name, tensor.type, tensor.dims);
    given.set(value, tensor);
    return value;
  });
  const results = evaluateGraph(builder.build(outputs), given);
  return Object.fromEntries(model.graph.outputs.map((output, index) => [output.name, results[index]]));
}

/** Largest absolute difference; infinite for shapes or counts that differ and for a NaN on one side. */
export function distance(
  a: { readonly data: ArrayLike<number>; readonly dims: readonly number[] },
  b: typeof a,
): number {
  if (a.dims.join() !== b.dims.join() || a.data.length !== b.data.length) return Infinity;
  let largest = 0;
  for (let at = 0; at < a.data.length; at++) {
    const difference = a.data[at] === b.data[at] ? 0 : Math.abs(a.data[at] - b.data[at]);
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}
