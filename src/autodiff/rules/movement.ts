/** Gradients of operators that move numbers: each moves the cotangent back. */
import type { Builder, Inverse } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { permutation, sliceRanges } from '../../onnx/operators/movement.ts';
import { intAttribute, intsAttribute, normalAxis, type Value } from '../../onnx/static-graph.ts';
import { elementCount, tensorOf } from '../../onnx/tensor.ts';
import {
  cotangentOf,
  inputOf,
  unbroadcast,
  type Cotangent,
  type GradientRule,
  type GradientTable,
} from '../rule.ts';

/** Indices that count from the end as indices from the start. */
function fromStart(b: Builder, indices: Value, size: number): Value {
  const negative = b.op('Less', [indices, b.number(0, indices.type)]);
  return b.op('Where', [negative, b.op('Add', [indices, b.number(size, indices.type)]), indices]);
}

/**
 * Adds slices taken at `indices` along an axis back to where they came from: a product with a one-hot matrix. Unlike a
 * scatter it sums in a fixed order, so runs repeat bit for bit, and it is the same fast kernel everywhere.
 */
function addBack(b: Builder, dy: Value, indices: Value, x: Value, axis: number): Value {
  const { reshape } = arithmetic(b);
  const size = x.dims[axis];
  const many = elementCount(indices.dims);
  const places = b.constant(
    tensorOf(
      indices.type,
      [size, 1],
      Array.from({ length: size }, (_, at) => at),
    ),
  );
  const flat = reshape(indices, [1, many]);
  const oneHot = b.op('Cast', [b.op('Equal', [places, fromStart(b, flat, size)])], { to: 'float32' });
  const outer = elementCount(x.dims.slice(0, axis));
  const inner = elementCount(x.dims.slice(axis + 1));
  const matrix = outer === 1 ? oneHot : reshape(oneHot, [1, size, many]);
  const rows = outer === 1 ? reshape(dy, [many, inner]) : reshape(dy, [outer, many, inner]);
  return reshape(b.op('MatMul', [matrix, rows]), x.dims);
}

/** Rows that were looked up at most once are looked up again from where they went. */
function lookBack(
  b: Builder,
  dy: Value,
  indices: Value,
  x: Value,
  { places, leavesOut }: Inverse,
): Cotangent {
  const { reshape, expand } = arithmetic(b);
  const row = x.dims.slice(1);
  const taken = reshape(dy, [elementCount(indices.dims), ...row]);
  const nothing = expand(b.number(0), [1, ...row]);
  const source = leavesOut ? b.op('Concat', [taken, nothing], { axis: 0 }) : taken;
  const part = b.op('Gather', [source, places], { axis: 0 });
  return { part, axis: 0, start: 0, end: places.dims[0] };
}

const gather: GradientRule = (at) => {
  const [x, indices] = [inputOf(at.node, 0), inputOf(at.node, 1)];
  const axis = normalAxis(intAttribute(at.node.attributes, 'axis', 0), x.dims.length);
  const inverse = at.b.inverseOf(indices);
  if (inverse !== undefined && axis === 0) return [lookBack(at.b, cotangentOf(at), indices, x, inverse)];
  return [addBack(at.b, cotangentOf(at), indices, x, axis)];
};

const zeros = (b: Builder, x: Value): Value => arithmetic(b).expand(b.number(0), x.dims);

const gatherElements: GradientRule = (at) => {
  const [x, indices] = [inputOf(at.node, 0), inputOf(at.node, 1)];
  const axis = intAttribute(at.node.attributes, 'axis', 0);
  return [at.b.op('ScatterElements', [zeros(at.b, x), indices, cotangentOf(at)], { axis, reduction: 'add' })];
};

const slice: GradientRule = (at) => {
  const { b, node } = at;
  const x = inputOf(node, 0);
  const numbers = (index: number): number[] | null =>
    node.inputs[index]?.constant === undefined ? null : Array.from(node.inputs[index].constant.data);
  const ranges = sliceRanges(x.dims, numbers(1) ?? [], numbers(2) ?? [], numbers(3), numbers(4));
  const cut = ranges.filter((range) => range.size !== x.dims[range.axis] || range.step !== 1);
  const dy = cotangentOf(at);
  if (cut.length === 1 && cut[0].step === 1) {
    const [{ axis, start, size }] = cut;
    return [{ part: dy, axis, start, end: start + size }];
  }
  let gradient = dy;
  const dims = [...node.outputs[0].dims];
  for (const { axis, start, step, size } of cut) {
    const whole = { ...x, dims: dims.map((dim, index) => (index === axis ? x.dims[axis] : dim)) };
    const indices = b.ints(Array.from({ length: size }, (_, index) => start + index * step));
    gradient = addBack(b, gradient, indices, whole, axis);
    dims[axis] = x.dims[axis];
  }
  return [gradient];
};

