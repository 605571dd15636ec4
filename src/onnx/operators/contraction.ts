/** MatMul and Gemm. */
import { intAttribute } from '../static-graph.ts';
import { elementCount, type Dims, type Tensor } from '../tensor.ts';
import { broadcastOffsets } from './elementwise.ts';
import { broadcastDims, INT, need, type Operator, type OperatorTable } from './operator.ts';

/** Shapes of a MatMul after ones have been put where a vector stands. */
function matMulDims(a: Dims, b: Dims): { batch: number[]; m: number; k: number; n: number; out: number[] } {
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const [m, k] = left.slice(-2);
  const [inner, n] = right.slice(-2);
  if (k !== inner) throw new Error(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not multiply`);
  const batch = broadcastDims(left.slice(0, -2), right.slice(0, -2));
  const out = [...batch, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])];
  return { batch, m, k, n, out };
}

/** A multiplication and an addition for each element of the result and of the axis summed over. */
const productFlops = (inner: number, out: Dims): number => 2 * elementCount(out) * inner;

const matMul: Operator = {
  flops: ([a], _attributes, [out]) => productFlops(a?.dims.at(-1) ?? 0, out.dims),
  infer: (inputs) => {
    const a = need(inputs, 0);
    return [{ type: a.type, dims: matMulDims(a.dims, need(inputs, 1).dims).out }];
  },
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const [a, b] = [need(inputs, 0), need(inputs, 1)];
    const { batch, m, k, n } = matMulDims(a.dims, b.dims);
    const data = allocate(shape.type, elementCount(shape.dims));
    const aAt = broadcastOffsets(a.dims.slice(0, -2), batch);
    const bAt = broadcastOffsets(b.dims.slice(0, -2), batch);
    for (let block = 0; block < elementCount(batch); block++) {
      const aBase = (aAt ? aAt[block] : block) * m * k;
      const bBase = (bAt ? bAt[block] : block) * k * n;
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          let sum = 0;
          for (let inner = 0; inner < k; inner++)
            sum += a.data[aBase + row * k + inner] * b.data[bBase + inner * n + column];
          data[(block * m + row) * n + column] = sum;
        }
      }
    }
    return [{ ...shape, data }];
  },
};

/** alpha · op(A) · op(B) + beta · C over matrices. */
const gemm: Operator = {
  attributes: { alpha: { kind: 'float' }, beta: { kind: 'float' }, transA: INT, transB: INT },
  flops: ([a], attributes, [out]) =>
    productFlops(a?.dims.at(intAttribute(attributes, 'transA', 0) === 1 ? -2 : -1) ?? 0, out.dims),
  infer: (inputs, attributes) => {
    const [a, b] = [need(inputs, 0), need(inputs, 1)];
    const [m, k] = intAttribute(attributes, 'transA', 0) ? [a.dims[1], a.dims[0]] : a.dims;
    const [inner, n] = intAttribute(attributes, 'transB', 0) ? [b.dims[1], b.dims[0]] : b.dims;
    if (k !== inner)
      throw new Error(`Gemm of [${a.dims.join(', ')}] and [${b.dims.join(', ')}] does not fit`);
    return [{ type: a.type, dims: [m, n] }];
  },
  evaluate: (inputs, attributes, [shape], allocate) => {
    const [a, b, c]: (Tensor | null)[] = [need(inputs, 0), need(inputs, 1), inputs[2] ?? null];
    if (a === null || b === null) throw new Error('Gemm lacks an operand');
    const transA = intAttribute(attributes, 'transA', 0) === 1;
    const transB = intAttribute(attributes, 'transB', 0) === 1;
    const alpha = intAttribute(attributes, 'alpha', 1);
    const beta = intAttribute(attributes, 'beta', 1);
    const [m, n] = shape.dims;
    const k = transA ? a.dims[0] : a.dims[1];
    const cAt = c === null ? null : broadcastOffsets(c.dims, shape.dims);
    const data = allocate(shape.type, m * n);
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let inner = 0; inner < k; inner++) {
          sum +=
            a.data[transA ? inner * m + row : row * k + inner] *
            b.data[transB ? column * k + inner : inner * n + column];
        }
        const at = row * n + column;
        data[at] = alpha * sum + (c === null ? 0 : beta * c.data[cAt ? cAt[at] : at]);
      }
    }
    return [{ ...shape, data }];
  },
};

export const CONTRACTION: OperatorTable = { MatMul: matMul, Gemm: gemm };
