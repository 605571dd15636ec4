/** The form of a sweep: which PLM and tasks, how many seeds, and what is asked of the prompts beyond the matrix. */
import { useId, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { listCells } from '../../experiment/sweep/list-cells.ts';
import { transferExperiment } from '../../experiment/transfer/transfer-experiment.ts';
import type { ProjectorKind, ProjectorObjective } from '../../experiment/transfer/sweep-recipe.ts';
import { CheckBox, SelectBox, TextBox } from '../controls/field.tsx';
import { useLab, useShelf, useSweep } from '../lab-context.tsx';
import { findTaskOn, modelsOn, tasksOn } from '../library/shelf.ts';
import { gainsIn, maskedTasks } from '../sweep/masked-tasks.ts';
import { draftOfSweep, keptSweepDraft, readSweepDraft, type SweepDraft } from '../sweep/sweep-draft.ts';
import { isActive } from '../job/job-status.ts';
import { fieldMark } from './sweep-field.ts';

const PROJECTORS: readonly (readonly [ProjectorKind, string])[] = [
  ['per-token', 'per token, linear'],
  ['low-rank', 'per token, low rank'],
  ['whole-prompt', 'whole prompt, as in the paper (large)'],
  ['least-squares', 'closed form: least squares on shared words'],
  ['procrustes', 'closed form: Procrustes on shared words'],
  ['relative', 'closed form: the same similarities to shared words'],
];

const OBJECTIVES: readonly (readonly [ProjectorObjective, string])[] = [
  ['task', 'task tuning'],
  ['distance', 'distance minimising'],
  ['both', 'both'],
];

/** @param onStart what else to do when it is started */
export function SweepForm({ onStart }: { readonly onStart: () => void }): ReactNode {
  const lab = useLab();
  const draft = useStore(lab.sweepDraft);
  const busy = useSweep((state) => isActive(state.status));
  const shown = useSweep((state) => state.recipe);
  const report = useSweep((state) => state.report);
  const id = useId();
  const change = (part: Partial<SweepDraft>): void => lab.sweepDraft.setState(part);
  const familyOf = (task: string): string => findTaskOn(lab.shelf, task)?.family ?? task;
  const isThere = (task: string): boolean => findTaskOn(lab.shelf, task) !== null;
  const gainOf = gainsIn(report, draft.plm);
  const masked = maskedTasks(draft.tasks, gainOf);
  const reading = readSweepDraft(draft, familyOf, gainOf);
  return (
    <section className="sweep-form" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>A sweep of your own</h3>
      {shown !== null && (
        <button
          type="button"
          className="small"
          onClick={() => change(keptSweepDraft(draftOfSweep(shown), isThere))}
        >
          Take over the sweep shown
        </button>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!reading.ok) return;
          lab.sweeps.start(reading.recipe);
          onStart();
        }}
      >
        <div {...fieldMark('plm')}>
          <Plm label="Language model (PLM, frozen)" value={draft.plm} onChange={(plm) => change({ plm })} />
        </div>
        <TaskBoxes draft={draft} onChange={change} />
        <div className="field-row">
          <div {...fieldMark('seeds')}>
            <TextBox
              numeric
              label="Seeds"
              value={draft.seeds}
              onChange={(seeds) => change({ seeds })}
              hint="1,2,3 gives error bars"
            />
          </div>
          <div {...fieldMark('steps')}>
            <TextBox
              numeric
              label="Steps a prompt"
              value={draft.steps}
              onChange={(steps) => change({ steps })}
            />
          </div>
        </div>
        <div className="field-row">
          <TextBox
            numeric
            label="Steps between dev evaluations"
            value={draft.evalEvery}
            onChange={(evalEvery) => change({ evalEvery })}
            hint="the resolution of the speed-ups"
          />
          <div {...fieldMark('testRows')}>
            <TextBox
              numeric
              label="Test rows a task"
              value={draft.testRows}
              onChange={(testRows) => change({ testRows })}
              hint="empty for all"
            />
          </div>
        </div>
        <TextBox
          label="One template for all tasks"
          value={draft.template}
          onChange={(template) => change({ template })}
          hint="such as {a} : [MASK]; empty for each task’s own"
        />
        <fieldset className="asks">
          <legend>What is asked of the prompts</legend>
          <CheckBox
            label="Start each target from a neighbour’s prompt too (speed-up)"
            checked={draft.initialise}
            onChange={(initialise) => change({ initialise })}
          />
          {draft.initialise && <EarlyLooks draft={draft} onChange={change} />}
          <CheckBox
            label={
              masked.length === 0
                ? 'Switch off the neurons of prompts (masking): none of these tasks gains anything to lose'
                : `Switch off the neurons of the prompts of ${masked.join(' and ')} (masking)`
            }
            checked={draft.masking}
            onChange={(masking) => change({ masking })}
          />
          <CheckBox
            label="Take each task for a new one, and recommend a prompt to start it from"
            checked={draft.recommend}
            onChange={(recommend) => change({ recommend })}
          />
          <CheckBox
            label="Move, scale and add what training added to the first two tasks’ start (arithmetic)"
            checked={draft.arithmetic}
            onChange={(arithmetic) => change({ arithmetic })}
          />
          <CheckBox
            label="Train every prompt from an initial prompt of its own too (control)"
            checked={draft.ownStarts}
            onChange={(ownStarts) => change({ ownStarts })}
          />
        </fieldset>
        <Plm
          label="Project the prompts to another PLM"
          none="no"
          value={draft.projectTo}
          onChange={(projectTo) => change({ projectTo })}
        />
        {draft.projectTo !== '' && <Projection draft={draft} onChange={change} />}
        {!reading.ok && (
          <p className="field-error" id={`${id}-fault`}>
            {reading.message}
          </p>
        )}
        {reading.ok && (
          <p className="quiet">
            {listCells(transferExperiment, reading.recipe, familyOf).length} cells, each kept on this device
            as soon as it is done.
          </p>
        )}
        <button
          type="submit"
          className="primary"
          disabled={!reading.ok || busy}
          aria-describedby={reading.ok ? undefined : `${id}-fault`}
        >
          Start the sweep
        </button>
      </form>
    </section>
  );
}