const concat: GradientRule = (at) => {
  const dy = cotangentOf(at);
  const axis = normalAxis(intAttribute(at.node.attributes, 'axis', 0), dy.dims.length);
  let end = 0;
  return at.node.inputs.map((input, index): Cotangent | null => {
    if (input === null) return null;
    end += input.dims[axis];
    return at.needs[index] ? arithmetic(at.b).slice(dy, axis, end - input.dims[axis], end) : null;
  });
};

const pad: GradientRule = (at) => {
  const x = inputOf(at.node, 0);
  const pads = Array.from(at.node.inputs[1]?.constant?.data ?? []);
  const axes = at.node.inputs[3]?.constant
    ? Array.from(at.node.inputs[3].constant.data, (axis) => normalAxis(axis, x.dims.length))
    : x.dims.map((_, axis) => axis);
  // Padding by the opposite amounts; negative amounts cut.
  const back = pads.map((amount) => -amount);
  const gradient = at.b.op('Pad', [cotangentOf(at), at.b.ints(back), at.b.number(0), at.b.ints(axes)]);
  return [gradient];
};

const transpose: GradientRule = (at) => {
  const rank = inputOf(at.node, 0).dims.length;
  const perm = permutation(rank, intsAttribute(at.node.attributes, 'perm'));
  return [
    arithmetic(at.b).transpose(
      cotangentOf(at),
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
  ];
};

/** Overwritten places pass nothing back; updates get what they wrote. Added updates get a copy. */
const scatterElements: GradientRule = (at) => {
  const { b, node } = at;
  const [x, indices] = [inputOf(node, 0), inputOf(node, 1)];
  const dy = cotangentOf(at);
  const axis = intAttribute(node.attributes, 'axis', 0);
  const adds = node.attributes['reduction'] === 'add';
  const cleared = (): Value =>
    b.op('ScatterElements', [dy, indices, zeros(b, { ...x, dims: indices.dims })], { axis });
  return [
    at.needs[0] ? (adds ? dy : cleared()) : null,
    null,
    at.needs[2] ? b.op('GatherElements', [dy, indices], { axis }) : null,
  ];
};

/** As for ScatterElements; updates are fetched by their linear index. */
const scatterND: GradientRule = (at) => {
  const { b, node } = at;
  const { reshape } = arithmetic(b);
  const [x, indices, updates] = [inputOf(node, 0), inputOf(node, 1), inputOf(node, 2)];
  const dy = cotangentOf(at);
  const depth = indices.dims[indices.dims.length - 1];
  const fetched = (): Value => {
    let linear = b.number(0, indices.type);
    for (let axis = 0; axis < depth; axis++) {
      const column = arithmetic(b).slice(indices, indices.dims.length - 1, axis, axis + 1);
      const size = b.number(x.dims[axis], indices.type);
      linear = b.op('Add', [b.op('Mul', [linear, size]), fromStart(b, column, x.dims[axis])]);
    }
    const rows = reshape(dy, [elementCount(x.dims.slice(0, depth)), elementCount(x.dims.slice(depth))]);
    return reshape(
      b.op('Gather', [rows, reshape(linear, [elementCount(indices.dims) / depth])], { axis: 0 }),
      updates.dims,
    );
  };
  const adds = node.attributes['reduction'] === 'add';
  const cleared = (): Value => b.op('ScatterND', [dy, indices, zeros(b, updates)]);
  return [at.needs[0] ? (adds ? dy : cleared()) : null, null, at.needs[2] ? fetched() : null];
};

/** The chosen values hand their cotangents back to where they stood. */
const topK: GradientRule = (at) => {
  const x = inputOf(at.node, 0);
  const axis = intAttribute(at.node.attributes, 'axis', -1);
  return [
    at.b.op('ScatterElements', [zeros(at.b, x), at.node.outputs[1], cotangentOf(at)], {
      axis,
      reduction: 'add',
    }),
  ];
};

export const MOVEMENT_GRADIENTS: GradientTable = {
  Reshape: (at) => [arithmetic(at.b).reshape(cotangentOf(at), inputOf(at.node, 0).dims)],
  Expand: (at) => [unbroadcast(at.b, cotangentOf(at), inputOf(at.node, 0).dims)],
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Trilu: (at) => [at.b.op('Trilu', [cotangentOf(at), at.node.inputs[1] ?? null], at.node.attributes)],
  TopK: topK,
};
