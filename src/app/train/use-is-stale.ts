/** Whether the recipe in the form is another than that of the run shown, and no run is under way. */
import { isActive } from '../job/job-status.ts';
import { useDraft, useRun } from '../lab-context.tsx';
import { staleFields } from '../run/run-commands.ts';

export function useIsStale(): boolean {
  const recipe = useDraft((state) => state.reading.recipe);
  const shown = useRun((state) => state.recipe);
  const active = useRun((state) => isActive(state.status));
  return !active && staleFields({ recipe: shown }, recipe).length > 0;
}
