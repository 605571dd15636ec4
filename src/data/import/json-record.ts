/** A row of JSON or JSONL: an object whose fields are the columns. */
import { MOST_COLUMNS } from './limits.ts';
import { malformed, type ReadItem } from './row-reader.ts';

/** The row in `text`, which starts on `line`. */
export function recordItem(text: string, line: number): ReadItem {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (/\d{16}|[eE][+-]?\d{2}/.test(text)) value = JSON.parse(longNumbersAsTexts(text));
  } catch {
    return malformed(line, 'it is no valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return malformed(line, 'it is no JSON object');
  const entries = Object.entries(value);
  if (entries.length > MOST_COLUMNS)
    return malformed(line, `it has ${entries.length} fields; at most ${MOST_COLUMNS} are read`);
  const cells = new Map<string, string>();
  const lists: string[] = [];
  for (const [column, cell] of entries as [string, unknown][]) {
    // Lists and objects are no text and no class; they matter only where the column is asked for.
    if (typeof cell === 'object' && cell !== null) lists.push(column);
    if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
      cells.set(column, String(cell));
  }
  return { kind: 'row', line, cells, ...(lists.length === 0 ? {} : { lists }) };
}

/** Valid JSON with numbers that a double does not hold as they are written, such as ids beyond 2^53, in quotes. */
function longNumbersAsTexts(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (part) => {
    if (part.startsWith('"')) return part;
    const digits = part.replace(/[eE].*/, '').replace(/\D/g, '').length;
    return digits > 15 || !Number.isFinite(Number(part)) ? `"${part}"` : part;
  });
}
