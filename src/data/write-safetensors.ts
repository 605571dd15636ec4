/**
 * Writes float32 tensors as safetensors, the same bytes for the same tensors: sorted by name, the header padded with
 * spaces to a multiple of eight bytes. The metadata says what PEFT and transformers insist on.
 */
import type { NamedTensor } from './safetensors.ts';

const METADATA = { format: 'pt' } as const;

const ALIGNMENT = 8;

/** Throws an `Error` when a tensor's values are not as many as its shape says. */
export function writeSafetensors(tensors: ReadonlyMap<string, NamedTensor>): Uint8Array {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries: [string, unknown][] = [['__metadata__', METADATA]];
  let size = 0;
  for (const [name, { dims, data }] of sorted) {
    if (dims.reduce((product, dim) => product * dim, 1) !== data.length)
      throw new Error(`${name} has ${data.length} values, which are not [${dims.join(', ')}]`);
    entries.push([name, { dtype: 'F32', shape: dims, data_offsets: [size, size + data.byteLength] }]);
    size += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.byteLength / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(8 + headerLength + size);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of sorted) {
    // As bytes, so that a NaN keeps its payload; wherever there is WebAssembly, they are little-endian already.
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
