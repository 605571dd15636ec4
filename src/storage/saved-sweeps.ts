/**
 * Sweeps on this device. A sweep's base and each of its cells are entries of their own: a cell is safe the moment it is
 * computed, whatever happens to the tab a second later, and writing one does not rewrite the others.
 */
import type { CellResult, SweepRecord } from '../experiment/sweep-record.ts';
import { sweepName } from '../experiment/run-name.ts';
import type { TransferSweep } from '../experiment/sweep-recipe.ts';
import { readSweepValue } from '../experiment/sweep-record-schema.ts';
import type { KeyValue } from './key-value.ts';
import { setAside } from './set-aside.ts';
import { guarded, unreadable, wasSetAside } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { keysOfItem, shownIds } from './items.ts';
import { isNewer, isObject } from './stored-record.ts';
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

/**
 * The sweep with all its cells. Cells that can't be read are set aside, and computed again when it goes on; so is a sweep
 * without a base to go on from.
 * @throws LabError `storage`
 */
export async function loadSweep(store: KeyValue, id: string): Promise<SweepRecord> {
  return guarded('The sweep can’t be read', async () => {
    const base = await store.get(storageKey('sweep', id));
    if (base === undefined || isNewerBase(base)) throw unreadable('The saved sweep');
    const empty = wholeOf(base, {});
    if (empty === null) {
      const keys = await store.keys();
      await setAside(store, 'A sweep', keysOfItem(keys, { kind: 'sweep', id }));
      throw wasSetAside('The saved sweep');
    }
    const names = await cellsIn(store, id);
    const values = await Promise.all(names.map((name) => store.get(cellKey(id, name))));
    const cells = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const whole = wholeOf(base, cells);
    if (whole !== null) return whole;
    const spoilt = names.filter((name) => wholeOf(base, { [name]: cells[name] }) === null);
    await setAside(
      store,
      `Cells of the sweep ${sweepName(empty.recipe)}`,
      spoilt.map((name) => cellKey(id, name)),
    );
    const rest = Object.fromEntries(Object.entries(cells).filter(([name]) => !spoilt.includes(name)));
    return wholeOf(base, rest) ?? empty;
  });
}

/** The record that a stored base and stored cells make; null where they make none. */
function wholeOf(base: unknown, cells: Readonly<Record<string, unknown>>): SweepRecord | null {
  if (!isObject(base)) return null;
  try {
    return readSweepValue({ ...base, cells }, 'the saved sweep');
  } catch {
    return null;
  }
}

const NEWEST: { readonly record: SweepRecord['version']; readonly recipe: TransferSweep['version'] } = {
  record: 1,
  recipe: 1,
};

/** What a newer version of the lab wrote is no damage, and is left for that one. */
function isNewerBase(base: unknown): boolean {
  return isObject(base) && (isNewer(base, NEWEST.record) || isNewer(base['recipe'], NEWEST.recipe));
}

/** Lists again a sweep that has lost the entry that lists read, and sets aside what is none any more. */
export async function mendSweepHead(store: KeyValue, id: string): Promise<void> {
  const key = storageKey('sweep-head', id);
  const head = await guarded('The sweep can’t be read', () => store.get(key));
  if (isTitle(head)) return;
  if ((await store.get(storageKey('sweep', id))) === undefined) {
    await setAside(store, 'A sweep', [key]);
    return;
  }
  const record = await loadSweep(store, id).catch(() => null);
  if (record !== null)
    await guarded('The sweep can’t be saved', () => store.write([[key, titleOf(id, record)]]));
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

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

function isTitle(value: unknown): value is SweepTitle {
  return (
    isObject(value) &&
    ['id', 'name', 'startedAt', 'plm'].every((field) => typeof value[field] === 'string') &&
    isTexts(value['tasks']) &&
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
