/** Reductions, softmax, normalisation, cumulative sums and arg-max: everything that works along axes. */
import { intAttribute, normalAxis, type Attributes } from '../static-graph.ts';
import { elementCount, stridesOf, type Dims, type Tensor } from '../tensor.ts';
import {
  constantNumbers,
  INT,
  need,
  type AttributeFact,
  type Operator,
  type OperatorTable,
} from './operator.ts';

/** Axes of a reduction, in order; none given means all of them. */
export function reducedAxes(rank: number, axes: readonly number[] | null): number[] {
  if (axes === null || axes.length === 0) return Array.from({ length: rank }, (_, axis) => axis);
  return axes.map((axis) => normalAxis(axis, rank)).sort((a, b) => a - b);
}

function reducedDims(dims: Dims, axes: readonly number[], keep: boolean): number[] {
  return dims
    .map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    .filter((_, axis) => keep || !axes.includes(axis));
}

/** Where in the result each element goes. */
function reductionOffsets(dims: Dims, axes: readonly number[]): Int32Array {
  const strides = stridesOf(reducedDims(dims, axes, true));
  const own = stridesOf(dims);
  const offsets = new Int32Array(elementCount(dims));
  for (let at = 0; at < offsets.length; at++) {
    let offset = 0;
    for (let axis = 0; axis < dims.length; axis++) {
      if (!axes.includes(axis)) offset += (Math.floor(at / own[axis]) % dims[axis]) * strides[axis];
    }
    offsets[at] = offset;
  }
  return offsets;
}

/** fold: (accumulator, element) → accumulator; finish: (accumulator, count) → result. */
function reduce(
  start: number,
  fold: (sum: number, x: number) => number,
  finish: (sum: number, count: number) => number = (sum) => sum,
): Operator {
  return {
    reduces: true,
    attributes: { keepdims: INT },
    int64Inputs: [1],
    infer: (inputs, attributes) => {
      const x = need(inputs, 0);
      const axes = reducedAxes(x.dims.length, inputs[1] ? constantNumbers(inputs, 1) : null);
      return [
        { type: x.type, dims: reducedDims(x.dims, axes, intAttribute(attributes, 'keepdims', 1) === 1) },
      ];
    },
    evaluate: (inputs, _attributes, [shape], allocate) => {
      const x = need(inputs, 0);
      const axes = reducedAxes(x.dims.length, inputs[1] ? Array.from(inputs[1].data) : null);
      const sums = new Float64Array(elementCount(shape.dims)).fill(start);
      const offsets = reductionOffsets(x.dims, axes);
      for (let at = 0; at < offsets.length; at++) sums[offsets[at]] = fold(sums[offsets[at]], x.data[at]);
      const count = x.data.length / Math.max(1, sums.length);
      const data = allocate(shape.type, sums.length);
      for (let at = 0; at < data.length; at++) data[at] = finish(sums[at], count);
      return [{ ...shape, data }];
    },
  };
}

/** Lays a tensor out as [outer, axis, inner] for work along one axis. */
function lanes(dims: Dims, axis: number): { outer: number; length: number; inner: number } {
  return {
    outer: elementCount(dims.slice(0, axis)),
    length: dims[axis],
    inner: elementCount(dims.slice(axis + 1)),
  };
}

const softmax: Operator = {
  attributes: { axis: INT },
  infer: (inputs) => [{ type: 'float32', dims: need(inputs, 0).dims }],
  evaluate: (inputs, attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const { outer, length, inner } = lanes(
      x.dims,
      normalAxis(intAttribute(attributes, 'axis', -1), x.dims.length),
    );
    const data = allocate('float32', x.data.length);
    for (let block = 0; block < outer * inner; block++) {
      const base = Math.floor(block / inner) * length * inner + (block % inner);
      let top = -Infinity;
      for (let at = 0; at < length; at++) top = Math.max(top, x.data[base + at * inner]);
      let sum = 0;
      for (let at = 0; at < length; at++) sum += Math.exp(x.data[base + at * inner] - top);
      for (let at = 0; at < length; at++)
        data[base + at * inner] = Math.exp(x.data[base + at * inner] - top) / sum;
    }
    return [{ ...shape, data }];
  },
};

