/** A look at the beginning of a file: its columns, what they might be, its first rows. Reads no more than that takes. */
import { encodingName } from './decode-text.ts';
import { columnsOf, guessColumns, type ColumnGuess } from './guess-columns.ts';
import type { ImportSource } from './import-types.ts';
import { SAMPLE_ROWS } from './limits.ts';
import { checkSizes, readSource, type TableOptions } from './read-source.ts';
import type { Cells, ReadItem } from './row-reader.ts';

export interface SourcePreview {
  readonly columns: readonly string[];
  /** What an import would take each column for. */
  readonly guess: ColumnGuess;
  readonly encoding: string;
  /** The first rows, as many as are asked for. */
  readonly rows: readonly Cells[];
  /** Malformed rows among those that were looked at. */
  readonly malformed: readonly { readonly line: number; readonly reason: string }[];
}

/** @throws LabError `task` where the file, its header or its encoding can't be read */
export async function previewSource(
  source: ImportSource,
  table: TableOptions,
  shownRows: number,
): Promise<SourcePreview> {
  checkSizes([source]);
  const items: ReadItem[] = [];
  for await (const some of readSource(source, { ...table, onProgress: undefined, signal: undefined })) {
    for (const item of some) if (item.kind !== 'passed') items.push(item);
    if (items.length >= SAMPLE_ROWS) break;
  }
  const looked = items.slice(0, SAMPLE_ROWS);
  const cells = looked.flatMap((item) => (item.kind === 'row' ? [item.cells] : []));
  return {
    columns: columnsOf(cells),
    guess: guessColumns(cells, {}),
    encoding: encodingName(await firstBytes(source)),
    rows: cells.slice(0, shownRows),
    malformed: looked.flatMap((item) =>
      item.kind === 'malformed' ? [{ line: item.line, reason: item.reason }] : [],
    ),
  };
}

async function firstBytes(source: ImportSource): Promise<Uint8Array> {
  for await (const bytes of source.chunks()) return bytes;
  return new Uint8Array();
}
