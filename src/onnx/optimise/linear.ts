/**
 * Linear maps with frozen weights as one Gemm over all tokens: the bias is added in the same kernel, a transposed table
 * is read as it is stored, and number factors on the way (1/√d on the scores) are taken into alpha and beta.
 */
import { arithmetic } from '../lowering/lowering.ts';
import type { Builder } from '../builder.ts';
import { consumers, producers, rewrite, type Rewrite } from '../rewrite.ts';
import type { StaticGraph, StaticNode, Value } from '../static-graph.ts';
import { elementCount } from '../tensor.ts';

interface Product {
  readonly x: Value;
  /** The matrix as it is stored. */
  readonly weight: Value;
  readonly transposed: boolean;
}

const isStored = (value: Value): boolean =>
  (value.origin === 'weight' || value.origin === 'constant') && value.dims.length === 2;

export function fuseLinear(graph: StaticGraph): Rewrite {
  const made = producers(graph);
  const readers = consumers(graph);
  const outputs = new Set(graph.outputs);
  const readOnce = (value: Value): boolean => readers.get(value)?.length === 1 && !outputs.has(value);

  const product = (value: Value | null): Product | null => {
    const node = value === null ? undefined : made.get(value);
    if (node?.op !== 'MatMul') return null;
    const [x, w] = node.inputs;
    if (x === null || w === null || x.dims.length < 2 || w.dims.length !== 2 || x.origin !== 'device')
      return null;
    if (isStored(w)) return { x, weight: w, transposed: false };
    const source = made.get(w);
    const [stored] = source?.op === 'Transpose' ? source.inputs : [null];
    return stored !== null && stored !== undefined && isStored(stored)
      ? { x, weight: stored, transposed: true }
      : null;
  };

  /** The product and the bias of an Add that finishes a linear map. */
  const biased = (node: StaticNode): { readonly product: Product; readonly bias: Value } | null => {
    if (node.op !== 'Add') return null;
    for (const [sum, bias] of [node.inputs, [...node.inputs].reverse()]) {
      const found = product(sum);
      if (found === null || sum === null || bias === null || !readOnce(sum)) continue;
      const width = node.outputs[0].dims.at(-1);
      if (
        (bias.origin === 'weight' || bias.origin === 'constant') &&
        bias.dims.length === 1 &&
        bias.dims[0] === width
      )
        return { product: found, bias };
    }
    return null;
  };

  const gemm = (
    b: Builder,
    { x, weight, transposed }: Product,
    bias: Value | null,
    value: (old: Value) => Value,
  ): Value => {
    const { reshape } = arithmetic(b);
    const [input, matrix] = [value(x), value(weight)];
    const width = input.dims[input.dims.length - 1];
    const rows = reshape(input, [elementCount(input.dims) / width, width]);
    const y = b.op('Gemm', [rows, matrix, bias === null ? null : value(bias)], {
      transB: transposed ? 1 : 0,
    });
    return reshape(y, [...input.dims.slice(0, -1), y.dims[1]]);
  };

  return rewrite(graph, (node, _inputs, b, value) => {
    const sum = biased(node);
    if (sum !== null) return [gemm(b, sum.product, sum.bias, value)];
    const [output] = node.outputs;
    const plain = product(output);
    if (plain === null) return null;
    const next = readers.get(output) ?? [];
    // A product that an Add will take over is dead by then; it must not be made twice.
    if (readOnce(output) && next.length === 1 && biased(next[0]) !== null) return null;
    return [gemm(b, plain, null, value)];
  });
}
