/** What an import found: rows and classes of each split, repeated texts, rows left out, longest texts. */
import type { ReactNode } from 'react';
import type { ImportReport } from '../../../data/import/import-types.ts';
import { SPLIT_NAMES } from '../../../experiment/task-types.ts';
import { duplicateLines, longestLines } from './report-words.ts';
import { inPageWords } from './page-words.ts';
import { RowProblems } from './row-problems.tsx';

export function ImportReportView({ report }: { readonly report: ImportReport }): ReactNode {
  const { skipped, notes } = report;
  return (
    <>
      <ClassBalance report={report} />
      <div className="import-lists">
        <ReportList title="Repeated texts" lines={duplicateLines(report.duplicates)} />
        <ReportList title="Longest texts" lines={longestLines(report.longest)} />
        {notes.length > 0 && <ReportList title="Notes" lines={notes.map(inPageWords)} />}
      </div>
      {skipped.count > 0 && (
        <>
          <p>Left out of {report.rowsRead} rows:</p>
          <RowProblems {...skipped} />
        </>
      )}
    </>
  );
}

function ReportList({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly string[];
}): ReactNode {
  return (
    <section>
      <h4>{title}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line} className="wrap">
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A table whose cells have their share of the split as a bar behind the number. */
function ClassBalance({ report: { classes, balance } }: { readonly report: ImportReport }): ReactNode {
  const totals = Object.fromEntries(
    SPLIT_NAMES.map((split) => [split, balance[split].reduce((sum, count) => sum + count, 0)]),
  );
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Rows of each class">
      <table className="import-balance">
        <caption>Rows of each class, with their share of the split</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            {SPLIT_NAMES.map((split) => (
              <th key={split} scope="col">
                {split}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map(({ value, name }, y) => (
            <tr key={value}>
              <th scope="row" className="wrap">
                {name}
              </th>
              {SPLIT_NAMES.map((split) => (
                <BalanceCell key={split} rows={balance[split][y] ?? 0} of={totals[split] ?? 0} />
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">all</th>
            {SPLIT_NAMES.map((split) => (
              <td key={split} className="number">
                {totals[split]}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function BalanceCell({ rows, of }: { readonly rows: number; readonly of: number }): ReactNode {
  const share = of === 0 ? 0 : (100 * rows) / of;
  return (
    <td className="number">
      {rows} <span className="quiet">({share.toFixed(0)} %)</span>
      <span className="import-bar" aria-hidden="true" style={{ width: `${share.toFixed(1)}%` }} />
    </td>
  );
}
