/**
 * Sweeps on this device. A sweep's base and each of its cells are entries of their own: a cell is safe the moment it is
 * computed, whatever happens to the tab a second later, and writing one does not rewrite the others.
 */
import { SWEEP_RECIPES } from '../experiment/sweep-recipes.ts';
import type { RecipeKind, Table } from '../experiment/sweep/experiment.ts';
import { entryOf, findOf } from '../experiment/sweep/find-experiment.ts';
import type { CellResults, SweepRecord } from '../experiment/sweep/sweep-record.ts';
import type { KeyValue } from './key-value.ts';
import { setAside } from './set-aside.ts';
import { guarded } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { shownIds } from './items.ts';
import { isObject } from './stored-record.ts';
import { valueBytes } from './value-bytes.ts';

/** What is stored for lists, apart from the sweep itself. */
export interface SweepTitle {
  readonly id: string;
  /** Kind of the experiment; titles of the first one were written without it. */
  readonly experiment: string;
  readonly name: string;
  readonly startedAt: string;
  readonly plm: string;
  readonly tasks: readonly string[];
  readonly seeds: number;
}

/** What a list shows of a sweep. */
export interface SweepHead extends SweepTitle {
  readonly cells: number;
}

/** Earlier versions of the lab stored it without `cells`. */
export type SweepBase = Omit<SweepRecord, 'cells'>;

/** Of sweeps whose titles say nothing of it. */
const FIRST_EXPERIMENT = 'transfer';

export const cellKey = (id: string, cell: string): string => storageKey('sweep-cell', `${id}/${cell}`);

/** The sweep with `cells`: all of it or, when there is no room, nothing. @throws LabError `quota`, `storage` */
export async function saveSweep(
  store: KeyValue,
  id: string,
  record: SweepRecord,
  cells: CellResults,
  recipes: Table<RecipeKind> = SWEEP_RECIPES,
): Promise<void> {
  // Cells are entries of their own; without them the base stays small.
  const base: SweepRecord = { ...record, cells: {} };
  await guarded('The sweep can’t be saved', async () => {
    const titled = isTitle(await store.get(storageKey('sweep-head', id)));
    const title = titled ? [] : [[storageKey('sweep-head', id), titleOf(id, base, recipes)] as const];
    await store.write([[storageKey('sweep', id), base], ...title, ...cellEntries(id, cells)]);
  });
}

/** How lists call a sweep that nobody has given another name. */
export function titleOf(
  id: string,
  { recipe, parts }: SweepBase,
  recipes: Table<RecipeKind> = SWEEP_RECIPES,
): SweepTitle {
  const { plm, tasks, seeds } = recipe;
  const experiment = entryOf(recipe, recipes);
  return {
    id,
    experiment: experiment.kind,
    name: experiment.name(recipe),
    startedAt: parts.at(0)?.startedAt ?? '',
    plm,
    tasks,
    seeds: seeds.length,
  };
}

/** Several cells: all of them or, when there is no room, none. Where they stood before is forgotten. */
export async function saveSweepCells(store: KeyValue, id: string, cells: CellResults): Promise<void> {
  await guarded('The sweep’s results can’t be saved', async () => {
    await store.write(cellEntries(id, cells));
    await store.remove(Object.keys(cells).map((cell) => leftKey(id, cell)));
  });
}

const leftKey = (id: string, cell: string): string => storageKey('sweep-left', `${id}/${cell}`);

/** Where a cell stands that isn't finished. @throws LabError `quota`, `storage` */
export async function saveUnfinished(
  store: KeyValue,
  id: string,
  cell: string,
  state: object,
): Promise<void> {
  await guarded('Where the sweep stands can’t be saved', () => store.write([[leftKey(id, cell), state]]));
}

/** What was left of a cell; undefined for nothing. @throws LabError `storage` */
export async function findUnfinished(store: KeyValue, id: string, cell: string): Promise<unknown> {
  return guarded('Where the sweep stands can’t be read', () => store.get(leftKey(id, cell)));
}

function cellEntries(id: string, cells: CellResults) {
  return Object.entries(cells).map(([cell, result]) => [cellKey(id, cell), result] as const);
}

/** Names of the stored cells of a sweep. */
export async function cellsIn(store: KeyValue, id: string): Promise<readonly string[]> {
  const head = `${id}/`;
  return (await store.keys()).flatMap((key) => {
    const name = idOf('sweep-cell', key);
    return name?.startsWith(head) === true ? [name.slice(head.length)] : [];
  });
}

/** Lists again a sweep that has lost the entry that lists read, and sets aside what is none any more. */
export async function mendSweepHead(store: KeyValue, id: string): Promise<void> {
  const key = storageKey('sweep-head', id);
  const [head, base] = await guarded('The sweep can’t be read', () =>
    Promise.all([store.get(key), store.get(storageKey('sweep', id))]),
  );
  if (isTitle(head)) return;
  if (base === undefined) await setAside(store, 'A sweep', [key]);
  else if (isBase(base))
    await guarded('The sweep can’t be saved', () => store.write([[key, titleOf(id, base)]]));
}

/** All sweeps on this device, the newest first. Entries that can't be read are left out. */
export async function listSweeps(store: KeyValue): Promise<readonly SweepHead[]> {
  return guarded('Saved sweeps can’t be listed', async () => {
    const keys = await store.keys();
    const titles = await Promise.all(
      shownIds(keys, 'sweep').map((id) => store.get(storageKey('sweep-head', id))),
    );
    const cells = countBy(keys.flatMap((key) => idOf('sweep-cell', key)?.split('/', 1) ?? []));
    return titles
      .filter(isTitle)
      .map((title) => ({ ...title, experiment: title.experiment ?? FIRST_EXPERIMENT }))
      .map((title) => ({ ...title, cells: cells.get(title.id) ?? 0 }))
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  });
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** About how much room a sweep takes. */
export async function sweepBytes(store: KeyValue, id: string): Promise<number> {
  return guarded('The sweep can’t be read', async () => {
    const keys = [storageKey('sweep', id), ...(await cellsIn(store, id)).map((cell) => cellKey(id, cell))];
    const values = await Promise.all(keys.map((key) => store.get(key)));
    return valueBytes(values);
  });
}

/** Forgets cells, so that they are computed again. */
export async function deleteSweepCells(store: KeyValue, id: string, cells: readonly string[]): Promise<void> {
  await guarded('The sweep’s results can’t be deleted', () =>
    store.remove(cells.map((cell) => cellKey(id, cell))),
  );
}

type StoredTitle = Omit<SweepTitle, 'experiment'> & Partial<SweepTitle>;

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

function isTitle(value: unknown): value is StoredTitle {
  return (
    isObject(value) &&
    ['undefined', 'string'].includes(typeof value['experiment']) &&
    ['id', 'name', 'startedAt', 'plm'].every((field) => typeof value[field] === 'string') &&
    isTexts(value['tasks']) &&
    typeof value['seeds'] === 'number'
  );
}

export function isBase(value: unknown, recipes: Table<RecipeKind> = SWEEP_RECIPES): value is SweepBase {
  return (
    isObject(value) &&
    value['version'] === 1 &&
    value['kind'] === 'sweep' &&
    findOf(value['recipe'], recipes) !== null &&
    ['tasks', 'plms', 'parts'].every((field) => Array.isArray(value[field]))
  );
}
