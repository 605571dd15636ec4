/** What the task is called, how it is asked, and what becomes of rows that are wrong or repeated. */
import type { ReactNode } from 'react';
import { taskCatalogue } from '../../../data/task-catalogue.ts';
import { TextBox } from '../../controls/field.tsx';
import { ProblemAt, useProblemAt } from './problem-at.tsx';
import { templateOf } from './import-form.ts';
import { RowProblems } from './row-problems.tsx';
import { useForm, useImport } from './use-import.ts';

const FAMILIES = [...new Set(taskCatalogue.map(({ family }) => family))].sort();

export function TemplateField(): ReactNode {
  const [form, change] = useForm();
  const invalid = useProblemAt('template');
  if (form === null) return null;
  return (
    <div>
      <TextBox
        label="Template"
        invalid={invalid}
        value={templateOf(form)}
        onChange={(template) => change({ template })}
        hint={
          <>
            <code>{'{a}'}</code> is the text
            {form.b !== '' && (
              <>
                , <code>{'{b}'}</code> the second one
              </>
            )}
            , <code>[MASK]</code> where the PLM answers.
          </>
        }
      />
      <ProblemAt place="template" />
    </div>
  );
}

export function RowSwitches(): ReactNode {
  const [form, change] = useForm();
  const malformed = useImport((state) => state.counts?.malformed ?? null);
  if (form === null) return null;
  return (
    <fieldset className="import-group">
      <legend>Rows that are wrong or repeated</legend>
      {malformed !== null && malformed.count === 0 && <p className="quiet">Every row is well-formed.</p>}
      {malformed !== null && malformed.count > 0 && <RowProblems {...malformed} />}
      <label className="check">
        <input
          type="checkbox"
          checked={form.skipMalformed}
          onChange={({ target }) => change({ skipMalformed: target.checked })}
        />
        <span>Leave malformed rows out</span>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={form.dropDuplicates}
          onChange={({ target }) => change({ dropDuplicates: target.checked })}
        />
        <span>Drop duplicates: take from train what train, dev or test already has</span>
      </label>
    </fieldset>
  );
}

export function NameFields(): ReactNode {
  const [form, change] = useForm();
  const invalid = useProblemAt('name');
  if (form === null) return null;
  return (
    <fieldset className="import-group">
      <legend>The task</legend>
      <div className="import-grid">
        <div>
          <TextBox label="Name" invalid={invalid} value={form.name} onChange={(name) => change({ name })} />
          <ProblemAt place="name" />
        </div>
        <div className="field">
          <label htmlFor="import-family">Family</label>
          <input
            id="import-family"
            type="text"
            list="import-families"
            autoComplete="off"
            placeholder="other"
            value={form.family}
            aria-describedby="import-family-hint"
            onChange={({ target }) => change({ family: target.value })}
          />
          <datalist id="import-families">
            {FAMILIES.map((family) => (
              <option key={family} value={family} />
            ))}
          </datalist>
          <p className="hint" id="import-family-hint">
            The kind of question; prompts transfer best within one.
          </p>
        </div>
        <TextBox
          label="Source"
          placeholder="imported from these files"
          value={form.source}
          onChange={(source) => change({ source })}
        />
        <TextBox
          label="Licence"
          placeholder="not stated"
          value={form.licence}
          onChange={(licence) => change({ licence })}
        />
      </div>
    </fieldset>
  );
}
