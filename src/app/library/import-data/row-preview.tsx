/** The first rows as the task will have them, and the first one as the PLM will be asked. */
import type { ReactNode } from 'react';
import type { ShownRow } from '../../../protocol/task-protocol.ts';
import { templateOf, wordsOf, type ImportForm, type TablesOf } from './import-form.ts';
import { useForm } from './use-import.ts';

export function RowPreview({ tables }: { readonly tables: TablesOf }): ReactNode {
  const [form] = useForm();
  if (form === null) return null;
  const rows = tables.tables.flatMap(({ name, rows: some }) => some.map((row) => ({ name, row })));
  const shown = rows.slice(0, 5);
  const [first] = shown;
  const pairs = form.b !== '';
  const tells = form.splitSource !== 'shares';
  return (
    <div className="import-group">
      <h4>First rows, as they will be</h4>
      {first !== undefined && (
        <p className="import-asked wrap">
          <span className="quiet">Asked as</span> {filled(form, first.row)}
        </p>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="First rows">
        <table>
          <thead>
            <tr>
              <th scope="col">Text</th>
              {pairs && <th scope="col">Second text</th>}
              <th scope="col">Class</th>
              {tells && <th scope="col">Split</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, row }, i) => (
              <tr key={i}>
                <td className="import-text">{cell(row, form.a)}</td>
                {pairs && <td className="import-text">{cell(row, form.b)}</td>}
                <td>{classOf(form, row)?.name ?? cell(row, form.label)}</td>
                {tells && (
                  <td>
                    {form.splitSource === 'files'
                      ? (form.fileSplits.get(name) ?? 'divided')
                      : cell(row, form.splitColumn)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const cell = (row: ShownRow, column: string): string => row.get(column)?.trim() ?? '';

const classOf = ({ classes, label }: ImportForm, row: ShownRow): ImportForm['classes'][number] | undefined =>
  classes.find(({ value }) => value === cell(row, label));

/** The template with the row's texts, and its class's first word where the mask is. */
function filled(form: ImportForm, row: ShownRow): ReactNode {
  const entry = classOf(form, row);
  const word = entry === undefined ? cell(row, form.label) : wordsOf(entry).split(',')[0]?.trim();
  const parts = templateOf(form).split(/(\{a\}|\{b\}|\[MASK\])/);
  return parts.map((part, i) => {
    if (part === '{a}') return <span key={i}>{cell(row, form.a)}</span>;
    if (part === '{b}') return <span key={i}>{cell(row, form.b)}</span>;
    if (part === '[MASK]') return <mark key={i}>{word}</mark>;
    return <b key={i}>{part}</b>;
  });
}
