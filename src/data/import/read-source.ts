/** Reads a source of any kind that the lab knows, told by the file's ending. */
import { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import { CsvReader } from './csv-reader.ts';
import { TextPieces } from './decode-text.ts';
import type { ImportProgress, ImportSource } from './import-types.ts';
import { JsonReader } from './json-reader.ts';
import { JsonlReader } from './jsonl-reader.ts';
import { MOST_BYTES } from './limits.ts';
import type { ReadItem, RowReader } from './row-reader.ts';

/** How a table is written, as far as somebody says so. */
export interface TableOptions {
  /** Whether fields may be quoted. */
  readonly quotes: boolean;
  /** What stands between fields; left out where the file is to tell. */
  readonly delimiter?: string | undefined;
}

/** How a kind of file is read. */
export type OpenReader = (name: string, table: TableOptions) => RowReader;

/** By the ending of a file's name. */
const READERS: ReadonlyMap<string, OpenReader> = new Map<string, OpenReader>([
  ['.csv', (name, { quotes, delimiter }) => new CsvReader(name, { delimiter: delimiter ?? null, quotes })],
  ['.tsv', (name, { quotes, delimiter }) => new CsvReader(name, { delimiter: delimiter ?? '\t', quotes })],
  ['.tab', (name, { quotes, delimiter }) => new CsvReader(name, { delimiter: delimiter ?? '\t', quotes })],
  ['.jsonl', (name) => new JsonlReader(name)],
  ['.ndjson', (name) => new JsonlReader(name)],
  ['.json', (name) => new JsonReader(name)],
]);

export const IMPORT_ENDINGS: readonly string[] = [...READERS.keys()];

/** A reader for the file called `name`. @throws LabError `task` for an unknown ending */
export function openReader(
  name: string,
  table: TableOptions,
  readers: ReadonlyMap<string, OpenReader> = READERS,
): RowReader {
  const ending = /\.[^./\\]*$/.exec(name)?.[0].toLowerCase() ?? '';
  const open = readers.get(ending);
  if (open !== undefined) return open(name, table);
  throw taskError(
    name,
    `its ending tells no kind of file that can be imported.`,
    `Give a file that ends in ${[...readers.keys()].join(', ')}.`,
  );
}

/** Refuses files that are empty or, together, too large; before a byte of them is read. */
export function checkSizes(sources: readonly ImportSource[]): void {
  const empty = sources.find(({ bytes }) => bytes === 0);
  if (empty !== undefined) throw taskError(empty.name, 'the file is empty.', 'Give a file with rows.');
  let total = 0;
  for (const { name, bytes } of sources) {
    total += bytes;
    if (total <= MOST_BYTES) continue;
    const mebibytes = (count: number): string => `${Math.ceil(count / 1024 / 1024)} MiB`;
    throw taskError(
      name,
      `with it there are ${mebibytes(total)} to read; at most ${mebibytes(MOST_BYTES)} are imported.`,
      'Take a part of the rows; a soft prompt needs thousands, not millions.',
    );
  }
}

export interface ReadOptions extends TableOptions {
  readonly onProgress: ((progress: Omit<ImportProgress, 'bytesTotal'>) => void | Promise<void>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The rows of a source, a piece of the file at a time. @throws LabError `task`, or `cancelled` by the signal */
export async function* readSource(
  source: ImportSource,
  { onProgress, signal, ...table }: ReadOptions,
): AsyncGenerator<readonly ReadItem[], void, void> {
  const reader = openReader(source.name, table);
  const pieces = new TextPieces(source.name);
  let bytesRead = 0;
  let rows = 0;
  for await (const bytes of source.chunks()) {
    if (signal?.aborted === true) {
      throw new LabError({
        code: 'cancelled',
        message: 'The import was stopped.',
        remedy: 'Start it again when you like.',
        where: source.name,
      });
    }
    const items = reader.push(pieces.push(bytes));
    yield items;
    bytesRead += bytes.length;
    rows += items.filter(({ kind }) => kind !== 'passed').length;
    await onProgress?.({ file: source.name, bytesRead, rows });
  }
  yield [...reader.push(pieces.end()), ...reader.end()];
}
