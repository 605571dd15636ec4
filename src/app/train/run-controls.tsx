import type { ReactNode } from 'react';
import { useDraft, useLab, usePage, useRun } from '../lab-context.tsx';
import { startableRecipe } from '../recipe/draft-store.ts';
import { TRAIN_ACTIONS } from './train-actions.ts';

/** The buttons that are offered now, out of the table of actions. */
export function RunControls(): ReactNode {
  const lab = useLab();
  // The buttons depend on these alone, so streaming points don't render them.
  useRun((run) => `${run.status} ${run.origin} ${run.furthest ?? ''} ${run.checkpointStep ?? ''}`);
  const ready = useDraft((draft) => startableRecipe(draft) !== null);
  const shortcuts = usePage((page) => page.preferences.shortcuts);
  const run = lab.run.getState();
  const draft = lab.draft.getState();
  return (
    <div className="controls">
      {TRAIN_ACTIONS.filter((action) => action.shown(run)).map((action) => (
        <button
          key={action.id}
          type="button"
          className={action.id === 'start' || action.id === 'resume' ? 'primary' : ''}
          disabled={!action.enabled(run, draft)}
          aria-keyshortcuts={shortcuts ? action.key : undefined}
          onClick={() => action.perform(lab)}
        >
          {action.label(run)}
        </button>
      ))}
      {!ready && (
        <p className="quiet">
          The recipe has something to mend: <a href="#recipe">see the form</a>.
        </p>
      )}
    </div>
  );
}
