/** Which rows are train, dev and test: a column tells it, the files do, or the rows are divided. */
import type { ReactNode } from 'react';
import { SPLIT_NAMES, type SplitName } from '../../../experiment/task-types.ts';
import { Segmented } from '../../controls/segmented.tsx';
import { ColumnChoiceField } from './column-fields.tsx';
import { FieldBox, TextBox } from '../../controls/field.tsx';
import { ProblemAt, useProblemAt } from './problem-at.tsx';
import type { ImportForm, SplitSource, TablesOf } from './import-form.ts';
import { useForm, useImport } from './use-import.ts';

export function SplitFields({ tables }: { readonly tables: TablesOf }): ReactNode {
  const [form, change] = useForm();
  if (form === null) return null;
  const sources: (readonly [SplitSource, string])[] = [
    ['shares', 'By shares'],
    ['column', 'By a column'],
  ];
  if (tables.tables.length > 1) sources.push(['files', 'By files']);
  return (
    <fieldset className="import-group">
      <legend>Train, dev and test</legend>
      <Segmented
        legend="Rows are told apart"
        value={form.splitSource}
        options={sources}
        onChange={(splitSource) => change({ splitSource })}
      />
      {form.splitSource === 'column' && (
        <ColumnChoiceField
          {...{ form, tables }}
          field="splitColumn"
          label="Column that says train, dev or test"
          guess={tables.guess.split}
          none="choose a column"
        />
      )}
      {form.splitSource === 'files' && <FileSplits {...{ form, tables }} />}
      <Shares form={form} />
      <FewerRows form={form} />
      <ProblemAt place="splits" />
    </fieldset>
  );
}

const DIVIDED = 'divided';

function FileSplits({ form, tables }: { readonly form: ImportForm; readonly tables: TablesOf }): ReactNode {
  const [, change] = useForm();
  return (
    <div className="import-grid">
      {tables.tables.map(({ name }) => (
        <FieldBox key={name} label={<span className="wrap">{name}</span>}>
          {(attributes) => (
            <select
              {...attributes}
              value={form.fileSplits.get(name) ?? DIVIDED}
              onChange={({ target }) => {
                const split = SPLIT_NAMES.find((candidate) => candidate === target.value) ?? null;
                change({ fileSplits: new Map(form.fileSplits).set(name, split) });
              }}
            >
              {SPLIT_NAMES.map((split) => (
                <option key={split}>{split}</option>
              ))}
              <option value={DIVIDED}>divide its rows</option>
            </select>
          )}
        </FieldBox>
      ))}
    </div>
  );
}

function Shares({ form }: { readonly form: ImportForm }): ReactNode {
  const [, change] = useForm();
  const invalid = useProblemAt('splits');
  const box = (split: SplitName): ReactNode => (
    <TextBox
      key={split}
      label={`${split} %`}
      numeric
      invalid={invalid}
      value={form.shares[split]}
      onChange={(text) => change({ shares: { ...form.shares, [split]: text } })}
    />
  );
  const fields = (
    <div className="import-shares">
      {SPLIT_NAMES.map(box)}
      <TextBox
        label="Seed"
        numeric
        invalid={invalid}
        value={form.seed}
        onChange={(seed) => change({ seed })}
      />
    </div>
  );
  if (form.splitSource === 'shares') return fields;
  return (
    <details className="more">
      <summary>Where dev or test is missing, train is divided</summary>
      {fields}
    </details>
  );
}

/** More rows than this take long to tokenise and to evaluate on. */
const MANY_ROWS = 20_000;

const FEWER: ImportForm['most'] = { train: '10000', dev: '500', test: '1000' };

function FewerRows({ form }: { readonly form: ImportForm }): ReactNode {
  const [, change] = useForm();
  const rows = useImport((state) => state.counts?.rowsRead ?? 0);
  const invalid = useProblemAt('splits');
  const isUntouched = SPLIT_NAMES.every((split) => form.most[split] === '');
  return (
    <>
      {rows > MANY_ROWS && isUntouched && (
        <div className="banner banner-warning">
          <p>
            {rows} rows: every evaluation reads all of dev, and the test all of its own. A soft prompt learns
            from thousands.
          </p>
          <div className="banner-actions">
            <button type="button" onClick={() => change({ most: FEWER })}>
              Draw {FEWER.train} / {FEWER.dev} / {FEWER.test}
            </button>
          </div>
        </div>
      )}
      <details className="more" open={!isUntouched}>
        <summary>Draw fewer rows</summary>
        <div className="import-shares">
          {SPLIT_NAMES.map((split) => (
            <TextBox
              key={split}
              label={`Most of ${split}`}
              numeric
              invalid={invalid}
              placeholder="all"
              value={form.most[split]}
              onChange={(text) => change({ most: { ...form.most, [split]: text } })}
            />
          ))}
        </div>
      </details>
    </>
  );
}
