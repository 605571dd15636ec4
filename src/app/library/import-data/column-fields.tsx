/** Which column is the text, which a second one, which the class. */
import type { ReactNode } from 'react';
import type { ColumnChoice } from '../../../data/import/import-types.ts';
import { FieldBox } from '../../controls/field.tsx';
import { ProblemAt } from './problem-at.tsx';
import type { ImportForm, TablesOf } from './import-form.ts';
import { useForm } from './use-import.ts';

type ColumnField = 'a' | 'b' | 'label' | 'splitColumn';

export function ColumnFields({ tables }: { readonly tables: TablesOf }): ReactNode {
  const [form, change] = useForm();
  if (form === null) return null;
  return (
    <fieldset className="import-group">
      <legend>Columns</legend>
      <div className="import-grid">
        <ColumnChoiceField {...{ form, tables }} field="a" label="Text {a}" guess={tables.guess.a} />
        <ColumnChoiceField
          {...{ form, tables }}
          field="b"
          label="Second text {b} (optional)"
          guess={tables.guess.b}
          none="none: one text a row"
        />
        <ColumnChoiceField {...{ form, tables }} field="label" label="Class" guess={tables.guess.label} />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={form.quotes}
          onChange={({ target }) => change({ quotes: target.checked })}
        />
        <span>Quote marks enclose fields (untick for TSV files of benchmarks such as GLUE)</span>
      </label>
      {form.classes.some(({ value }) => value === form.label) && (
        <p className="field-warning">
          The column is called as a class is: the file seems to have no header row. Put a first row on top
          that names the columns.
        </p>
      )}
      <ProblemAt place="columns" />
    </fieldset>
  );
}

interface ColumnChoiceProps {
  readonly form: ImportForm;
  readonly tables: TablesOf;
  readonly field: ColumnField;
  readonly label: string;
  readonly guess: ColumnChoice | null;
  /** What choosing no column is called; left out where one must be chosen. */
  readonly none?: string;
}

/** A column by name; while it is the guessed one, the reason of the guess stands beside it. */
export function ColumnChoiceField({ form, tables, field, label, guess, none }: ColumnChoiceProps): ReactNode {
  const [, change] = useForm();
  const chosen = form[field];
  const columns = tables.tables[0]?.columns ?? [];
  const hint = guess !== null && guess.column === chosen ? `Guessed: ${guess.reason}.` : undefined;
  return (
    <FieldBox label={label} hint={hint}>
      {(attributes) => (
        <select {...attributes} value={chosen} onChange={({ target }) => change({ [field]: target.value })}>
          {none !== undefined && <option value="">{none}</option>}
          {columns.map((column) => (
            <option key={column} value={column}>
              {column}
            </option>
          ))}
        </select>
      )}
    </FieldBox>
  );
}
