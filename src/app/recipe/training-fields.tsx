/** How the soft prompt begins and how it is trained. */
import type { ReactNode } from 'react';
import { BOUNDS, boundsText } from '../../experiment/bounds.ts';
import { OPTIMISER_KINDS, OPTIMISERS, type OptimiserField } from '../../experiment/optimisers.ts';
import { useDraft, useLab } from '../lab-context.tsx';
import { changeDraft } from './draft-store.ts';
import { ChoiceInput, Field, OptimizerInput, TextInput } from './field.tsx';

export function BasicFields(): ReactNode {
  return (
    <>
      <div className="field-row">
        <TextInput field="promptLength" label="Soft tokens" numeric hint={boundsText(BOUNDS.promptLength)} />
        <TextInput field="steps" label="Steps" numeric />
      </div>
      <div className="field-row">
        <TextInput field="learningRate" label="Learning rate" numeric />
        <TextInput field="seed" label="Seed" numeric />
      </div>
    </>
  );
}

export function AdvancedFields(): ReactNode {
  return (
    <>
      <InitFields />
      <OptimizerFields />
      <div className="field-row">
        <ChoiceInput
          field="schedule"
          label="Schedule"
          options={[
            ['linear', 'linear to 0'],
            ['cosine', 'cosine to 0'],
            ['constant', 'constant'],
          ]}
        />
        <TextInput field="warmupShare" label="Warm-up share" numeric hint="of all steps" />
      </div>
      <div className="field-row">
        <TextInput field="batch" label="Batch" numeric hint="rows a step" />
        <TextInput field="clipNorm" label="Clip norm" numeric hint="empty: none" />
      </div>
      <div className="field-row">
        <TextInput field="maxLength" label="Text tokens" numeric hint="at most, then cut" />
        <TextInput field="evalEvery" label="Evaluate every" numeric hint="steps, on dev" />
      </div>
      <ChoiceInput
        field="engine"
        label="Engine"
        options={[
          ['auto', 'auto: the fastest that passes its self-test'],
          ['webgpu', 'WebGPU'],
          ['wasm', 'wasm (CPU)'],
        ]}
      />
    </>
  );
}

function InitFields(): ReactNode {
  const lab = useLab();
  const init = useDraft((state) => state.draft.init);
  const promptId = useDraft((state) => state.draft.promptId);
  const plm = useDraft((state) => state.draft.plm);
  const saved = useDraft((state) => state.savedRuns);
  const usable = saved.filter((run) => run.plm === plm);
  return (
    <>
      <ChoiceInput
        field="init"
        label="Soft tokens begin as"
        options={[
          ['vocab', 'random vocabulary entries'],
          ['normal', 'normal noise'],
          ['text', 'the words of a text'],
          ['class-words', 'the label words'],
          ['saved', 'a saved prompt'],
        ]}
      />
      {init === 'normal' && <TextInput field="sigma" label="Standard deviation σ" numeric />}
      {init === 'text' && (
        <TextInput field="initText" label="Text" hint="repeated if it is shorter than the prompt" />
      )}
      {init === 'saved' && (
        <Field
          field="promptId"
          label="Saved prompt"
          hint={
            usable.length === 0
              ? `No prompt of ${plm} is saved yet; each finished run saves its own.`
              : undefined
          }
        >
          {(attributes) => (
            <select
              {...attributes}
              value={promptId}
              onChange={({ target }) => {
                const run = usable.find(({ id }) => id === target.value);
                const length = run === undefined ? {} : { promptLength: String(run.promptLength) };
                changeDraft(lab.draft, { promptId: target.value, ...length });
              }}
            >
              <option value="">choose…</option>
              {usable.map((run) => (
                <option key={run.id} value={run.id}>
                  {run.name} ({run.promptLength} tokens)
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}

function OptimizerFields(): ReactNode {
  const optimizer = useDraft((state) => state.draft.optimizer);
  const fields: Readonly<Record<string, OptimiserField>> = OPTIMISERS[optimizer].fields;
  return (
    <>
      <ChoiceInput
        field="optimizer"
        label="Optimiser"
        options={OPTIMISER_KINDS.map((kind) => [kind, OPTIMISERS[kind].label] as const)}
      />
      <div className="field-row">
        {Object.entries(fields).map(([name, field]) => (
          <OptimizerInput key={name} name={name} label={field.label} isFlag={!('bounds' in field)} />
        ))}
      </div>
    </>
  );
}
