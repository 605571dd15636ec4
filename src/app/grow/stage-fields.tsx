/** The stages by their numbers: a row each, with what is wrong beside the field. */
import type { ReactNode } from 'react';
import { TextBox } from '../controls/field.tsx';
import { noteOf } from './grow-fields.tsx';
import { useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import type { StageDraft } from './grow-lab-types.ts';
import { dropStage, splitStage, wholeNumber } from './stage-draft.ts';
import type { GrowPlan } from './use-grow-plan.ts';

const FIELDS: readonly (readonly [keyof StageDraft, string])[] = [
  ['steps', 'steps'],
  ['layers', 'layers'],
  ['neurons', 'neurons a layer'],
];

export function StageFields({ plan: { problems, whole, refusal } }: { readonly plan: GrowPlan }): ReactNode {
  const lab = useGrowLab();
  const { stages, plm, steps } = useGrowDraft((draft) => draft);
  const set = (next: readonly StageDraft[]): void => lab.draft.setState({ stages: next });
  return (
    <fieldset className="grow-stage-fields" data-field="stages">
      <legend>
        Stages
        {whole !== null && (
          <small>
            {' '}
            {plm} has {whole.layers} layers of {whole.neurons} neurons
          </small>
        )}
      </legend>
      {stages.map((stage, index) => (
        <div key={index} className="grow-stage-row" role="group" aria-label={`Stage ${String(index + 1)}`}>
          <span className="grow-stage-number" aria-hidden="true">
            {index + 1}
          </span>
          {FIELDS.map(([field, label]) => (
            <TextBox
              key={field}
              numeric
              label={index === 0 ? label : <span className="visually-hidden">{label}</span>}
              value={stage[field]}
              notes={noteOf(problems.stages.at(index)?.[field])}
              onChange={(typed) =>
                set(stages.map((one, at) => (at === index ? { ...one, [field]: typed } : one)))
              }
            />
          ))}
          <div className="grow-stage-buttons">
            <button
              type="button"
              className="small"
              disabled={(wholeNumber(stage.steps) ?? 0) < 2}
              aria-label={`Split stage ${String(index + 1)} in two`}
              onClick={() => set(splitStage(stages, index))}
            >
              Split
            </button>
            <button
              type="button"
              className="small"
              disabled={stages.length < 2}
              aria-label={`Drop stage ${String(index + 1)}`}
              onClick={() => set(dropStage(stages, index))}
            >
              Drop
            </button>
          </div>
        </div>
      ))}
      {problems.fields.steps !== undefined && wholeNumber(steps) !== null && (
        <p className="field-error">
          {problems.fields.steps}{' '}
          <button
            type="button"
            className="small"
            onClick={() => lab.draft.setState({ steps: sumOf(stages) })}
          >
            The run has as many as its stages
          </button>
        </p>
      )}
      {refusal !== null && <p className="field-error">{refusal}</p>}
    </fieldset>
  );
}

const sumOf = (stages: readonly StageDraft[]): string =>
  String(stages.reduce((sum, { steps }) => sum + (wholeNumber(steps) ?? 0), 0));
