/** The recipe: basic fields at sight, the rest a click away. Beside the run on wide pages, folded on narrow ones. */
import { useState, type ReactNode } from 'react';
import { useDraft, useLab } from '../lab-context.tsx';
import { performByKey } from '../train/train-actions.ts';
import { resetDraft } from './draft-store.ts';
import { TaskFields } from './task-fields.tsx';
import { AdvancedFields, BasicFields } from './training-fields.tsx';

/** As in the style sheet: from here on, form and run stand side by side. */
const SIDE_BY_SIDE = '(min-width: 64rem)';

export function RecipeForm(): ReactNode {
  const lab = useLab();
  const [open, setOpen] = useState(() => matchMedia(SIDE_BY_SIDE).matches);
  const plm = useDraft((state) => state.draft.plm);
  const task = useDraft((state) => state.draft.task);
  const length = useDraft((state) => state.draft.promptLength);
  const errors = useDraft(
    ({ reading }) => reading.problems.filter(({ severity }) => severity === 'error').length,
  );
  return (
    <section className="recipe" id="recipe" aria-labelledby="recipe-title">
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2 id="recipe-title">Recipe</h2>
          <span className="recipe-summary">
            {plm} · {task} · {length} soft tokens
          </span>
        </summary>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            performByKey(lab, 't');
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
      </details>
    </section>
  );
}