/** Outputs: normalised x, mean, 1/√(variance + ε); axes from `axis` on. */
const layerNormalization: Operator = {
  attributes: { axis: INT, epsilon: { kind: 'float' } },
  infer: (inputs, attributes, outputs) => {
    const x = need(inputs, 0);
    const axis = normalAxis(intAttribute(attributes, 'axis', -1), x.dims.length);
    const stats = { type: x.type, dims: x.dims.map((dim, at) => (at < axis ? dim : 1)) };
    return [{ type: x.type, dims: x.dims }, stats, stats].slice(0, outputs);
  },
  evaluate: (inputs, attributes, shapes, allocate) => {
    const [x, scale, bias] = [need(inputs, 0), need(inputs, 1), inputs[2] ?? null];
    const axis = normalAxis(intAttribute(attributes, 'axis', -1), x.dims.length);
    const epsilon = intAttribute(attributes, 'epsilon', 1e-5);
    const width = elementCount(x.dims.slice(axis));
    const rows = x.data.length / width;
    const [y, means, inverses] = [x.data.length, rows, rows].map((count) => allocate('float32', count));
    for (let row = 0; row < rows; row++) {
      let [mean, variance] = [0, 0];
      for (let at = 0; at < width; at++) mean += x.data[row * width + at] / width;
      for (let at = 0; at < width; at++) variance += (x.data[row * width + at] - mean) ** 2 / width;
      const inverse = 1 / Math.sqrt(variance + epsilon);
      for (let at = 0; at < width; at++) {
        const normal = (x.data[row * width + at] - mean) * inverse;
        y[row * width + at] =
          normal * scale.data[at % scale.data.length] +
          (bias === null ? 0 : bias.data[at % bias.data.length]);
      }
      means[row] = mean;
      inverses[row] = inverse;
    }
    return shapes.map((shape, index): Tensor => ({ ...shape, data: [y, means, inverses][index] }));
  },
};

const cumSum: Operator = {
  attributes: { exclusive: INT, reverse: INT },
  int64Inputs: [1],
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 0).dims }],
  evaluate: (inputs, attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const { outer, length, inner } = lanes(x.dims, normalAxis(need(inputs, 1).data[0], x.dims.length));
    const exclusive = intAttribute(attributes, 'exclusive', 0) === 1;
    const reverse = intAttribute(attributes, 'reverse', 0) === 1;
    const data = allocate(shape.type, x.data.length);
    for (let block = 0; block < outer * inner; block++) {
      const base = Math.floor(block / inner) * length * inner + (block % inner);
      let sum = 0;
      for (let step = 0; step < length; step++) {
        const at = base + (reverse ? length - 1 - step : step) * inner;
        data[at] = exclusive ? sum : sum + x.data[at];
        sum += x.data[at];
      }
    }
    return [{ ...shape, data }];
  },
};

const FIRST: AttributeFact = { kind: 'int', allowed: [0] };

/** First index of the largest (or smallest) element along an axis. */
function argExtreme(better: (candidate: number, best: number) => boolean): Operator {
  return {
    attributes: { axis: INT, keepdims: INT, select_last_index: FIRST },
    int64Output: 0,
    infer: (inputs, attributes) => {
      const x = need(inputs, 0);
      const axis = normalAxis(intAttribute(attributes, 'axis', 0), x.dims.length);
      return [
        { type: 'int64', dims: reducedDims(x.dims, [axis], intAttribute(attributes, 'keepdims', 1) === 1) },
      ];
    },
    evaluate: (inputs, attributes: Attributes, [shape], allocate) => {
      const x = need(inputs, 0);
      const { outer, length, inner } = lanes(
        x.dims,
        normalAxis(intAttribute(attributes, 'axis', 0), x.dims.length),
      );
      const data = allocate('int64', outer * inner);
      for (let block = 0; block < outer * inner; block++) {
        const base = Math.floor(block / inner) * length * inner + (block % inner);
        for (let at = 1; at < length; at++) {
          if (better(x.data[base + at * inner], x.data[base + data[block] * inner])) data[block] = at;
        }
      }
      return [{ ...shape, data }];
    },
  };
}

export const REDUCTION: OperatorTable = {
  ReduceSum: reduce(0, (sum, x) => sum + x),
  ReduceMean: reduce(
    0,
    (sum, x) => sum + x,
    (sum, count) => sum / count,
  ),
  ReduceMax: reduce(-Infinity, Math.max),
  ReduceMin: reduce(Infinity, Math.min),
  ReduceProd: { ...reduce(1, (sum, x) => sum * x), withoutWebgpu: true },
  ReduceSumSquare: reduce(0, (sum, x) => sum + x * x),
  ReduceL2: reduce(0, (sum, x) => sum + x * x, Math.sqrt),
  Softmax: softmax,
  LayerNormalization: layerNormalization,
  CumSum: cumSum,
  ArgMax: argExtreme((candidate, best) => candidate > best),
  ArgMin: argExtreme((candidate, best) => candidate < best),
};
