/** All of the recipe: basic fields at sight, the rest a click away. */
import type { ReactNode } from 'react';
import type { Lab } from '../lab.ts';
import { useDraft, useLab } from '../lab-context.tsx';
import { TRAIN_ACTIONS } from '../train/train-actions.ts';
import { resetDraft } from './draft-store.ts';
import { TaskFields } from './task-fields.tsx';
import { AdvancedFields, BasicFields } from './training-fields.tsx';

export function RecipeForm(): ReactNode {
  const lab = useLab();
  const errors = useDraft(
    ({ reading }) => reading.problems.filter(({ severity }) => severity === 'error').length,
  );
  return (
    <form
      className="recipe"
      id="recipe"
      onSubmit={(event) => {
        event.preventDefault();
        startByForm(lab);
      }}
    >
      <TaskFields />
      <BasicFields />
      <details className="more">
        <summary>Init, optimiser, schedule, batch, engine</summary>
        <AdvancedFields />
      </details>
      <div className="recipe-foot">
        <button type="button" className="small" onClick={() => resetDraft(lab.draft)}>
          Back to the defaults
        </button>
        <p className="quiet">
          {errors === 0
            ? 'The address of this page holds the recipe: share it.'
            : `${errors} to mend before it can start.`}
        </p>
      </div>
    </form>
  );
}

/** Enter in a field trains, where nothing is under way. */
function startByForm(lab: Lab): void {
  const start = TRAIN_ACTIONS.find(({ id }) => id === 'start');
  const run = lab.run.getState();
  if (start?.shown(run) === true && start.enabled(run, lab.draft.getState())) start.perform(lab);
}
