/** Each figure's twin in rows: for screen readers, for copying, for CSV, for tests. */
export type Cell = string | number | null;

export interface TableTwin {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What goes along with every exported figure: how to get the same one again. */
export type FigureMetadata = Readonly<Record<string, string>>;

/** The table as CSV (RFC 4180) after comment lines with the metadata. */
export function toCsv(table: TableTwin, metadata: FigureMetadata): string {
  const head = Object.entries({ figure: table.caption, ...metadata }).map(
    ([name, value]) => `# ${name}: ${commentText(value)}`,
  );
  const lines = [table.columns, ...table.rows].map((row) => row.map(csvCell).join(','));
  return [...head, ...lines].join('\r\n') + '\r\n';
}

/**
 * A spreadsheet knows no comments: it cuts these lines into cells too, would run what begins like a formula behind a mark,
 * and take a quote there for the start of a cell that swallows the table. Numbers, which recipes are full of, stay as they
 * are, and so does JSON, which may have a space before a text.
 */
function commentText(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/([,;\t])(?=")/g, '$1 ')
    .replaceAll(/([,;\t])(?=[=@\t]|[+-](?!\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*(?:[,;\]}]|$)))/gi, "$1'");
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
