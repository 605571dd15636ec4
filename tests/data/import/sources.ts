/** Files of an import from texts, and their rows as one list. */
import { blobSource } from '../../../src/data/import/blob-source.ts';
import type { ImportFile, ImportSource } from '../../../src/data/import/import-types.ts';
import { readSource } from '../../../src/data/import/read-source.ts';
import type { ReadItem } from '../../../src/data/import/row-reader.ts';
import { splitOfFile } from '../../../src/data/import/split-name.ts';

export function source(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  chunkBytes?: number,
): ImportSource {
  return blobSource(name, new Blob([content]), chunkBytes);
}

export function file(name: string, content: string | Uint8Array<ArrayBuffer>): ImportFile {
  return { source: source(name, content), split: splitOfFile(name) };
}

export async function readAll(from: ImportSource, quotes = true): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const some of readSource(from, { quotes, onProgress: undefined, signal: undefined }))
    items.push(...some);
  return items;
}

/** Rows as `[line, cells…]`, malformed ones as `[line, reason]`. */
export async function rowsOf(
  from: ImportSource,
  quotes = true,
): Promise<readonly (readonly (string | number)[])[]> {
  return (await readAll(from, quotes)).map((item) =>
    item.kind === 'row'
      ? [item.line, ...item.cells.values()]
      : [item.line, item.kind === 'malformed' ? item.reason : item.text],
  );
}
