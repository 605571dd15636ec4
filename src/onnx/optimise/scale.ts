/**
 * Factors that are numbers move back through reshapes, transposes and products until a Gemm takes them as alpha and
 * beta: scaling the scores costs nothing, forward and backward.
 */
import { consumers, producers, rewrite, type Rewrite } from '../rewrite.ts';
import { intAttribute, type StaticGraph, type StaticNode, type Value } from '../static-graph.ts';

/** The other operand and the factor of a product with, or division by, a number. */
function factorOf(node: StaticNode): { readonly operand: Value; readonly factor: number } | null {
  const number = (value: Value | null): number | null =>
    value?.constant?.data.length === 1 ? value.constant.data[0] : null;
  const [x, y] = node.inputs;
  if (node.op === 'Div' && x !== null && number(y) !== null && y !== null && y.dims.length <= x.dims.length)
    return { operand: x, factor: 1 / (number(y) ?? 1) };
  if (node.op !== 'Mul' || x === null || y === null) return null;
  const [left, right] = [number(x), number(y)];
  if (right !== null && y.dims.length <= x.dims.length) return { operand: x, factor: right };
  return left !== null && x.dims.length <= y.dims.length ? { operand: y, factor: left } : null;
}

export function foldScales(graph: StaticGraph): Rewrite {
  const made = producers(graph);
  const readers = consumers(graph);
  const outputs = new Set(graph.outputs);
  const readOnce = (value: Value): boolean => readers.get(value)?.length === 1 && !outputs.has(value);

  /** The Gemm that can take over a factor of this value; every step on the way is read by nothing else. */
  const absorber = (value: Value): StaticNode | null => {
    const node = made.get(value);
    if (node === undefined || !readOnce(value)) return null;
    if (node.op === 'Gemm') return node;
    if (node.op !== 'Reshape' && node.op !== 'Transpose' && node.op !== 'MatMul') return null;
    for (const input of node.op === 'MatMul' ? node.inputs : node.inputs.slice(0, 1)) {
      const found = input === null ? null : absorber(input);
      if (found !== null) return found;
    }
    return null;
  };

  const factors = new Map<StaticNode, number>();
  const dropped = new Map<StaticNode, Value>();
  for (const node of graph.nodes) {
    const scaled = factorOf(node);
    const gemm = scaled === null ? null : absorber(scaled.operand);
    if (scaled === null || gemm === null) continue;
    factors.set(gemm, (factors.get(gemm) ?? 1) * scaled.factor);
    dropped.set(node, scaled.operand);
  }
  return rewrite(graph, (node, inputs, b, value) => {
    const operand = dropped.get(node);
    if (operand !== undefined) return [value(operand)];
    const factor = factors.get(node);
    if (factor === undefined) return null;
    const scaled = {
      ...node.attributes,
      alpha: intAttribute(node.attributes, 'alpha', 1) * factor,
      beta: intAttribute(node.attributes, 'beta', 1) * factor,
    };
    return [b.op('Gemm', inputs, scaled)];
  });
}
