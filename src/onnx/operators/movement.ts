/** Operators that move numbers without changing them: reshape, transpose, slice, pad and their kin. */
import { intAttribute, intsAttribute, normalAxis } from '../static-graph.ts';
import { elementCount, stridesOf, type Dims, type Tensor } from '../tensor.ts';
import { broadcastOffsets } from './elementwise.ts';
import {
  broadcastDims,
  constantNumbers,
  INT,
  need,
  type Operator,
  type OperatorTable,
  type Shape,
} from './operator.ts';

/** The shape that Reshape means: 0 copies, −1 is what is left. */
export function reshapedDims(dims: Dims, wanted: readonly number[], allowZero: boolean): number[] {
  const out = wanted.map((size, axis) => (size === 0 && !allowZero ? dims[axis] : size));
  const hole = out.indexOf(-1);
  const known = elementCount(out.filter((_, axis) => axis !== hole));
  if (hole >= 0) out[hole] = known === 0 ? 0 : elementCount(dims) / known;
  if (elementCount(out) !== elementCount(dims))
    throw new Error(`[${dims.join(', ')}] does not reshape to [${wanted.join(', ')}]`);
  return out;
}

const reshape: Operator = {
  attributes: { allowzero: INT },
  int64Inputs: [1],
  infer: (inputs, attributes) => {
    const x = need(inputs, 0);
    return [
      {
        type: x.type,
        dims: reshapedDims(
          x.dims,
          constantNumbers(inputs, 1),
          intAttribute(attributes, 'allowzero', 0) === 1,
        ),
      },
    ];
  },
  evaluate: (inputs, _attributes, [shape]) => [{ ...shape, data: need(inputs, 0).data }],
};

/** Fills a result by an offset into the source for each element. */
export function gatherBy(
  x: Tensor,
  shape: Shape,
  offsets: ArrayLike<number>,
  allocate: (type: Shape['type'], count: number) => Tensor['data'],
): Tensor {
  const data = allocate(shape.type, offsets.length);
  for (let at = 0; at < offsets.length; at++) data[at] = x.data[offsets[at]];
  return { ...shape, data };
}

/** Offsets for a result whose element at index i comes from start + Σ i·step. */
function stridedOffsets(dims: Dims, steps: readonly number[], start: number): Int32Array {
  const offsets = new Int32Array(elementCount(dims));
  const own = stridesOf(dims);
  for (let at = 0; at < offsets.length; at++) {
    let offset = start;
    for (let axis = 0; axis < dims.length; axis++)
      offset += (Math.floor(at / own[axis]) % dims[axis]) * steps[axis];
    offsets[at] = offset;
  }
  return offsets;
}

/** The axes of a Transpose; reversed by default. @throws Error when an axis is missing, is there twice or does not exist */
export function permutation(rank: number, perm: readonly number[] | undefined): number[] {
  const axes = perm === undefined ? Array.from({ length: rank }, (_, axis) => rank - 1 - axis) : [...perm];
  if (axes.length !== rank || axes.some((_, axis) => !axes.includes(axis)))
    throw new Error(`[${axes.join(', ')}] does not order ${String(rank)} axes`);
  return axes;
}

const transpose: Operator = {
  attributes: { perm: { kind: 'ints' } },
  infer: (inputs, attributes) => {
    const x = need(inputs, 0);
    return [
      {
        type: x.type,
        dims: permutation(x.dims.length, intsAttribute(attributes, 'perm')).map((axis) => x.dims[axis]),
      },
    ];
  },
  evaluate: (inputs, attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const strides = stridesOf(x.dims);
    const perm = permutation(x.dims.length, intsAttribute(attributes, 'perm'));
    return [
      gatherBy(
        x,
        shape,
        stridedOffsets(
          shape.dims,
          perm.map((axis) => strides[axis]),
          0,
        ),
        allocate,
      ),
    ];
  },
};

/** Repeating a number is cheaper on the device than carrying the result in the model file. */
const SPLAT_LIMIT = 1 << 16;

const expand: Operator = {
  int64Inputs: [1],
  foldLimit: SPLAT_LIMIT,
  infer: (inputs) => [
    { type: need(inputs, 0).type, dims: broadcastDims(need(inputs, 0).dims, constantNumbers(inputs, 1)) },
  ],
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const offsets = broadcastOffsets(x.dims, shape.dims);
    return [offsets === null ? { ...shape, data: x.data } : gatherBy(x, shape, offsets, allocate)];
  },
};

