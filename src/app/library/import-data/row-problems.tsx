/** Malformed rows by file and line. */
import type { ReactNode } from 'react';
import type { RowProblem } from '../../../data/import/import-types.ts';
import { inPageWords } from './page-words.ts';

export interface RowProblemsProps {
  readonly count: number;
  /** The first of them. */
  readonly listed: readonly RowProblem[];
}

export function RowProblems({ count, listed }: RowProblemsProps): ReactNode {
  return (
    <details className="import-malformed" open={count <= 5}>
      <summary>{count === 1 ? 'One row is malformed' : `${count} rows are malformed`}</summary>
      <ul>
        {listed.map(({ file, line, reason }) => (
          <li key={`${file} ${line}`} className="wrap">
            {file}, line {line}: {inPageWords(reason)}
          </li>
        ))}
        {count > listed.length && <li>and {count - listed.length} more</li>}
      </ul>
    </details>
  );
}
