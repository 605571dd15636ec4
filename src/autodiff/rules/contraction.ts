/**
 * Gradients of matrix products. A frozen weight is never transposed in memory: dX = dY·Wᵀ is a Gemm with transB on the
 * stored weight (onnx-on-webgpu.md section 5).
 */
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { intAttribute, type Value } from '../../onnx/static-graph.ts';
import { elementCount } from '../../onnx/tensor.ts';
import { cotangentOf, inputOf, unbroadcast, type GradientRule, type GradientTable } from '../rule.ts';

function swapLast(b: Builder, x: Value): Value {
  const rank = x.dims.length;
  return arithmetic(b).transpose(x, [
    ...Array.from({ length: rank - 2 }, (_, axis) => axis),
    rank - 1,
    rank - 2,
  ]);
}

/** All but the last axis as rows. */
function asMatrix(b: Builder, x: Value): Value {
  const width = x.dims[x.dims.length - 1];
  return arithmetic(b).reshape(x, [elementCount(x.dims) / width, width]);
}

const matMul: GradientRule = (at) => {
  const { b } = at;
  const { reshape } = arithmetic(b);
  const [x, w] = [inputOf(at.node, 0), inputOf(at.node, 1)];
  // A vector is a matrix with one row or column.
  const left = x.dims.length === 1 ? reshape(x, [1, ...x.dims]) : x;
  const right = w.dims.length === 1 ? reshape(w, [...w.dims, 1]) : w;
  const dyDims = [...at.node.outputs[0].dims];
  if (x.dims.length === 1) dyDims.splice(w.dims.length === 1 ? dyDims.length : dyDims.length - 1, 0, 1);
  if (w.dims.length === 1) dyDims.push(1);
  const dy = reshape(cotangentOf(at), dyDims);
  const flat = right.dims.length === 2;
  const dLeft = (): Value =>
    flat
      ? b.op('Gemm', [asMatrix(b, dy), right, null], { transB: 1 })
      : unbroadcast(b, b.op('MatMul', [dy, swapLast(b, right)]), left.dims);
  const dRight = (): Value =>
    flat
      ? b.op('Gemm', [asMatrix(b, left), asMatrix(b, dy), null], { transA: 1 })
      : unbroadcast(b, b.op('MatMul', [swapLast(b, left), dy]), right.dims);
  return [at.needs[0] ? reshape(dLeft(), x.dims) : null, at.needs[1] ? reshape(dRight(), w.dims) : null];
};

const gemm: GradientRule = (at) => {
  const { b, node } = at;
  const { mul } = arithmetic(b);
  const [x, w] = [inputOf(node, 0), inputOf(node, 1)];
  const c = node.inputs[2] ?? null;
  const [transA, transB] = [
    intAttribute(node.attributes, 'transA', 0),
    intAttribute(node.attributes, 'transB', 0),
  ];
  const alpha = intAttribute(node.attributes, 'alpha', 1);
  const dy = cotangentOf(at);
  const product = (p: Value, q: Value, transP: number, transQ: number): Value =>
    b.op('Gemm', [p, q, null], { alpha, transA: transP, transB: transQ });
  const dx = (): Value => (transA ? product(w, dy, transB, 1) : product(dy, w, 0, 1 - transB));
  const dw = (): Value => (transB ? product(dy, x, 1, transA) : product(x, dy, 1 - transA, 0));
  const dc = (to: Value): Value => unbroadcast(b, mul(dy, intAttribute(node.attributes, 'beta', 1)), to.dims);
  return [at.needs[0] ? dx() : null, at.needs[1] ? dw() : null, at.needs[2] && c !== null ? dc(c) : null];
};

export const CONTRACTION_GRADIENTS: GradientTable = { MatMul: matMul, Gemm: gemm };
