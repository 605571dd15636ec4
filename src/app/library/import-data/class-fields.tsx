/** The classes: what each is called, and which words the PLM answers it with. */
import type { ReactNode } from 'react';
import { ProblemAt, useProblemAt } from './problem-at.tsx';
import { wordsOf, type ClassForm } from './import-form.ts';
import { useForm, useImport } from './use-import.ts';

export function ClassFields(): ReactNode {
  const [form, change] = useForm();
  const counted = useImport((state) => state.counts !== null);
  const counting = useImport((state) => state.work === 'count');
  const invalid = useProblemAt('classes');
  if (form === null) return null;
  const { classes } = form;
  const set = (index: number, part: Partial<ClassForm>): void =>
    change({ classes: classes.map((entry, i) => (i === index ? { ...entry, ...part } : entry)) });
  return (
    <fieldset className="import-group">
      <legend>Classes and their label words</legend>
      <p className="hint">
        The PLM answers at the mask with a label word. A word of several tokens counts by its first, so short,
        common words serve best. Several words a class, separated by commas.
      </p>
      {counting && <p className="quiet">Reading all rows for their classes…</p>}
      {!counting && !counted && (
        <p className="quiet">The classes are not counted yet: every value of the column becomes one.</p>
      )}
      {classes.length > 0 && (
        <div className="table-scroll import-classes" tabIndex={0} role="region" aria-label="Classes">
          <table>
            <thead>
              <tr>
                <th scope="col">Value</th>
                <th scope="col">Rows</th>
                <th scope="col">Name</th>
                <th scope="col">Label words</th>
              </tr>
            </thead>
            <tbody>
              {classes.map((entry, i) => (
                <tr key={entry.value}>
                  <th scope="row" className="wrap">
                    {entry.value}
                  </th>
                  <td className="number">{entry.rows}</td>
                  <td>
                    <input
                      type="text"
                      aria-label={`Name of class ${entry.value}`}
                      aria-invalid={invalid}
                      autoComplete="off"
                      value={entry.name}
                      onChange={({ target }) => set(i, { name: target.value })}
                    />
                  </td>
                  <td>
                    <input
                      type="text"
                      aria-label={`Label words of class ${entry.value}`}
                      aria-invalid={invalid}
                      autoComplete="off"
                      spellCheck={false}
                      value={wordsOf(entry)}
                      onChange={({ target }) => set(i, { words: target.value })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ProblemAt place="classes" />
    </fieldset>
  );
}
