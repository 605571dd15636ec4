/**
 * Sweeps on this device. A sweep's base and each of its cells are entries of their own: a cell is safe the moment it is
 * computed, whatever happens to the tab a second later, and writing one does not rewrite the others.
 */
import type { CellResult, SweepRecord } from '../experiment/sweep-record.ts';
import { parseSweep } from '../experiment/sweep-schema.ts';
import type { KeyValue } from './key-value.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { isObject } from './stored-record.ts';

/** What a list shows of a sweep. */
export interface SweepHead {
  readonly id: string;
  readonly startedAt: string;
  readonly plm: string;
  readonly tasks: readonly string[];
  readonly seeds: number;
  readonly cells: number;
}

type SweepBase = Omit<SweepRecord, 'cells'>;

const cellKey = (id: string, cell: string): string => storageKey('sweep-cell', `${id}/${cell}`);

/** Everything but the cells. */
export async function saveSweepBase(store: KeyValue, id: string, record: SweepRecord): Promise<void> {
  const base: SweepBase = {
    version: record.version,
    kind: record.kind,
    recipe: record.recipe,
    tasks: record.tasks,
    plms: record.plms,
    initialPrompts: record.initialPrompts,
    parts: record.parts,
  };
  await guarded('The sweep can’t be saved', () => store.write([[storageKey('sweep', id), base]]));
}

export async function saveSweepCell(
  store: KeyValue,
  id: string,
  cell: string,
  result: CellResult,
): Promise<void> {
  await guarded('The sweep’s results can’t be saved', () => store.write([[cellKey(id, cell), result]]));
}

/** Cells that were computed elsewhere, such as those of a file. */
export async function saveSweepCells(
  store: KeyValue,
  id: string,
  cells: Readonly<Record<string, CellResult>>,
): Promise<void> {
  await guarded('The sweep’s results can’t be saved', () =>
    store.write(Object.entries(cells).map(([cell, result]) => [cellKey(id, cell), result] as const)),
  );
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
    const ids = (await store.keys()).flatMap((key) => idOf('sweep', key) ?? []);
    const heads = await Promise.all(
      ids.map(async (id): Promise<readonly SweepHead[]> => {
        const base = await store.get(storageKey('sweep', id));
        if (!isBase(base)) return [];
        const cells = (await cellsIn(store, id)).length;
        const { plm, tasks, seeds } = base.recipe;
        const startedAt = base.parts.at(0)?.startedAt ?? '';
        return [{ id, startedAt, plm, tasks, seeds: seeds.length, cells }];
      }),
    );
    return heads.flat().sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  });
}

export async function deleteSweep(store: KeyValue, id: string): Promise<void> {
  await guarded('The sweep can’t be deleted', async () => {
    const cells = await cellsIn(store, id);
    await store.remove([storageKey('sweep', id), ...cells.map((cell) => cellKey(id, cell))]);
  });
}

/** Forgets cells, so that they are computed again. */
export async function deleteSweepCells(store: KeyValue, id: string, cells: readonly string[]): Promise<void> {
  await guarded('The sweep’s results can’t be deleted', () =>
    store.remove(cells.map((cell) => cellKey(id, cell))),
  );
}

function isBase(value: unknown): value is SweepBase {
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
