/**
 * Reads NumPy's `.npy`: the magic, a version, the header's length, a header that is a Python dictionary with exactly
 * three keys, then the numbers. Float16, 32 and 64, little endian, C order, read as float32. The header
 * is matched, never evaluated, and every number of it is checked against the file before anything is allocated.
 * Format: NumPy NEP 1 and numpy.lib.format.
 */
import { LabError } from '../errors/lab-error.ts';
import { DECODERS, type NamedTensor } from './safetensors.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** numpy.lib.format refuses longer headers too, unless it is told to trust the file. */
const MOST_HEADER_BYTES = 10_000;

/** NumPy's own limit of axes. */
const MOST_AXES = 64;

/** NumPy writes the keys sorted; other writers are free to order them otherwise. */
const FIELDS = {
  descr: /'descr':\s*'([^']{1,16})'/,
  order: /'fortran_order':\s*(True|False)/,
  // Python 2 on some systems wrote its integers with an L.
  shape: /'shape':\s*\(([\dL\s,]*)\)/,
} as const;

/** NumPy's names of the types, and safetensors' of the same. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['<f2', 'F16'],
  ['<f4', 'F32'],
  ['<f8', 'F64'],
]);

function problem(file: string, what: string, remedy = 'Copy or download the file again.'): LabError {
  return new LabError({
    code: 'file',
    message: `${file} is no readable .npy file: ${what}.`,
    remedy,
    where: file,
  });
}

interface Header {
  readonly text: string;
  /** Where the numbers begin. */
  readonly start: number;
}

function readHeader(bytes: Uint8Array, file: string): Header {
  if (bytes.byteLength < 10 || MAGIC.some((byte, at) => bytes[at] !== byte))
    throw problem(file, 'it does not begin as one', 'Give a file that numpy.save wrote.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw problem(file, `version ${version} is not known`);
  const lengthBytes = version === 1 ? 2 : 4;
  const from = 8 + lengthBytes;
  if (bytes.byteLength < from) throw problem(file, 'it ends inside of the header');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MOST_HEADER_BYTES || from + length > bytes.byteLength)
    throw problem(file, 'the header is longer than the file or than any that NumPy reads');
  return { text: new TextDecoder().decode(bytes.subarray(from, from + length)), start: from + length };
}

/** The axes in `(100, 768)`, `(5,)` or `()`. */
function readShape(text: string, file: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim().replace(/^(\d+)L$/, '$1'));
  if (parts.at(-1) === '') parts.pop();
  const dims = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  if (dims.length > MOST_AXES || dims.some((dim) => !Number.isSafeInteger(dim)))
    throw problem(file, 'its shape is malformed');
  return dims;
}

/** @throws LabError `file` naming the file and what is wrong with it */
export function readNpy(bytes: Uint8Array, file: string): NamedTensor {
  const { text, start } = readHeader(bytes, file);
  const [descr, order, shape] = [FIELDS.descr, FIELDS.order, FIELDS.shape].map(
    (field) => field.exec(text)?.[1] ?? null,
  );
  if (descr === null || order === null || shape === null)
    throw problem(file, 'the header lacks descr, fortran_order or shape');
  const kind = DECODERS.get(KINDS.get(descr) ?? '');
  const again = 'Save it with numpy.save(file, numpy.ascontiguousarray(array, dtype="<f4")).';
  if (kind === undefined) throw problem(file, `its numbers are ${descr}, not <f2, <f4 or <f8`, again);
  if (order === 'True') throw problem(file, 'it is in Fortran order', again);
  const dims = readShape(shape, file);
  const count = dims.reduce((product, dim) => product * dim, 1);
  // A product beyond 2^53 is inexact, and never equal to what a file holds.
  if (count * kind.bytes !== bytes.byteLength - start)
    throw problem(
      file,
      `[${dims.join(', ')}] of ${descr} is not what its ${bytes.byteLength - start} bytes hold`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = Float32Array.from({ length: count }, (_, at) => kind.read(view, start + at * kind.bytes));
  return { dims, data };
}
