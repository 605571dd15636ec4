/** Operators that make tensors out of little: ranges, triangles, indices of what is not zero. */
import { intAttribute, normalAxis } from '../static-graph.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { constantNumbers, INT, need, type Operator, type OperatorTable } from './operator.ts';

const range: Operator = {
  infer: (inputs) => {
    const [[start], [limit], [delta]] = [0, 1, 2].map((index) => constantNumbers(inputs, index));
    return [{ type: need(inputs, 0).type, dims: [Math.max(0, Math.ceil((limit - start) / delta))] }];
  },
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const [start, delta] = [need(inputs, 0).data[0], need(inputs, 2).data[0]];
    const data = allocate(shape.type, shape.dims[0]);
    for (let at = 0; at < data.length; at++) data[at] = start + at * delta;
    return [{ ...shape, data }];
  },
};

const trilu: Operator = {
  attributes: { upper: INT },
  int64Inputs: [1],
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 0).dims }],
  evaluate: (inputs, attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const shift = inputs[1]?.data[0] ?? 0;
    const upper = intAttribute(attributes, 'upper', 1) === 1;
    const [rows, columns] = shape.dims.slice(-2);
    const data = allocate(shape.type, x.data.length);
    for (let at = 0; at < data.length; at++) {
      const row = Math.floor(at / columns) % rows;
      const distance = (at % columns) - row;
      data[at] = (upper ? distance >= shift : distance <= shift) ? x.data[at] : 0;
    }
    return [{ ...shape, data }];
  },
};

/** Needs the data to know its shape, so it exists for constants only. */
const nonZero: Operator = {
  withoutWebgpu: true,
  infer: (inputs) => {
    const x = need(inputs, 0);
    const count = constantNumbers(inputs, 0).filter((value) => value !== 0).length;
    return [{ type: 'int64', dims: [x.dims.length, count] }];
  },
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const strides = stridesOf(x.dims);
    const data = allocate('int64', elementCount(shape.dims));
    let found = 0;
    for (let at = 0; at < x.data.length; at++) {
      if (x.data[at] === 0) continue;
      for (let axis = 0; axis < x.dims.length; axis++)
        data[axis * shape.dims[1] + found] = Math.floor(at / strides[axis]) % x.dims[axis];
      found++;
    }
    return [{ ...shape, data }];
  },
};

const topK: Operator = {
  // Sorted here whether that is asked for or not.
  attributes: { axis: INT, largest: INT, sorted: INT },
  int64Inputs: [1],
  int64Output: 1,
  infer: (inputs, attributes) => {
    const x = need(inputs, 0);
    const axis = normalAxis(intAttribute(attributes, 'axis', -1), x.dims.length);
    const [k] = constantNumbers(inputs, 1);
    const dims = x.dims.map((dim, at) => (at === axis ? k : dim));
    return [
      { type: x.type, dims },
      { type: 'int64', dims },
    ];
  },
  evaluate: (inputs, attributes, shapes, allocate) => {
    const x = need(inputs, 0);
    const axis = normalAxis(intAttribute(attributes, 'axis', -1), x.dims.length);
    const sign = intAttribute(attributes, 'largest', 1) === 1 ? -1 : 1;
    const k = shapes[0].dims[axis];
    const length = x.dims[axis];
    const inner = elementCount(x.dims.slice(axis + 1));
    const [values, indices] = shapes.map((shape) => allocate(shape.type, elementCount(shape.dims)));
    for (let block = 0; block < x.data.length / length; block++) {
      const [outer, lane] = [Math.floor(block / inner), block % inner];
      const at = (position: number): number => x.data[(outer * length + position) * inner + lane];
      const order = Array.from({ length }, (_, position) => position).sort(
        (a, b) => sign * (at(a) - at(b)) || a - b,
      );
      for (let rank = 0; rank < k; rank++) {
        values[(outer * k + rank) * inner + lane] = at(order[rank]);
        indices[(outer * k + rank) * inner + lane] = order[rank];
      }
    }
    return [values, indices].map((data, index) => ({ ...shapes[index], data }));
  },
};

export const GENERATION: OperatorTable = { Range: range, Trilu: trilu, NonZero: nonZero, TopK: topK };
