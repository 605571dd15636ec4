/** A dropped or chosen file as a source of an import. Works wherever there are blobs: page, worker, Node. */
import type { ImportSource } from './import-types.ts';

const CHUNK_BYTES = 1024 * 1024;

export function blobSource(name: string, blob: Blob, chunkBytes = CHUNK_BYTES): ImportSource {
  return {
    name,
    bytes: blob.size,
    // By slices, because blob.stream() can't be iterated in every browser.
    async *chunks() {
      for (let start = 0; start < blob.size; start += chunkBytes)
        yield new Uint8Array(await blob.slice(start, start + chunkBytes).arrayBuffer());
    },
  };
}