const concat: Operator = {
  attributes: { axis: INT },
  infer: (inputs, attributes) => {
    const parts = inputs.map((_, index) => need(inputs, index));
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), parts[0].dims.length);
    const size = parts.reduce((sum, part) => sum + part.dims[axis], 0);
    return [{ type: parts[0].type, dims: parts[0].dims.map((dim, at) => (at === axis ? size : dim)) }];
  },
  evaluate: (inputs, attributes, [shape], allocate) => {
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), shape.dims.length);
    const data = allocate(shape.type, elementCount(shape.dims));
    const row = elementCount(shape.dims.slice(axis));
    let start = 0;
    for (const part of inputs) {
      if (part === null) continue;
      const width = elementCount(part.dims.slice(axis));
      for (let at = 0; at < part.data.length; at++)
        data[Math.floor(at / width) * row + start + (at % width)] = part.data[at];
      start += width;
    }
    return [{ ...shape, data }];
  },
};

interface SliceRange {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

/** ONNX Slice: ends and starts are clamped, negative ones count from the end. */
export function sliceRanges(
  dims: Dims,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] | null,
  steps: readonly number[] | null,
): SliceRange[] {
  return starts.map((from, index) => {
    const axis = normalAxis(axes === null ? index : axes[index], dims.length);
    const step = steps === null ? 1 : steps[index];
    const length = dims[axis];
    const clamp = (at: number): number => {
      const position = at < 0 ? at + length : at;
      return step > 0
        ? Math.min(Math.max(position, 0), length)
        : Math.min(Math.max(position, -1), length - 1);
    };
    const start = clamp(from);
    return { axis, start, step, size: Math.max(0, Math.ceil((clamp(ends[index]) - start) / step)) };
  });
}

const optionalNumbers = (tensor: Tensor | null | undefined): number[] | null =>
  tensor ? Array.from(tensor.data) : null;

const slice: Operator = {
  int64Inputs: [1, 2, 3, 4],
  infer: (inputs) => {
    const x = need(inputs, 0);
    const ranges = sliceRanges(
      x.dims,
      constantNumbers(inputs, 1),
      constantNumbers(inputs, 2),
      inputs[3] ? constantNumbers(inputs, 3) : null,
      inputs[4] ? constantNumbers(inputs, 4) : null,
    );
    const dims = [...x.dims];
    for (const range of ranges) dims[range.axis] = range.size;
    return [{ type: x.type, dims }];
  },
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const strides = stridesOf(x.dims);
    let start = 0;
    const steps = [...strides];
    const ranges = sliceRanges(
      x.dims,
      Array.from(need(inputs, 1).data),
      Array.from(need(inputs, 2).data),
      optionalNumbers(inputs[3]),
      optionalNumbers(inputs[4]),
    );
    for (const range of ranges) {
      start += range.start * strides[range.axis];
      steps[range.axis] = strides[range.axis] * range.step;
    }
    return [gatherBy(x, shape, stridedOffsets(shape.dims, steps, start), allocate)];
  },
};

/** Constant padding; other modes do not occur in language models. */
const pad: Operator = {
  int64Inputs: [1, 3],
  infer: (inputs) => {
    const x = need(inputs, 0);
    const pads = constantNumbers(inputs, 1);
    const axes = inputs[3]
      ? constantNumbers(inputs, 3).map((axis) => normalAxis(axis, x.dims.length))
      : x.dims.map((_, axis) => axis);
    const dims = [...x.dims];
    axes.forEach((axis, at) => (dims[axis] += pads[at] + pads[at + axes.length]));
    return [{ type: x.type, dims }];
  },
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const pads = Array.from(need(inputs, 1).data);
    const axes = inputs[3]
      ? Array.from(inputs[3].data, (axis) => normalAxis(axis, x.dims.length))
      : x.dims.map((_, axis) => axis);
    const before = x.dims.map((_, axis) => (axes.includes(axis) ? pads[axes.indexOf(axis)] : 0));
    const data = allocate(shape.type, elementCount(shape.dims)).fill(inputs[2]?.data[0] ?? 0);
    const [own, out] = [stridesOf(x.dims), stridesOf(shape.dims)];
    for (let at = 0; at < x.data.length; at++) {
      let to = 0;
      let inside = true;
      for (let axis = 0; axis < x.dims.length; axis++) {
        const position = (Math.floor(at / own[axis]) % x.dims[axis]) + before[axis];
        inside &&= position >= 0 && position < shape.dims[axis];
        to += position * out[axis];
      }
      if (inside) data[to] = x.data[at];
    }
    return [{ ...shape, data }];
  },
};

export const MOVEMENT: OperatorTable = {
  Reshape: reshape,
  Transpose: transpose,
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Pad: pad,
};
