/** Operators that read or write where indices say: gather, scatter and their kin. */
import { intAttribute, normalAxis, stringAttribute } from '../static-graph.ts';
import { elementCount, stridesOf, type Dims, type Tensor } from '../tensor.ts';
import { gatherBy } from './movement.ts';
import { INT, need, type AttributeFact, type Operator, type OperatorTable, type Shape } from './operator.ts';

const REDUCTION: AttributeFact = { kind: 'string', allowed: ['none', 'add'] };

const gather: Operator = {
  attributes: { axis: INT },
  indexInput: 1,
  infer: (inputs, attributes) => {
    const [x, indices] = [need(inputs, 0), need(inputs, 1)];
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), x.dims.length);
    return [{ type: x.type, dims: [...x.dims.slice(0, axis), ...indices.dims, ...x.dims.slice(axis + 1)] }];
  },
  evaluate: (inputs, attributes, [shape], allocate) => {
    const [x, indices] = [need(inputs, 0), need(inputs, 1)];
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), x.dims.length);
    const inner = elementCount(x.dims.slice(axis + 1));
    const data = allocate(shape.type, elementCount(shape.dims));
    let at = 0;
    for (let outer = 0; outer < elementCount(x.dims.slice(0, axis)); outer++) {
      for (const index of indices.data) {
        const start = (outer * x.dims[axis] + normalAxis(index, x.dims[axis])) * inner;
        data.set(x.data.subarray(start, start + inner), at);
        at += inner;
      }
    }
    return [{ ...shape, data }];
  },
};

/** For each index element, its offset into a tensor of `dims` when `axis` is replaced by the index. */
function elementOffsets(dims: Dims, indices: Tensor, axis: number): Int32Array {
  const [own, strides] = [stridesOf(indices.dims), stridesOf(dims)];
  return Int32Array.from({ length: indices.data.length }, (_, at) => {
    let offset = normalAxis(indices.data[at], dims[axis]) * strides[axis];
    for (let a = 0; a < dims.length; a++)
      if (a !== axis) offset += (Math.floor(at / own[a]) % indices.dims[a]) * strides[a];
    return offset;
  });
}

const gatherElements: Operator = {
  attributes: { axis: INT },
  indexInput: 1,
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 1).dims }],
  evaluate: (inputs, attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), x.dims.length);
    return [gatherBy(x, shape, elementOffsets(x.dims, need(inputs, 1), axis), allocate)];
  },
};

function scattered(
  x: Tensor,
  offsets: ArrayLike<number>,
  updates: Tensor,
  reduction: string,
  allocate: (type: Shape['type'], count: number) => Tensor['data'],
): Tensor {
  const data = allocate(x.type, x.data.length);
  data.set(x.data);
  for (let at = 0; at < offsets.length; at++)
    data[offsets[at]] = reduction === 'add' ? data[offsets[at]] + updates.data[at] : updates.data[at];
  return { type: x.type, dims: x.dims, data };
}

const scatterElements: Operator = {
  attributes: { axis: INT, reduction: REDUCTION },
  indexInput: 1,
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 0).dims }],
  evaluate: (inputs, attributes, _shapes, allocate) => {
    const [x, indices, updates] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)];
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), x.dims.length);
    return [
      scattered(
        x,
        elementOffsets(x.dims, indices, axis),
        updates,
        stringAttribute(attributes, 'reduction', 'none'),
        allocate,
      ),
    ];
  },
};

const scatterND: Operator = {
  attributes: { reduction: REDUCTION },
  int64Inputs: [1],
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 0).dims }],
  evaluate: (inputs, attributes, _shapes, allocate) => {
    const [x, indices, updates] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)];
    const depth = indices.dims[indices.dims.length - 1];
    const strides = stridesOf(x.dims);
    const inner = elementCount(x.dims.slice(depth));
    const offsets = Int32Array.from({ length: updates.data.length }, (_, at) => {
      let offset = at % inner;
      const row = Math.floor(at / inner) * depth;
      for (let axis = 0; axis < depth; axis++)
        offset += normalAxis(indices.data[row + axis], x.dims[axis]) * strides[axis];
      return offset;
    });
    return [scattered(x, offsets, updates, stringAttribute(attributes, 'reduction', 'none'), allocate)];
  },
};

export const INDEXING: OperatorTable = {
  Gather: gather,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
};
