/** Operators that only shapes decide, and list-like operators, in terms of Reshape, Slice, Concat and constants. */
import { decodeTensor, elementTypeOf } from '../raw-tensor.ts';
import { normalAxis } from '../static-graph.ts';
import { elementCount, int64Vector, scalar, tensorOf } from '../tensor.ts';
import {
  arithmetic,
  float,
  input,
  int,
  ints,
  listOf,
  only,
  optional,
  tensor,
  text,
  withoutEffect,
  type Lowering,
  type LoweringTable,
} from './lowering.ts';

const squeeze: Lowering = (b, at) => {
  const x = input(at, 0);
  const axes = listOf(at, 'axes', 1)?.map((axis) => normalAxis(axis, x.dims.length));
  const dims = x.dims.filter((dim, axis) => (axes === undefined ? dim !== 1 : !axes.includes(axis)));
  return [arithmetic(b).reshape(x, dims)];
};

const unsqueeze: Lowering = (b, at) => {
  const x = input(at, 0);
  const axes = listOf(at, 'axes', 1) ?? [];
  const rank = x.dims.length + axes.length;
  const added = axes.map((axis) => normalAxis(axis, rank));
  const rest = [...x.dims];
  const dims = Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : (rest.shift() ?? 1)));
  return [arithmetic(b).reshape(x, dims)];
};

const flatten: Lowering = (b, at) => {
  const x = input(at, 0);
  // The axis may be the one behind the last.
  const declared = int(at, 'axis', 1);
  const axis = declared === x.dims.length ? declared : normalAxis(declared, x.dims.length);
  return [arithmetic(b).reshape(x, [elementCount(x.dims.slice(0, axis)), elementCount(x.dims.slice(axis))])];
};

const split: Lowering = (b, at) => {
  const x = input(at, 0);
  const axis = normalAxis(int(at, 'axis', 0), x.dims.length);
  const parts = int(at, 'num_outputs', at.outputs);
  const even = Math.ceil(x.dims[axis] / parts);
  const sizes =
    listOf(at, 'split', 1) ??
    Array.from({ length: parts }, (_, part) => Math.min(even, x.dims[axis] - part * even));
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return arithmetic(b).slice(x, axis, start - size, start);
  });
};

/** Tile = repeat a new axis before each axis, then merge the two. */
const tile: Lowering = (b, at) => {
  const { reshape, expand } = arithmetic(b);
  const x = input(at, 0);
  const repeats = listOf(at, 'repeats', 1) ?? [];
  const apart = reshape(
    x,
    x.dims.flatMap((dim) => [1, dim]),
  );
  const repeated = expand(
    apart,
    x.dims.flatMap((dim, axis) => [repeats[axis], dim]),
  );
  return [
    reshape(
      repeated,
      x.dims.map((dim, axis) => dim * repeats[axis]),
    ),
  ];
};

const constant: Lowering = (b, at) => {
  const raw = tensor(at, 'value');
  if (raw !== undefined) return [b.constant(decodeTensor(raw))];
  for (const [name, type] of [
    ['value_int', 'int64'],
    ['value_float', 'float32'],
    ['value_ints', 'int64'],
    ['value_floats', 'float32'],
  ] as const) {
    const found = at.attribute(name);
    if (found?.kind === 'int' || found?.kind === 'float') return [b.constant(scalar(type, found.value))];
    if (found?.kind === 'ints' || found?.kind === 'floats')
      return [b.constant(tensorOf(type, [found.value.length], found.value))];
  }
  throw new Error('a Constant without a number');
};

const constantOfShape: Lowering = (b, at) => {
  const dims = listOf(at, 'shape', 0) ?? [];
  const raw = tensor(at, 'value');
  const fill = raw === undefined ? scalar('float32', 0) : decodeTensor(raw);
  return [b.op('Expand', [b.constant(scalar(fill.type, fill.data[0])), b.ints(dims)])];
};

/** A slice of the shape since opset 15. */
const shape: Lowering = (b, at) => {
  const { dims } = input(at, 0);
  return [
    b.constant(
      int64Vector(
        dims.slice(int(at, 'start', 0), at.attribute('end') === undefined ? undefined : int(at, 'end', 0)),
      ),
    ),
  ];
};

/** GatherND over leading axes: one linear index into the flattened leading axes. */
const gatherND: Lowering = (b, at) => {
  const { reshape, add, mul } = arithmetic(b);
  const [x, indices] = [input(at, 0), input(at, 1)];
  const batch = int(at, 'batch_dims', 0);
  const depth = indices.dims[indices.dims.length - 1];
  const lead = x.dims.slice(batch, batch + depth);
  const batches = elementCount(x.dims.slice(0, batch));
  const many = elementCount(indices.dims.slice(batch, -1));
  let linear = b.number(0, 'int64');
  for (let axis = 0; axis < depth; axis++) {
    const column = b.op('Slice', [
      indices,
      b.ints([axis]),
      b.ints([axis + 1]),
      b.ints([indices.dims.length - 1]),
    ]);
    const positive = b.op('Where', [
      b.op('Less', [column, b.number(0, 'int64')]),
      add(column, b.number(lead[axis], 'int64')),
      column,
    ]);
    linear = add(mul(linear, b.number(lead[axis], 'int64')), positive);
  }
  const starts = tensorOf(
    'int64',
    [batches, 1],
    Array.from({ length: batches }, (_, row) => row * elementCount(lead)),
  );
  const rows = add(reshape(linear, [batches, many]), b.constant(starts));
  const flat = reshape(x, [batches * elementCount(lead), elementCount(x.dims.slice(batch + depth))]);
  const picked = b.op('Gather', [flat, reshape(rows, [batches * many])], { axis: 0 });
  return [reshape(picked, [...indices.dims.slice(0, -1), ...x.dims.slice(batch + depth)])];
};

