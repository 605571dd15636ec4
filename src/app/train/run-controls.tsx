/** The buttons that are offered now, out of the table of actions; the primary one stands last, with its time. */
import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { expectedSeconds } from '../../storage/step-times.ts';
import { size } from '../../data/models/preflight.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import { useDraft, useLab, usePage, useRun, useShelf } from '../lab-context.tsx';
import { onDemandBytes } from '../library/shelf.ts';
import { startableRecipe } from '../recipe/draft-store.ts';
import { isStale, recipeToStart, TRAIN_ACTIONS, type TrainAction } from './train-actions.ts';
import { duration } from './run-words.ts';

const PRIMARY: readonly TrainAction['id'][] = ['resume', 'pause', 'start'];

export function RunControls(): ReactNode {
  const lab = useLab();
  // The buttons depend on these alone, so streaming points don't render them.
  useRun((run) => `${run.id} ${run.status} ${run.origin} ${run.furthest ?? ''} ${run.checkpointStep ?? ''}`);
  const draft = useDraft((state) => state);
  const times = usePage((page) => page.stepTimes);
  const shortcuts = usePage((page) => page.preferences.shortcuts);
  const run = lab.run.getState();
  const offered = TRAIN_ACTIONS.filter((action) => action.shown(run));
  const primary = PRIMARY.flatMap((id) => offered.filter((action) => action.id === id)).at(0);
  const ordered = offered.filter((action) => action !== primary);
  const recipe = recipeToStart(run, draft);
  const seconds = recipe === null ? null : expectedSeconds(times, recipe);
  const time = seconds === null ? 'time after the first steps' : `about ${duration(seconds)} here`;
  const shownPlm = run.recipe?.plm ?? '';
  const bytes = useShelf((shelf) => onDemandBytes(shelf, shownPlm));
  const kept = useKeptFocus();
  const isQuick = run.origin === 'recorded' && recipe !== null && !isStale(run, draft);
  return (
    <>
      {startableRecipe(draft) === null && (
        <button
          type="button"
          className="recipe-all field-error"
          onClick={() => lab.view.setState({ sheet: { focus: '[aria-invalid="true"]' } })}
        >
          The recipe has something to mend
        </button>
      )}
      {[...ordered, ...(primary === undefined ? [] : [primary])].map((action) => (
        <button
          // The primary one stays the same element while what it does changes. `disabled` would take the focus away.
          key={action === primary ? 'primary' : action.id}
          ref={action === primary ? kept.last : undefined}
          type="button"
          className={action === primary ? 'primary' : ''}
          aria-disabled={action.enabled(run, draft) ? undefined : true}
          aria-keyshortcuts={shortcuts ? (action.key === ' ' ? 'Space' : action.key) : undefined}
          onFocus={kept.onFocus}
          onBlur={kept.onBlur}
          onClick={() => {
            if (action.enabled(lab.run.getState(), lab.draft.getState())) action.perform(lab);
          }}
        >
          {action.label(run, draft)}
          {action.id === 'start' && action === primary && (
            <small>{isQuick && recipe !== null ? quickWords(recipe, run.recipe, time) : time}</small>
          )}
          {action.id === 'pause' && <small>space</small>}
          {action.id === 'repeat' && bytes !== null && <small>downloads {size(bytes)} once</small>}
        </button>
      ))}
    </>
  );
}

/** What the quick run leaves out of the run shown. */
function quickWords(quick: Recipe, shown: Recipe | null, time: string): string {
  const plm = quick.plm === shown?.plm ? '' : `${quick.plm}, `;
  return `${plm}${String(quick.training.steps)} steps, ${time}`;
}

interface KeptFocus {
  readonly last: RefObject<HTMLButtonElement | null>;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** Whoever presses a button that goes away finds the focus on `last`, instead of at the beginning of the page. */
function useKeptFocus(): KeptFocus {
  const last = useRef<HTMLButtonElement>(null);
  const isHere = useRef(false);
  useLayoutEffect(() => {
    if (isHere.current && document.activeElement === document.body) last.current?.focus();
  });
  const [marks] = useState(() => ({
    onFocus: () => {
      isHere.current = true;
    },
    onBlur: () => {
      isHere.current = false;
    },
  }));
  return { last, ...marks };
}
