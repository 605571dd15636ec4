/**
 * Element types and constant tensors inside the graph rooms.
 *
 * A graph is compiled with four element types: every float is float32 (float16 and float64 weights are widened or
 * rounded on reading), every narrow integer is int32. In the constant folder int64 values are held in a Float64Array:
 * exact up to 2^53, which covers every index, shape and position.
 */
export type ElementType = 'float32' | 'int64' | 'int32' | 'bool';

export type Dims = readonly number[];

export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface Tensor {
  readonly type: ElementType;
  readonly dims: Dims;
  readonly data: NumberArray;
}

/** Makes the storage for a result. The folder rounds floats to float32; gradient checks keep float64. */
export type Allocate = (type: ElementType, count: number) => NumberArray;

export const allocateFloat32: Allocate = (type, count) => {
  switch (type) {
    case 'float32':
      return new Float32Array(count);
    case 'int64':
      return new Float64Array(count);
    case 'int32':
      return new Int32Array(count);
    case 'bool':
      return new Uint8Array(count);
  }
  return type satisfies never;
};

/** As `allocateFloat32`, but floats keep double precision: used to compare gradients with finite differences. */
export const allocateFloat64: Allocate = (type, count) =>
  type === 'float32' ? new Float64Array(count) : allocateFloat32(type, count);

export function elementCount(dims: Dims): number {
  let count = 1;
  for (const dim of dims) count *= dim;
  return count;
}

export function sameDims(a: Dims, b: Dims): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** Row-major strides in elements. */
export function stridesOf(dims: Dims): number[] {
  const strides = new Array<number>(dims.length);
  let stride = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= dims[axis];
  }
  return strides;
}

export function tensorOf(type: ElementType, dims: Dims, values: ArrayLike<number>): Tensor {
  const data = allocateFloat32(type, elementCount(dims));
  data.set(values);
  return { type, dims, data };
}

export const scalar = (type: ElementType, value: number): Tensor => tensorOf(type, [], [value]);

export const int64Vector = (values: readonly number[]): Tensor => tensorOf('int64', [values.length], values);