const oneHot: Lowering = (b, at) => {
  const { reshape } = arithmetic(b);
  const [indices, depth, values] = [input(at, 0), input(at, 1), input(at, 2)];
  const size = depth.constant?.data[0];
  if (size === undefined) throw new Error('the depth of OneHot depends on the data');
  const rank = indices.dims.length + 1;
  const axis = normalAxis(int(at, 'axis', -1), rank);
  const spread = reshape(indices, [...indices.dims.slice(0, axis), 1, ...indices.dims.slice(axis)]);
  const along = Array.from({ length: rank }, (_, a) => (a === axis ? size : 1));
  const range = b.constant(
    tensorOf(
      indices.type,
      along,
      Array.from({ length: size }, (_, index) => index),
    ),
  );
  const negative = b.op('Less', [spread, b.number(0, indices.type)]);
  const wrapped = b.op('Where', [negative, b.op('Add', [spread, b.number(size, indices.type)]), spread]);
  const [off, on] = [0, 1].map((index) =>
    b.op('Slice', [values, b.ints([index]), b.ints([index + 1]), b.ints([0])]),
  );
  return [b.op('Where', [b.op('Equal', [wrapped, range]), on, off])];
};

/** For casts to types of eight bits, which are refused. */
const CAST_ROUNDING = ['saturate', 'round_mode'];

const cast: Lowering = (b, at) => {
  withoutEffect(at, ...CAST_ROUNDING);
  return [b.op('Cast', [input(at, 0)], { to: elementTypeOf(int(at, 'to', 1), `Cast ${at.name}`) })];
};

const castLike: Lowering = (b, at) => {
  withoutEffect(at, ...CAST_ROUNDING);
  return [b.op('Cast', [input(at, 0)], { to: input(at, 1).type })];
};

/** A PLM is differentiated as it is used: nothing is dropped, so the share and the seed say nothing. */
const dropout: Lowering = (b, at) => {
  const training = optional(at, 2);
  if (training !== null && training.constant?.data[0] !== 0)
    throw new Error('dropout that takes place (its input 2)');
  only(at, { is_test: 1 });
  withoutEffect(at, 1, 'ratio', 'seed');
  return [input(at, 0), b.op('Expand', [b.number(1, 'bool'), b.ints(input(at, 0).dims)])];
};

const slice: Lowering = (b, at) => {
  const [starts, ends] = [ints(at, 'starts'), ints(at, 'ends')];
  if (starts === undefined || ends === undefined) return [b.op('Slice', at.inputs())];
  const axes = ints(at, 'axes');
  return [
    b.op('Slice', [
      input(at, 0),
      b.ints(starts),
      b.ints(ends),
      ...(axes === undefined ? [] : [b.ints(axes)]),
    ]),
  ];
};

export const SHAPE_LOWERINGS: LoweringTable = {
  Identity: (_b, at) => [input(at, 0)],
  Dropout: dropout,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Flatten: flatten,
  Split: split,
  Tile: tile,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shape,
  Size: (b, at) => [b.number(elementCount(input(at, 0).dims), 'int64')],
  GatherND: gatherND,
  OneHot: oneHot,
  Cast: cast,
  CastLike: castLike,
  Slice: slice,
  'com.microsoft:Trilu': (b, at) => [b.op('Trilu', at.inputs(), { upper: int(at, 'upper', 1) })],
  EyeLike: (b, at) => {
    const { dims, type } = input(at, 0);
    const [rows, columns] = dims;
    const shift = int(at, 'k', 0);
    const values = Array.from({ length: rows * columns }, (_, index) =>
      (index % columns) - Math.floor(index / columns) === shift ? 1 : 0,
    );
    return [
      b.constant(
        tensorOf(
          at.attribute('dtype') === undefined ? type : elementTypeOf(int(at, 'dtype', 1), at.name),
          dims,
          values,
        ),
      ),
    ];
  },
  Pad: (b, at) => {
    const pads = ints(at, 'pads');
    const mode = text(at, 'mode', 'constant');
    if (mode !== 'constant') throw new Error(`its attribute “mode” of ${mode}`);
    if (pads === undefined) return [b.op('Pad', at.inputs())];
    return [b.op('Pad', [input(at, 0), b.ints(pads), b.number(float(at, 'value', 0))])];
  },
};
