/** Writes what `torch.save` writes: protocol 2 as Python's pickler emits it, in a zip without compression. */
import { strToU8, zipSync } from 'fflate';

export type Piece = number | string | Uint8Array;

/** Opcodes and their arguments one behind the other; a text stands for its UTF-8. */
export function bytesOf(...pieces: readonly Piece[]): Uint8Array {
  return Uint8Array.from(
    pieces.flatMap((piece) =>
      typeof piece === 'number' ? [piece] : Array.from(typeof piece === 'string' ? strToU8(piece) : piece),
    ),
  );
}

const uint32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

/** BINUNICODE */
export const text = (value: string): Uint8Array =>
  bytesOf('X', uint32(strToU8(value).byteLength), strToU8(value));

/** BININT1, BININT2, BININT or LONG1, whichever is the first to hold it. */
export function integer(value: number): Uint8Array {
  if (value >= 0 && value < 1 << 8) return bytesOf('K', value);
  if (value >= 0 && value < 1 << 16) return bytesOf('M', value & 255, value >> 8);
  if (Math.abs(value) < 2 ** 31) return bytesOf('J', uint32(value));
  return bytesOf(0x8a, 8, new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
}

/** MARK … TUPLE */
export const tuple = (...items: readonly Uint8Array[]): Uint8Array => bytesOf('(', ...items, 't');

export const global = (module: string, name: string): Uint8Array => bytesOf(`c${module}\n${name}\n`);

export interface TensorFacts {
  readonly type?: string;
  readonly key?: string;
  readonly shape: readonly number[];
  readonly stride?: readonly number[];
  readonly offset?: number;
  /** Numbers that the storage claims. */
  readonly count: number;
}

/** A tensor as `_rebuild_tensor_v2` makes it. */
export function tensor({ type, key, shape, stride, offset, count }: TensorFacts): Uint8Array {
  const rows = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const storage = tuple(
    text('storage'),
    global('torch', type ?? 'FloatStorage'),
    text(key ?? '0'),
    text('cpu'),
    integer(count),
  );
  return bytesOf(
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple(
      bytesOf(storage, 'Q'),
      integer(offset ?? 0),
      tuple(...shape.map(integer)),
      tuple(...(stride ?? rows).map(integer)),
      bytesOf(0x89),
      bytesOf(global('collections', 'OrderedDict'), ')R'),
    ),
    'R',
  );
}

/** A dictionary by name. */
export const dict = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  bytesOf('}(', ...Object.entries(entries).flatMap(([name, value]) => [text(name), value]), 'u');

export interface TorchFile {
  readonly pickle: Uint8Array;
  readonly data?: Uint8Array;
  readonly byteorder?: string;
}

/** The file around a value's opcodes. */
export function torchFile({ pickle, data, byteorder }: TorchFile): Uint8Array {
  return zipSync(
    {
      'archive/data.pkl': bytesOf(0x80, 2, pickle, '.'),
      'archive/byteorder': strToU8(byteorder ?? 'little'),
      'archive/data/0': data ?? new Uint8Array(0),
      'archive/version': strToU8('3\n'),
    },
    { level: 0 },
  );
}

/** A file with one tensor of float32. */
export const torchMatrix = (dims: readonly number[], data: Float32Array): Uint8Array =>
  torchFile({
    pickle: tensor({ shape: dims, count: data.length }),
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
