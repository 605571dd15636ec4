/** A row of JSON or JSONL: an object whose fields are the columns. */
import { MOST_COLUMNS } from './limits.ts';
import { malformed, type ReadItem } from './row-reader.ts';

/** The row in `text`, which starts on `line`. */
export function recordItem(text: string, line: number): ReadItem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed(line, 'it is no valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return malformed(line, 'it is no JSON object');
  const entries = Object.entries(value);
  if (entries.length > MOST_COLUMNS)
    return malformed(line, `it has ${entries.length} fields; at most ${MOST_COLUMNS} are read`);
  const cells = new Map<string, string>();
  for (const [column, cell] of entries as [string, unknown][]) {
    // Lists and objects are no text and no class; they matter only where the column is asked for.
    if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
      cells.set(column, String(cell));
  }
  return { kind: 'row', line, cells };
}
