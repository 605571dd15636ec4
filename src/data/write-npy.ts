/**
 * Writes a float32 tensor as NumPy's `.npy`, version 1.0, byte for byte as `numpy.save` does: the header is padded with
 * spaces so that the numbers begin at a multiple of 64 bytes. Format: NumPy NEP 1.
 */
import type { NamedTensor } from './safetensors.ts';

/** `\x93NUMPY`, version 1.0. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0] as const;

/** The magic, then two bytes of header length. */
const PREFIX_BYTES = MAGIC.length + 2;

const ALIGNMENT = 64;

/** Throws an `Error` when the values are not as many as the shape says. */
export function writeNpy({ dims, data }: NamedTensor): Uint8Array {
  if (dims.reduce((product, dim) => product * dim, 1) !== data.length)
    throw new Error(`${data.length} values are not [${dims.join(', ')}]`);
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const start = Math.ceil((PREFIX_BYTES + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + data.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, start - PREFIX_BYTES, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(start - PREFIX_BYTES - 1)}\n`), PREFIX_BYTES);
  data.forEach((value, index) => {
    view.setFloat32(start + 4 * index, value, true);
  });
  return bytes;
}
