import type { HostTensor } from '../onnx/host-tensor.ts';
import type { Ort, OrtTensor } from './ort-runtime.ts';

/** Where the weights and the state of a program live between runs. */
export interface TensorResidence {
  upload(tensor: HostTensor): Promise<OrtTensor>;
  download(tensor: OrtTensor): Promise<HostTensor>;
  free(tensor: OrtTensor): void;
  /** Every output must be asked for at every run, fetched or not. */
  readonly everyOutput: boolean;
}

/** In host memory: what goes up or comes down is the same array, and the garbage collector frees it. */
export function hostResidence(ort: Ort): TensorResidence {
  return {
    upload: (tensor) => Promise.resolve(toOrt(ort, tensor)),
    download: (tensor) => Promise.resolve(fromOrt(tensor)),
    free: () => undefined,
    everyOutput: false,
  };
}

export function toOrt(ort: Ort, tensor: HostTensor): OrtTensor {
  return tensor.type === 'float32'
    ? new ort.Tensor('float32', tensor.data, tensor.dims)
    : new ort.Tensor('int32', tensor.data, tensor.dims);
}

export function fromOrt({ type, dims, data }: OrtTensor): HostTensor {
  if (type === 'float32' && data instanceof Float32Array) return { type, dims: [...dims], data };
  if (type === 'int32' && data instanceof Int32Array) return { type, dims: [...dims], data };
  throw new TypeError(`an output is ${type}; only float32 and int32 cross the boundary of an engine`);
}
