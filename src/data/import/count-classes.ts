/** Which classes an import would find, and which rows it would refuse: the same reading, before anything is made of it. */
import { findClasses } from './class-names.ts';
import { collectRows } from './collect-rows.ts';
import type { ImportFile, ImportOptions, RowProblem } from './import-types.ts';
import { checkSizes } from './read-source.ts';

export interface ClassCounts {
  /** In the order in which an import has them. */
  readonly classes: readonly { readonly value: string; readonly rows: number }[];
  readonly rowsRead: number;
  /** `listed` holds the first of them. */
  readonly malformed: { readonly count: number; readonly listed: readonly RowProblem[] };
}

/** @throws LabError `task` naming file, line or column; `cancelled` by the signal */
export async function countClasses(
  files: readonly ImportFile[],
  options: Pick<ImportOptions, 'columns' | 'quotes' | 'onProgress' | 'signal'>,
): Promise<ClassCounts> {
  checkSizes(files.map(({ source }) => source));
  const { rows, columns, rowsRead, malformed } = await collectRows(files, {
    ...options,
    name: '',
    skipMalformed: true,
  });
  const counts = new Map<string, number>();
  for (const { value } of rows) counts.set(value, (counts.get(value) ?? 0) + 1);
  const found = findClasses(
    rows.map(({ value }) => value),
    undefined,
    columns.label.column,
    files[0]?.source.name ?? '',
  );
  return {
    classes: found.map(({ value }) => ({ value, rows: counts.get(value) ?? 0 })),
    rowsRead,
    malformed,
  };
}
