/** All settings of the place: the form of a run. Its stages are in the drawer of that name, and in the picture. */
import type { ReactNode } from 'react';
import {
  COMPARISONS,
  NEURON_SELECTIONS,
  type Comparison,
  type NeuronSelection,
} from '../../experiment/progressive/growth-recipe.ts';
import { CheckBox, SelectBox, TextBox } from '../controls/field.tsx';
import { Sheet } from '../frame/sheet.tsx';
import { useLab, useView } from '../lab-context.tsx';
import { hasProblems, type GrowProblems } from './grow-draft.ts';
import { GridBox, noteOf, PlmBox, ReduceBox, SeedsBox, StartBox, StepsBox, TaskBox } from './grow-fields.tsx';
import { useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import type { GrowDraft } from './grow-lab-types.ts';
import { StageFields } from './stage-fields.tsx';
import type { GrowPlan } from './use-grow-plan.ts';

export function GrowSheet({ plan }: { readonly plan: GrowPlan }): ReactNode {
  const { view } = useLab();
  const sheet = useView((state) => state.sheet);
  if (sheet === null) return null;
  const close = (): void => view.setState({ sheet: null });
  return (
    <Sheet title="All settings" focus={sheet.focus} onClose={close}>
      <RunForm plan={plan} onStart={close} />
    </Sheet>
  );
}

const SELECTION_NAMES: Readonly<Record<NeuronSelection, string>> = {
  activation: 'the most active ones',
  random: 'random ones (control)',
  inverse: 'the least active ones (control)',
};

const COMPARISON_NAMES: Readonly<Record<Comparison, string>> = {
  full: 'on the whole model for all steps',
  flops: 'on the whole model at the same FLOPs',
  seconds: 'on the whole model in the same seconds',
};

const GROWS = [
  ['fixed', 'after the planned steps'],
  ['plateau', 'as soon as the loss stops to fall'],
] as const;

type NumberField =
  | 'promptLength'
  | 'learningRate'
  | 'batch'
  | 'evalEvery'
  | 'devRows'
  | 'testRows'
  | 'scoreRows'
  | 'epsilon'
  | 'window';

function NumberBox(props: {
  readonly field: NumberField;
  readonly label: string;
  readonly hint?: string;
  readonly problems: GrowProblems;
}): ReactNode {
  const { field, problems, ...box } = props;
  const lab = useGrowLab();
  const value = useGrowDraft((draft) => draft[field]);
  return (
    <TextBox
      numeric
      {...box}
      value={value}
      notes={noteOf(problems.fields[field])}
      onChange={(typed) => lab.draft.setState({ [field]: typed })}
    />
  );
}

function RunForm({ plan, onStart }: { readonly plan: GrowPlan; readonly onStart: () => void }): ReactNode {
  const lab = useGrowLab();
  const draft = useGrowDraft((state) => state);
  const change = (part: Partial<GrowDraft>): void => lab.draft.setState(part);
  const { problems } = plan;
  return (
    <form
      className="grow-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (hasProblems(problems) || plan.problem !== null) return;
        lab.start();
        onStart();
      }}
    >
      <TaskBox />
      <PlmBox />
      <ReduceBox />
      <div className="field-row">
        <StepsBox problem={problems.fields.steps} />
        <SeedsBox problem={problems.fields.seeds} />
      </div>
      <StageFields plan={plan} />
      <div className="field-row">
        <NumberBox field="promptLength" label="Soft tokens" problems={problems} />
        <NumberBox field="learningRate" label="Learning rate" problems={problems} />
      </div>
      <div className="field-row">
        <NumberBox field="batch" label="Rows a step" problems={problems} />
        <NumberBox field="evalEvery" label="Steps between dev evaluations" problems={problems} />
      </div>
      <div className="field-row">
        <NumberBox field="devRows" label="Dev rows" hint="empty for all" problems={problems} />
        <NumberBox field="testRows" label="Test rows" hint="empty for all" problems={problems} />
      </div>
      <SelectBox
        label="Neurons that are kept"
        value={draft.selectNeurons}
        options={NEURON_SELECTIONS.map((name) => [name, SELECTION_NAMES[name]] as const)}
        onChange={(selectNeurons) => change({ selectNeurons })}
      />
      <NumberBox field="scoreRows" label="Training rows by which they are chosen" problems={problems} />
      <SelectBox
        label="The model grows"
        value={draft.grows}
        options={GROWS}
        onChange={(grows) => change({ grows })}
      />
      {draft.grows === 'plateau' && (
        <div className="field-row">
          <NumberBox field="epsilon" label="Least fall of the loss" problems={problems} />
          <NumberBox field="window" label="over so many steps" problems={problems} />
        </div>
      )}
      <fieldset className="asks">
        <legend>Beside it is trained</legend>
        {COMPARISONS.map((name) => (
          <CheckBox
            key={name}
            label={COMPARISON_NAMES[name]}
            checked={draft.compare.includes(name)}
            onChange={(isOn) =>
              change({
                compare: COMPARISONS.filter((one) => (one === name ? isOn : draft.compare.includes(one))),
              })
            }
          />
        ))}
      </fieldset>
      <StartBox />
      <CheckBox
        label="An encoder-decoder’s decoder grows along"
        checked={draft.decoder}
        onChange={(decoder) => change({ decoder })}
      />
      <CheckBox
        label="Prompts are trained on every part alone too, and compared: two runs a stage and seed more"
        checked={draft.similarity}
        onChange={(similarity) => change({ similarity })}
      />
      <GridBox />
      <button type="submit" className="primary">
        Grow it live
      </button>
    </form>
  );
}
