/** A figure's table with how it was made: two files in one, so that the table stays one that any program reads. */
import { strToU8, zipSync } from 'fflate';
import type { FigureMetadata } from './table-twin.ts';

/** `name`.csv and `name`.json; the same table and metadata give the same bytes. */
export function figureZip(name: string, csv: string, metadata: FigureMetadata): Uint8Array {
  const files = {
    [`${name}.csv`]: strToU8(csv),
    [`${name}.json`]: strToU8(`${JSON.stringify(metadata, null, 2)}\n`),
  };
  return zipSync(files, { mtime: '2000-01-01T00:00:00' });
}
