/** Each figure's twin in rows: for screen readers, for copying, for CSV, for tests. */
export type Cell = string | number | null;

export interface TableTwin {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What goes along with every exported figure: how to get the same one again. */
export type FigureMetadata = Readonly<Record<string, string>>;

/** The table as CSV (RFC 4180), the names of its columns first: how it was made is in a file beside it. */
export function toCsv(table: TableTwin): string {
  return [table.columns, ...table.rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A spreadsheet would run a text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A number for people: few digits, a true minus sign, an em dash for none. */
export function formatValue(value: number | null, digits = 3): string {
  if (value === null || Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return value.toFixed(digits).replace('-', '−');
}

export function formatShare(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '—' : `${(value * 100).toFixed(1)} %`;
}
