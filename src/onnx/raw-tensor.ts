/** Tensors as they stand in a file: bytes stay views into it (a 2 GB file must not be copied). */
import { Float16Array } from '@petamoriken/float16';
import { LabError } from '../errors/lab-error.ts';
import { elementCount, type Dims, type ElementType, type NumberArray, type Tensor } from './tensor.ts';

export interface RawTensor {
  readonly name: string;
  /** ONNX TensorProto.DataType code. */
  readonly code: number;
  readonly dims: Dims;
  /** Little-endian bytes, a view into the file where they stood as raw data or external data. */
  readonly bytes: Uint8Array;
}

export interface ElementCode {
  readonly label: string;
  readonly bytes: number;
  /** What it becomes in a compiled graph; null for what no language model computes with. */
  readonly type: ElementType | null;
}

export const ELEMENT_CODES: Readonly<Record<number, ElementCode>> = {
  1: { label: 'float', bytes: 4, type: 'float32' },
  2: { label: 'uint8', bytes: 1, type: 'int32' },
  3: { label: 'int8', bytes: 1, type: 'int32' },
  4: { label: 'uint16', bytes: 2, type: 'int32' },
  5: { label: 'int16', bytes: 2, type: 'int32' },
  6: { label: 'int32', bytes: 4, type: 'int32' },
  7: { label: 'int64', bytes: 8, type: 'int64' },
  9: { label: 'bool', bytes: 1, type: 'bool' },
  10: { label: 'float16', bytes: 2, type: 'float32' },
  11: { label: 'double', bytes: 8, type: 'float32' },
  12: { label: 'uint32', bytes: 4, type: 'int64' },
  13: { label: 'uint64', bytes: 8, type: 'int64' },
  16: { label: 'bfloat16', bytes: 2, type: 'float32' },
};

/** Element type of a compiled graph for an ONNX code. @throws LabError `onnx-unsupported` for strings, complex numbers and packed types. */
export function elementTypeOf(code: number, where: string): ElementType {
  const known = ELEMENT_CODES[code];
  if (known === undefined || known.type === null) {
    throw new LabError({
      code: 'onnx-unsupported',
      message: `${where} has element type ${String(code)}, which is not a number type that the lab computes with.`,
      remedy: 'Export the model with float32 or float16 weights (not quantised).',
      where,
    });
  }
  return known.type;
}

/** The same bytes at an address that the element size divides: a view if possible, else a copy of this tensor alone. */
function aligned(bytes: Uint8Array, size: number): Uint8Array {
  // Not `slice`: on Node's Buffer that is a view.
  return bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
}

/** Bytes as numbers; float32 is a view where alignment allows, everything else is converted. */
export function decodeTensor(raw: RawTensor): Tensor {
  const count = elementCount(raw.dims);
  const type = elementTypeOf(raw.code, `Tensor ${raw.name}`);
  const size = ELEMENT_CODES[raw.code].bytes;
  if (raw.bytes.byteLength !== count * size) {
    throw new LabError({
      code: 'onnx-unreadable',
      message: `Tensor ${raw.name} of shape [${raw.dims.join(', ')}] needs ${String(count * size)} bytes, the file holds ${String(raw.bytes.byteLength)}.`,
      remedy: 'The file is damaged or cut short: download or export it again.',
      where: raw.name,
    });
  }
  return { type, dims: raw.dims, data: decodeBytes(raw.code, aligned(raw.bytes, size), count) };
}

function decodeBytes(code: number, bytes: Uint8Array, count: number): NumberArray {
  const { buffer, byteOffset } = bytes;
  switch (code) {
    case 1:
      return new Float32Array(buffer, byteOffset, count);
    case 2:
      return Int32Array.from(bytes);
    case 3:
      return Int32Array.from(new Int8Array(buffer, byteOffset, count));
    case 4:
      return Int32Array.from(new Uint16Array(buffer, byteOffset, count));
    case 5:
      return Int32Array.from(new Int16Array(buffer, byteOffset, count));
    case 6:
      return new Int32Array(buffer, byteOffset, count);
    case 7:
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    case 9:
      return bytes;
    case 10:
      return widenFloat16(new Uint16Array(buffer, byteOffset, count));
    case 11:
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case 12:
      return Float64Array.from(new Uint32Array(buffer, byteOffset, count));
    case 13:
      return Float64Array.from(new BigUint64Array(buffer, byteOffset, count), Number);
    case 16: {
      const wide = new Uint32Array(count);
      new Uint16Array(buffer, byteOffset, count).forEach((half, index) => (wide[index] = half << 16));
      return new Float32Array(wide.buffer);
    }
    default:
      throw new Error(`no decoder for element type ${String(code)}`);
  }
}

/** All 65,536 float16 values as float32, made once: a table look-up widens 3 million weights in a few milliseconds. */
let halfTable: Float32Array | undefined;

function widenFloat16(halves: Uint16Array): Float32Array {
  if (halfTable === undefined) {
    const codes = Uint16Array.from({ length: 65536 }, (_, code) => code);
    halfTable = Float32Array.from(new Float16Array(codes.buffer));
  }
  const table = halfTable;
  const wide = new Float32Array(halves.length);
  for (let index = 0; index < halves.length; index++) wide[index] = table[halves[index]];
  return wide;
}
