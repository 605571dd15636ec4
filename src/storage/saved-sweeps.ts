/**
 * Sweeps on this device. A sweep's base and each of its cells are entries of their own: a cell is safe the moment it is
 * computed, whatever happens to the tab a second later, and writing one does not rewrite the others.
 */
import type { CellResult, SweepRecord } from '../experiment/sweep-record.ts';
import { sweepName } from '../experiment/run-name.ts';
import { parseSweep } from '../experiment/sweep-schema.ts';
import type { KeyValue } from './key-value.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { shownIds } from './items.ts';
import { isObject } from './stored-record.ts';
import { valueBytes } from './value-bytes.ts';

/** What is stored for lists, apart from the sweep itself. */
export interface SweepTitle {
  readonly id: string;
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

export type SweepBase = Omit<SweepRecord, 'cells'>;

const cellKey = (id: string, cell: string): string => storageKey('sweep-cell', `${id}/${cell}`);

/** Everything but the cells. */
export async function saveSweepBase(store: KeyValue, id: string, record: SweepRecord): Promise<void> {
  await saveSweep(store, id, record, {});
}

/** The sweep with `cells`: all of it or, when there is no room, nothing. @throws LabError `quota`, `storage` */
export async function saveSweep(
  store: KeyValue,
  id: string,
  record: SweepRecord,
  cells: Readonly<Record<string, CellResult>>,
): Promise<void> {
  const base: SweepBase = {
    version: record.version,
    kind: record.kind,
    recipe: record.recipe,
    tasks: record.tasks,
    plms: record.plms,
    initialPrompts: record.initialPrompts,
    parts: record.parts,
  };
  await guarded('The sweep can’t be saved', async () => {
    const titled = isTitle(await store.get(storageKey('sweep-head', id)));
    const title = titled ? [] : [[storageKey('sweep-head', id), titleOf(id, base)] as const];
    await store.write([[storageKey('sweep', id), base], ...title, ...cellEntries(id, cells)]);
  });
}

/** How lists call a sweep that nobody has given another name. */
export function titleOf(id: string, { recipe, parts }: Pick<SweepRecord, 'recipe' | 'parts'>): SweepTitle {
  const { plm, tasks, seeds } = recipe;
  return {
    id,
    name: sweepName(recipe),
    startedAt: parts.at(0)?.startedAt ?? '',
    plm,
    tasks,
    seeds: seeds.length,
  };
}

export async function saveSweepCell(
  store: KeyValue,
  id: string,
  cell: string,
  result: CellResult,
): Promise<void> {
  await guarded('The sweep’s results can’t be saved', () => store.write([[cellKey(id, cell), result]]));
}

/** Several cells: all of them or, when there is no room, none. */
export async function saveSweepCells(
  store: KeyValue,
  id: string,
  cells: Readonly<Record<string, CellResult>>,
): Promise<void> {
  await guarded('The sweep’s results can’t be saved', () => store.write(cellEntries(id, cells)));
}

function cellEntries(id: string, cells: Readonly<Record<string, CellResult>>) {
  return Object.entries(cells).map(([cell, result]) => [cellKey(id, cell), result] as const);
}

/** Names of the stored cells of a sweep. */
async function cellsIn(store: KeyValue, id: string): Promise<readonly string[]> {
  const head = `${id}/`;
  return (await store.keys()).flatMap((key) => {
    const name = idOf('sweep-cell', key);
    return name?.startsWith(head) === true ? [name.slice(head.length)] : [];
  });
}

/** The sweep with all its cells. @throws LabError `storage` */
export async function loadSweep(store: KeyValue, id: string): Promise<SweepRecord> {
  return guarded('The sweep can’t be read', async () => {
    const base = await store.get(storageKey('sweep', id));
    if (!isBase(base)) throw unreadable('The saved sweep');
    const names = await cellsIn(store, id);
    const values = await Promise.all(names.map((name) => store.get(cellKey(id, name))));
    const cells = names.flatMap((name, index) => {
      const value = values[index];
      return isResult(value) ? [[name, value] as const] : [];
    });
    return { ...base, recipe: parseSweep(base.recipe), cells: Object.fromEntries(cells) };
  });
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

function isTitle(value: unknown): value is SweepTitle {
  return (
    isObject(value) &&
    ['id', 'name', 'startedAt', 'plm'].every((field) => typeof value[field] === 'string') &&
    Array.isArray(value['tasks']) &&
    typeof value['seeds'] === 'number'
  );
}

export function isBase(value: unknown): value is SweepBase {
  return (
    isObject(value) &&
    value['version'] === 1 &&
    value['kind'] === 'sweep' &&
    isObject(value['recipe']) &&
    ['tasks', 'plms', 'parts'].every((field) => Array.isArray(value[field]))
  );
}

function isResult(value: unknown): value is CellResult {
  return isObject(value) && typeof value['kind'] === 'string';
}
