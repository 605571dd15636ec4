/**
 * Reads safetensors: eight bytes of header length, a JSON header, then the tensors' bytes. Every number of the header
 * is checked against the file before anything is read. Format: huggingface/safetensors, README “Format”.
 */
import { getFloat16 } from '@petamoriken/float16';
import { LabError } from '../errors/lab-error.ts';

export interface NamedTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The format allows at most 100 MB of header. */
const MOST_HEADER_BYTES = 100_000_000;

interface Decoder {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

const widened = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function getBfloat16(view: DataView, at: number): number {
  widened.setUint16(0, view.getUint16(at, true));
  return widened.getFloat32(0);
}

/** Numbers of each type as float32; the types that prompts and references use. */
export const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['F32', { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  ['F64', { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  ['F16', { bytes: 2, read: (view, at) => getFloat16(view, at, true) }],
  ['BF16', { bytes: 2, read: getBfloat16 }],
  ['I64', { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  ['I32', { bytes: 4, read: (view, at) => view.getInt32(at, true) }],
]);

const isCount = (x: unknown): x is number => typeof x === 'number' && Number.isSafeInteger(x) && x >= 0;

function isEntry(x: unknown): x is Entry {
  if (typeof x !== 'object' || x === null || !('dtype' in x) || !('shape' in x) || !('data_offsets' in x))
    return false;
  const { dtype, shape, data_offsets: offsets } = x;
  return (
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isCount) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount)
  );
}

/**
 * @param needed names of tensors that are asked for; others of a type that the lab doesn't read are passed over.
 * Without it, all are
 * @throws LabError `file` naming the file and what is wrong with it
 */
export function readSafetensors(
  bytes: Uint8Array,
  file: string,
  needed?: ReadonlySet<string>,
): Map<string, NamedTensor> {
  const broken = (what: string, remedy = 'Copy or download the file again.'): LabError =>
    new LabError({
      code: 'file',
      message: `${file} is not a readable safetensors file: ${what}.`,
      remedy,
      where: file,
    });
  if (bytes.byteLength < 8) throw broken('it is shorter than its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MOST_HEADER_BYTES || headerLength > bytes.byteLength - 8)
    throw broken('the header is longer than the file');
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  } catch {
    throw broken('the header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw broken('the header is not an object');
  const start = 8 + headerLength;
  let left = bytes.byteLength - start;
  const tensors = new Map<string, NamedTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (!isEntry(entry)) throw broken(`the entry of ${name} is malformed`);
    const decoder = DECODERS.get(entry.dtype);
    const [from, to] = entry.data_offsets;
    if (decoder === undefined) {
      if (needed?.has(name) === false) continue;
      throw broken(
        `${name} has type ${entry.dtype}, which is not supported`,
        `Save it in one of the types ${[...DECODERS.keys()].join(', ')}.`,
      );
    }
    const count = entry.shape.reduce((product, dim) => product * dim, 1);
    if (to - from !== count * decoder.bytes || start + to > bytes.byteLength)
      throw broken(`${name} does not fit its shape or the file`);
    // Tensors may not share bytes; a small file could claim many large ones otherwise.
    left -= to - from;
    if (left < 0) throw broken('its tensors overlap');
    const data = new Float32Array(count);
    // Bytes as they are: a number that passes through a variable may lose the payload of a NaN.
    if (entry.dtype === 'F32') new Uint8Array(data.buffer).set(bytes.subarray(start + from, start + to));
    else for (let at = 0; at < count; at++) data[at] = decoder.read(view, start + from + at * decoder.bytes);
    tensors.set(name, { dims: entry.shape, data });
  }
  return tensors;
}
