/** Which PLM, which task, and how it is asked. */
import { useEffect, type ReactNode } from 'react';
import { downloadBytes } from '../../data/model-catalogue.ts';
import { parameterCount, size } from '../../data/models/preflight.ts';
import type { TaskEntry } from '../../experiment/task-types.ts';
import { formatShare } from '../../views/table-twin.ts';
import { useDraft, useLab, useShelf } from '../lab-context.tsx';
import { PreflightLine } from '../library/preflight-line.tsx';
import { modelsOn, tasksOn, type ShelvedModel } from '../library/shelf.ts';
import { changeDraft } from './draft-store.ts';
import { ChoiceInput, Field, TextInput } from './field.tsx';
import { LabelWordFiles, TemplateFiles } from './openprompt-files.tsx';
import { TokenPreview } from './token-preview.tsx';

export function TaskFields(): ReactNode {
  return (
    <>
      <PlmField />
      <TaskField />
      <TextInput
        field="template"
        label="Template"
        hint={
          <>
            <code>{'{a}'}</code> is the text, <code>[MASK]</code> where the PLM answers.
          </>
        }
      />
      <TemplateFiles />
      <LabelWords />
      <WordWeights />
      <TokenPreview />
    </>
  );
}

function PlmField(): ReactNode {
  const shelf = useShelf((state) => state);
  const plm = useDraft((state) => state.draft.plm);
  const models = modelsOn(shelf);
  const model = models.find(({ name }) => name === plm);
  const options = models.map(({ name, title }): readonly [string, string] => [name, title]);
  return (
    <>
      <ChoiceInput
        field="plm"
        label="Language model (PLM, frozen)"
        options={
          model === undefined ? [[plm, missingOption(plm, shelf.shipped !== null)], ...options] : options
        }
        hint={model === undefined ? undefined : <ModelFacts model={model} />}
      />
      {model !== undefined && !model.shipped && <ModelFit model={model} />}
    </>
  );
}

/** Whether the recipe fits this device; what ships fits anywhere. */
function ModelFit({ model }: { readonly model: ShelvedModel }): ReactNode {
  const { library } = useLab();
  useEffect(() => void library.measure(), [library]);
  // It is stored already, so it takes no more room there.
  return <PreflightLine shape={model} bytes={0} />;
}

/** Until the catalogue is read, nothing is missing. */
function missingOption(name: string, known: boolean): string {
  return known ? `${name} (not on this device)` : name;
}

function ModelFacts({ model }: { readonly model: ShelvedModel }): ReactNode {
  return (
    <>
      {parameterCount(model.parameters)} parameters · {model.layers} layers × {model.feedForward} neurons ·{' '}
      {size(downloadBytes(model))}
      {model.onDemand && ', downloaded when it is first used'} · {model.licence}
    </>
  );
}

function TaskField(): ReactNode {
  const shelf = useShelf((state) => state);
  const task = useDraft((state) => state.task);
  const name = useDraft((state) => state.draft.task);
  const options = tasksOn(shelf).map((entry): readonly [string, string] => [
    entry.name,
    `${entry.title} (${entry.family})`,
  ]);
  return (
    <ChoiceInput
      field="task"
      label="Task"
      options={task === null ? [[name, missingOption(name, true)], ...options] : options}
      hint={task === null ? undefined : <TaskFacts task={task} />}
    />
  );
}

function TaskFacts({ task }: { readonly task: TaskEntry }): ReactNode {
  return (
    <>
      {task.family} · {task.labels.length} classes · {task.rows.train} / {task.rows.dev} / {task.rows.test}{' '}
      rows (train / dev / test) · majority {formatShare(task.majority)}
      <details className="source">
        <summary>Source and licence</summary>
        <span className="wrap">{task.source}</span>
        <br />
        {task.licence}
      </details>
    </>
  );
}

function WordWeights(): ReactNode {
  const learned = useDraft((state) => state.draft.wordWeights === 'learned');
  return (
    <div className="field-row">
      <ChoiceInput
        field="wordWeights"
        label="Words of a class count"
        options={[
          ['alike', 'all alike'],
          ['learned', 'by learned weights'],
        ]}
      />
      {learned && <TextInput field="wordWeightsRate" label="Rate of the weights" numeric />}
    </div>
  );
}

function LabelWords(): ReactNode {
  const lab = useLab();
  const task = useDraft((state) => state.task);
  const lines = useDraft((state) => state.draft.labelWords);
  const verbalizer = useDraft((state) => state.draft.verbalizer);
  return (
    <fieldset className="label-words">
      <legend>Label words of each class</legend>
      <p className="hint wrap">
        Several words a class, separated by commas.
        {verbalizer !== null && ` These are the verbalizer “${verbalizer.name}”.`}
      </p>
      <div className={lines.length > 6 ? 'label-words-list label-words-many' : 'label-words-list'}>
        {lines.map((line, c) => (
          <Field
            key={c}
            field="labelWords"
            index={c}
            label={task?.labels[c] ?? `class ${c}`}
            className="field-inline"
          >
            {(attributes) => (
              <input
                {...attributes}
                type="text"
                autoComplete="off"
                spellCheck={false}
                value={line}
                onChange={({ target }) =>
                  changeDraft(lab.draft, {
                    labelWords: lines.map((old, i) => (i === c ? target.value : old)),
                  })
                }
              />
            )}
          </Field>
        ))}
      </div>
      <LabelWordFiles />
    </fieldset>
  );
}
