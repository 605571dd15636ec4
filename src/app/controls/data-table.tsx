import type { ReactNode } from 'react';
import type { TableTwin } from '../../views/table-twin.ts';

/** A figure's twin as a table; it scrolls by itself, also by keyboard. */
export function DataTable({ table }: { readonly table: TableTwin }): ReactNode {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={table.caption}>
      <table>
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, c) => (
                <td key={c} className={typeof cell === 'number' ? 'number' : undefined}>
                  {cell ?? '—'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length === 0 && <p className="quiet">No rows yet.</p>}
    </div>
  );
}
