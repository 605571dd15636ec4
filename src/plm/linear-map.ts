/** Products with frozen matrices, in whichever way an exporter writes them. */
import { intAttribute, type StaticNode, type Value } from '../onnx/static-graph.ts';

export interface LinearMap {
  readonly input: Value;
  readonly from: number;
  readonly to: number;
}

/** A product of something with a frozen matrix; null for anything else. */
export function linearMap(
  node: StaticNode | undefined,
  made: ReadonlyMap<Value, StaticNode>,
): LinearMap | null {
  if (node === undefined || (node.op !== 'MatMul' && node.op !== 'Gemm')) return null;
  const [x, w] = node.inputs;
  if (x === null || w?.dims.length !== 2 || x.dims.length < 2) return null;
  if (!isFrozen(w, made) || isFrozen(x, made)) return null;
  const transposed = node.op === 'Gemm' && intAttribute(node.attributes, 'transB', 0) === 1;
  const [from, to] = transposed ? [w.dims[1], w.dims[0]] : w.dims;
  return { input: x, from, to };
}

/** A weight, a constant, or the transpose of one. */
export function isFrozen(value: Value, made: ReadonlyMap<Value, StaticNode>): boolean {
  for (let at: Value | null | undefined = value; at !== null && at !== undefined;) {
    if (at.origin === 'weight' || at.origin === 'constant') return true;
    const node: StaticNode | undefined = made.get(at);
    at = node?.op === 'Transpose' ? node.inputs[0] : null;
  }
  return false;
}
