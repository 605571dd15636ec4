/** A sweep's prompt carried to the Train place: kept on the device, and chosen as the start of a run on another task. */
import type { TaskEntry } from '../../experiment/task-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { promptArtefacts } from '../../experiment/artefacts.ts';
import { defaultRecipe } from '../../experiment/default-recipe.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { RunRecord } from '../../experiment/run-record.ts';
import { resultOf } from '../../experiment/sweep/cell-kind.ts';
import { TRAIN } from '../../experiment/transfer/cells/train.ts';
import type { StartKind } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import { listRuns, saveRun } from '../../storage/saved-runs.ts';
import type { Lab } from '../lab.ts';
import { findTaskOn } from '../library/shelf.ts';
import { setRecipe } from '../recipe/draft-store.ts';

/** The recipe of a task in a sweep; null for a task that the page does not have. */
function recipeIn(record: TransferRecord, entry: TaskEntry | null, seed: number): Recipe | null {
  if (entry === null) return null;
  const { plm, engine } = record.recipe;
  const { promptLength, init, maxLength, ...training } = record.recipe.training;
  return { ...defaultRecipe(entry, plm), promptLength, init, maxLength, training, seed, engine };
}

/** The training of `task` in the first seed that has it, as the record of a run; null where there is none. */
export function runOfCell(
  record: TransferRecord,
  task: string,
  entry: TaskEntry | null,
  start: StartKind,
): RunRecord | null {
  const { plm, seeds } = record.recipe;
  for (const seed of seeds) {
    const cell = resultOf(record.cells, TRAIN, { kind: 'train', task, start, seed, plm });
    const recipe = recipeIn(record, entry, seed);
    const [part] = record.parts;
    if (cell === null || recipe === null || part === undefined) continue;
    return {
      version: 3,
      hashes: null,
      recipe,
      labels: record.tasks.find(({ name }) => name === task)?.labels ?? [],
      startedAt: part.startedAt,
      engine: part.engine,
      points: [],
      dev: cell.curve.map(({ step, loss, accuracy }) => ({ step, loss, accuracy })),
      baselines: [],
      activations: [],
      promptTokens: null,
      examples: null,
      stage: null,
      artefacts: promptArtefacts({ length: cell.length, width: cell.width, values: cell.prompt }),
      result: null,
      madeBy: part.madeBy,
    };
  }
  return null;
}

/**
 * Keeps the source's prompt on this device and opens Train with it as the start of a run on `target`.
 * @throws LabError `prompt` where the sweep lacks the prompt or the page the task, `storage` or `quota`
 */
export async function trainFromPrompt(
  lab: Pick<Lab, 'shelf' | 'storage' | 'draft'>,
  record: TransferRecord,
  source: string,
  target: string,
  start: StartKind,
): Promise<void> {
  const entryOf = (task: string): TaskEntry | null => findTaskOn(lab.shelf, task);
  const run = runOfCell(record, source, entryOf(source), start);
  const recipe = run === null ? null : recipeIn(record, entryOf(target), run.recipe.seed);
  if (run === null || recipe === null)
    throw new LabError({
      code: 'prompt',
      message: `There is no prompt of ${source} in this sweep yet, or this page does not have ${target}.`,
      remedy: 'Let the sweep go on until the prompt is trained.',
      where: source,
    });
  const id = `sweep-${record.recipe.plm}-${source}-${String(run.recipe.seed)}-${Date.parse(run.startedAt).toString(36)}`;
  await saveRun(lab.storage, id, `${record.recipe.plm} · ${source} · from a sweep`, run);
  lab.draft.setState({ savedRuns: await listRuns(lab.storage) });
  setRecipe(lab.draft, { ...recipe, init: { kind: 'saved', promptId: id } });
  location.hash = '#/train';
}
