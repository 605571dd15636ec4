/**
 * What happens when the page opens: a run that was under way comes back as it stood; otherwise the recorded run of
 * the recipe is shown at once. Afterwards the address, the stored draft and the recorded run follow the form.
 */
import { toErrorData } from '../errors/lab-error.ts';
import { findTask } from '../data/task-catalogue.ts';
import { parseModelCatalogue } from '../data/model-catalogue.ts';
import { defaultRecipe } from '../experiment/default-recipe.ts';
import { recipeDifference } from '../experiment/recipe-difference.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import { loadSession, setSessionAside, type LastSession } from '../storage/last-session.ts';
import { listRuns } from '../storage/saved-runs.ts';
import { writeDrawerLink } from './frame/drawer-link.ts';
import type { Lab } from './lab.ts';
import { findTaskOn, type Shelf } from './library/shelf.ts';
import { setWorkerProblems } from './recipe/draft-store.ts';
import type { LinkDefaults } from './recipe/recipe-link.ts';
import { writeRecipeLink } from './recipe/recipe-link.ts';
import { writeCellLink } from './recipe/cell-link.ts';
import { loadRecordedRun } from './run/recorded-run.ts';
import { findLeftRuns } from './run/left-runs.ts';
import { restoreSession } from './run/restore-session.ts';
import { type RunOrigin } from './run/run-state.ts';
import { isActive } from './job/job-status.ts';

/** What links and sweeps leave unsaid. */
export const FIRST = { plm: 'lab-small', task: 'subj' };

/**
 * What a first live run trains where the PLM shown would have to be downloaded for it: the smallest, whose steps two threads
 * make in an eighth of a second, and which learns subj nearly as well as lab-small in as many.
 */
export const QUICK_PLM = 'lab-tiny';

/**
 * What a first visit opens, of all recorded runs the most telling: a gain of 35 points, shown on sentences that are read at
 * a glance and on two words. (agnews gains more, on long texts and four words.) Its PLM isn't downloaded for it.
 */
export const OPENING = { plm: 'lab-mini', task: 'subj' };

export function linkDefaults(shelf: Shelf): LinkDefaults {
  return { ...FIRST, findTask: (name) => findTaskOn(shelf, name) };
}

export function firstRecipe(): Recipe {
  const task = findTask(OPENING.task);
  if (task === null) throw new Error(`The catalogue lacks the task ${OPENING.task}`);
  return defaultRecipe(task, OPENING.plm);
}

/** Typing is over when nothing came for so long. */
const SETTLE_MS = 300;
const CHECK_MS = 700;

export async function openLab(lab: Lab, hasLink: boolean): Promise<void> {
  followDraft(lab);
  lab.view.subscribe(({ lockedCell, drawer }, before) => {
    if (lockedCell !== before.lockedCell) replaceSearch(writeCellLink(location.search, lockedCell));
    if (drawer !== before.drawer) replaceSearch(writeDrawerLink(location.search, drawer));
  });
  void readCatalogues(lab);
  const recipe = lab.draft.getState().reading.recipe;
  const wanted = (session: LastSession): boolean => isWanted(session, recipe, hasLink);
  const session = await ownOrLeft(lab, wanted).catch((thrown: unknown) => {
    lab.page.setState({ storageProblem: toErrorData(thrown, 'storage') });
    return null;
  });
  if (session === null || lab.run.getState().origin !== 'none' || !wanted(session)) {
    await showRecorded(lab);
    return;
  }
  try {
    restoreSession(lab, session);
  } catch {
    await setSessionAside(lab.storage, lab.visit.id);
    await showRecorded(lab);
  }
}

/** This tab's own session, else one of a tab that is gone. @throws LabError `storage` */
async function ownOrLeft(lab: Lab, wanted: (session: LastSession) => boolean): Promise<LastSession | null> {
  const own = await loadSession(lab.storage, lab.visit.id).catch((thrown: unknown) => {
    // Others may be there all the same.
    lab.page.setState({ storageProblem: toErrorData(thrown, 'storage') });
    return null;
  });
  return own ?? (await findLeftRuns(lab, wanted));
}

/** An unfinished run always comes back; a finished one unless a link asks for something else. */
function isWanted(session: LastSession, recipe: Recipe | null, hasLink: boolean): boolean {
  if (session.checkpoint !== null || !hasLink || recipe === null) return true;
  return Object.keys(recipeDifference(recipe, session.record.recipe)).length === 0;
}

/** Runs that somebody has an interest in: a recorded one doesn’t push them aside. */
const KEPT: readonly RunOrigin[] = ['live', 'restored', 'opened'];

async function showRecorded(lab: Lab): Promise<void> {
  const { plm, task } = lab.draft.getState().draft;
  const recorded = await loadRecordedRun(plm, task, lab.readText);
  const { origin } = lab.run.getState();
  const { draft } = lab.draft.getState();
  // Something else may have been chosen or started meanwhile.
  if (draft.plm !== plm || draft.task !== task || KEPT.includes(origin)) return;
  if (recorded !== null) lab.run.setState(recorded, true);
  lab.page.setState({ recorded: recorded === null ? 'missing' : 'shown' });
}

async function readCatalogues(lab: Lab): Promise<void> {
  const text = await lab.readText('models/catalogue.json');
  if (text !== null) lab.shelf.setState({ shipped: parseModelCatalogue(text) });
  lab.draft.setState({ savedRuns: await listRuns(lab.storage).catch(() => []) });
}

function followDraft(lab: Lab): void {
  let settle: ReturnType<typeof setTimeout> | undefined;
  let check: ReturnType<typeof setTimeout> | undefined;
  lab.draft.subscribe((state, before) => {
    if (state.draft === before.draft) return;
    clearTimeout(settle);
    clearTimeout(check);
    settle = setTimeout(() => keepDraft(lab), SETTLE_MS);
    check = setTimeout(() => void askWorker(lab), CHECK_MS);
    const changed = state.draft.plm !== before.draft.plm || state.draft.task !== before.draft.task;
    if (changed && !KEPT.includes(lab.run.getState().origin)) void showRecorded(lab);
  });
}

function keepDraft(lab: Lab): void {
  const { recipe } = lab.draft.getState().reading;
  if (recipe === null) return;
  replaceSearch(writeRecipeLink(location.search, recipe, linkDefaults(lab.shelf)));
  lab.keeper.keepDraft(recipe);
}

/** What only the PLM's tokenizer knows, such as label words that it can't spell. Silent where it can't be asked. */
async function askWorker(lab: Lab): Promise<void> {
  const { recipe } = lab.draft.getState().reading;
  if (recipe === null || isActive(lab.run.getState().status)) return;
  // A PLM that is downloaded when it is used isn't for a look at a recipe that opened with the page.
  if (recipe.plm === OPENING.plm && lab.run.getState().origin === 'recorded' && !lab.client.holdsPrompt)
    return;
  const problems = await lab.client.checkRecipe(recipe).catch(() => []);
  setWorkerProblems(lab.draft, recipe, problems);
}

function replaceSearch(search: string): void {
  if (search !== location.search)
    history.replaceState(null, '', `${location.pathname}${search}${location.hash}`);
}
