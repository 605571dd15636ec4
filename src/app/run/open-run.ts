/** Shows a run that was kept or came from a file, and its recipe with it. */
import { LabError } from '../../errors/lab-error.ts';
import type { RunRecord } from '../../experiment/run-record.ts';
import { loadRun } from '../../storage/saved-runs.ts';
import type { Lab } from '../lab.ts';
import { findTaskOn } from '../library/shelf.ts';
import { setRecipe } from '../recipe/draft-store.ts';
import { runOfRecord } from './run-of-record.ts';
import { isActive } from '../job/job-status.ts';

/** @throws LabError `recipe` while a run is under way: it would be lost from sight */
export function openRecord(lab: Lab, id: string, record: RunRecord): void {
  if (isActive(lab.run.getState().status))
    throw new LabError({
      code: 'recipe',
      message: 'A run is under way, and the page shows one at a time.',
      remedy: 'Stop it in Train first; its best prompt so far is kept.',
      where: 'Train',
    });
  lab.run.setState(
    runOfRecord(record, {
      id,
      origin: 'opened',
      seconds: record.result?.seconds ?? 0,
      rows: findTaskOn(lab.shelf, record.recipe.task)?.rows ?? null,
      checkpointStep: null,
    }),
    true,
  );
  lab.page.setState({ recorded: 'shown' });
  setRecipe(lab.draft, record.recipe);
}

/** @throws LabError `storage`, and as `openRecord` */
export async function openSavedRun(lab: Lab, id: string): Promise<void> {
  openRecord(lab, id, await loadRun(lab.storage, id));
}