interface PartProps {
  readonly draft: SweepDraft;
  readonly onChange: (part: Partial<SweepDraft>) => void;
}

function TaskBoxes({ draft, onChange }: PartProps): ReactNode {
  const shelf = useShelf((state) => state);
  const report = useSweep((state) => state.report);
  const gainOf = gainsIn(report, draft.plm);
  return (
    <fieldset className="asks task-boxes" {...fieldMark('tasks')}>
      <legend>Tasks, each a source and a target</legend>
      {tasksOn(shelf).map(({ name, title, family }) => (
        <CheckBox
          key={name}
          label={
            <>
              {title}{' '}
              <span className="quiet">
                {family}
                {gainOf(name) === false ? `; a prompt learns nothing of it on ${draft.plm}` : ''}
              </span>
            </>
          }
          checked={draft.tasks.includes(name)}
          onChange={(checked) =>
            onChange({
              tasks: checked ? [...draft.tasks, name] : draft.tasks.filter((task) => task !== name),
            })
          }
        />
      ))}
    </fieldset>
  );
}

/** How both starts of a target are trained and looked at, where transfer is to be seen. */
function EarlyLooks({ draft, onChange }: PartProps): ReactNode {
  return (
    <div className="field-row">
      <TextBox
        numeric
        label="Training rows of such a run"
        value={draft.examples}
        onChange={(examples) => onChange({ examples })}
        hint="32 or 64; empty for all"
      />
      <TextBox
        numeric
        label="Looked at after steps"
        value={draft.looks}
        onChange={(looks) => onChange({ looks })}
        hint="from both starts; empty for none"
      />
    </div>
  );
}

function Projection({ draft, onChange }: PartProps): ReactNode {
  return (
    <>
      <div className="field-row">
        <SelectBox
          label="Projector"
          value={draft.projector}
          options={PROJECTORS}
          onChange={(projector) => onChange({ projector })}
        />
        <SelectBox
          label="Trained by"
          value={draft.objective}
          options={OBJECTIVES}
          onChange={(objective) => onChange({ objective })}
        />
      </div>
      <fieldset className="asks task-boxes">
        <legend>Tasks held out from the projector’s training</legend>
        {draft.tasks.map((task) => (
          <CheckBox
            key={task}
            label={task}
            checked={draft.heldOut.includes(task)}
            onChange={(checked) =>
              onChange({
                heldOut: checked ? [...draft.heldOut, task] : draft.heldOut.filter((other) => other !== task),
              })
            }
          />
        ))}
      </fieldset>
    </>
  );
}

interface PlmProps {
  readonly label: string;
  readonly value: string;
  /** What stands for none, where that is a choice. */
  readonly none?: string;
  readonly onChange: (plm: string) => void;
}

function Plm({ label, value, none, onChange }: PlmProps): ReactNode {
  const shelf = useShelf((state) => state);
  const models = modelsOn(shelf).map(({ name, title }) => [name, title] as const);
  const isThere = value === '' || models.some(([name]) => name === value);
  const options = [
    ...(none === undefined ? [] : [['', none] as const]),
    ...(isThere ? [] : [[value, value] as const]),
    ...models,
  ];
  return <SelectBox label={label} value={value} options={options} onChange={onChange} />;
}
