/** The form's state: the draft, what is wrong with it, and what else a form needs to know. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defaultRecipe } from '../../experiment/default-recipe.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { RecipeProblem } from '../../protocol/train-protocol.ts';
import type { RunHead } from '../../storage/saved-runs.ts';
import { findTaskOn, modelsOn, type Shelf, type ShelvedTask } from '../library/shelf.ts';
import { placeOf, readDraft, type DraftReading, type FieldProblem } from './read-draft.ts';
import { draftOf, usualFields, usualRate, type RecipeDraft } from './recipe-draft.ts';

export interface DraftState {
  readonly shelf: Shelf;
  readonly draft: RecipeDraft;
  /** Null when the task isn't on this device. */
  readonly task: ShelvedTask | null;
  readonly savedRuns: readonly RunHead[];
  readonly reading: DraftReading;
  /** What the worker found, for the recipe it looked at. */
  readonly workerProblems: readonly FieldProblem[];
  /** Why a link's recipe wasn't taken. */
  readonly linkNotice: string | null;
}

export type DraftStore = StoreApi<DraftState>;

export function createDraftStore(recipe: Recipe, linkNotice: string | null, shelf: Shelf): DraftStore {
  const store = createStore<DraftState>(() => {
    const draft = draftOf(recipe);
    const task = findTaskOn(shelf, recipe.task);
    return {
      shelf,
      draft,
      task,
      savedRuns: [],
      reading: readingOf(draft, task, shelf),
      workerProblems: [],
      linkNotice,
    };
  });
  // What was imported or deleted meanwhile may be what the recipe names.
  shelf.subscribe(() =>
    store.setState(({ draft }) => {
      const task = findTaskOn(shelf, draft.task);
      return { task, reading: readingOf(draft, task, shelf) };
    }),
  );
  return store;
}

function readingOf(draft: RecipeDraft, task: ShelvedTask | null, shelf: Shelf): DraftReading {
  const models = modelsOn(shelf.getState());
  return readDraft(draft, {
    labels: task?.labels ?? [],
    pairs: task?.pairs ?? false,
    trainRows: task?.rows.train ?? Number.POSITIVE_INFINITY,
    mostTokens: models.find(({ name }) => name === draft.plm)?.maxLength ?? null,
  });
}

/** Changes fields of the draft. Another task brings its own template and label words. */
export function changeDraft(store: DraftStore, change: Partial<RecipeDraft>): void {
  store.setState((state) => {
    const task = change.task === undefined ? state.task : findTaskOn(state.shelf, change.task);
    const asked =
      change.task === undefined || task === null
        ? {}
        : { template: task.template, labelWords: task.labelWords.map((words) => words.join(', ')) };
    // Other words are no longer the verbalizer that was named.
    const named = change.task === undefined && change.labelWords === undefined ? {} : { verbalizer: null };
    const draft = { ...state.draft, ...asked, ...named, ...asUsual(state.draft, change), ...change };
    return { draft, task, reading: readingOf(draft, task, state.shelf), workerProblems: [] };
  });
}

/** An untouched rate follows the optimiser, and a new optimiser begins as usual. */
function asUsual(draft: RecipeDraft, { optimizer }: Partial<RecipeDraft>): Partial<RecipeDraft> {
  if (optimizer === undefined || optimizer === draft.optimizer) return {};
  const untouched = draft.learningRate === usualRate(draft.optimizer);
  return {
    optimizerFields: usualFields(optimizer),
    ...(untouched ? { learningRate: usualRate(optimizer) } : {}),
  };
}

/** Changes one field of the optimiser. */
export function changeOptimizerField(store: DraftStore, name: string, value: string): void {
  const { optimizerFields } = store.getState().draft;
  changeDraft(store, { optimizerFields: { ...optimizerFields, [name]: value } });
}

/** Takes over a recipe. One of the command line may name an engine that browsers don't have. */
export function setRecipe(store: DraftStore, recipe: Recipe): void {
  const engine = recipe.engine === 'cpu' ? 'auto' : recipe.engine;
  changeDraft(store, draftOf({ ...recipe, engine }));
}

export function resetDraft(store: DraftStore): void {
  const { task, draft } = store.getState();
  if (task !== null) setRecipe(store, defaultRecipe(task, draft.plm));
}

/** The worker's findings for `recipe`; dropped if the draft changed since it was asked. */
export function setWorkerProblems(
  store: DraftStore,
  recipe: Recipe,
  problems: readonly RecipeProblem[],
): void {
  if (store.getState().reading.recipe !== recipe) return;
  store.setState({
    workerProblems: problems.map(({ field, severity, message }) => ({
      ...placeOf(field),
      severity,
      message,
    })),
  });
}

/** The recipe to start, or null while something is wrong. */
export function startableRecipe({ reading, workerProblems }: DraftState): Recipe | null {
  return workerProblems.some(({ severity }) => severity === 'error') ? null : reading.recipe;
}

export function problemsOf(
  { reading, workerProblems }: Pick<DraftState, 'reading' | 'workerProblems'>,
  field: keyof RecipeDraft,
  index?: number | string,
): readonly FieldProblem[] {
  const here = (problem: FieldProblem): boolean => problem.field === field && problem.index === index;
  return [...reading.problems.filter(here), ...workerProblems.filter(here)];
}
