/** A sweep as it was stored, with every cell checked: what its experiment knows of cells is needed for that. */
import { EXPERIMENTS, readSweepValue } from '../experiment/experiments.ts';
import type { Experiment, Table } from '../experiment/sweep/experiment.ts';
import { findOf } from '../experiment/sweep/find-experiment.ts';
import type { SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { keysOfItem } from './items.ts';
import type { KeyValue } from './key-value.ts';
import { cellKey, cellsIn, titleOf } from './saved-sweeps.ts';
import { setAside } from './set-aside.ts';
import { guarded, unreadable, wasSetAside } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isNewer, isObject } from './stored-record.ts';

/**
 * The sweep with all its cells. Cells that can't be read are set aside, and computed again when it goes on; so is a sweep
 * without a base to go on from.
 * @throws LabError `storage`
 */
export async function loadSweep(
  store: KeyValue,
  id: string,
  experiments: Table<Experiment> = EXPERIMENTS,
): Promise<SweepRecord> {
  return guarded('The sweep can’t be read', async () => {
    const base = await store.get(storageKey('sweep', id));
    if (base === undefined || isNewerBase(base, experiments)) throw unreadable('The saved sweep');
    const empty = wholeOf(base, {}, experiments);
    if (empty === null) {
      const keys = await store.keys();
      await setAside(store, 'A sweep', keysOfItem(keys, { kind: 'sweep', id }));
      throw wasSetAside('The saved sweep');
    }
    const names = await cellsIn(store, id);
    const values = await Promise.all(names.map((name) => store.get(cellKey(id, name))));
    const cells = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const whole = wholeOf(base, cells, experiments);
    if (whole !== null) return whole;
    const spoilt = names.filter((name) => wholeOf(base, { [name]: cells[name] }, experiments) === null);
    await setAside(
      store,
      `Cells of the sweep ${titleOf(id, empty, experiments).name}`,
      spoilt.map((name) => cellKey(id, name)),
    );
    const rest = Object.fromEntries(Object.entries(cells).filter(([name]) => !spoilt.includes(name)));
    return wholeOf(base, rest, experiments) ?? empty;
  });
}

/** The record that a stored base and stored cells make; null where they make none. */
function wholeOf(
  base: unknown,
  cells: Readonly<Record<string, unknown>>,
  experiments: Table<Experiment>,
): SweepRecord | null {
  if (!isObject(base)) return null;
  try {
    return readSweepValue({ ...base, cells }, 'the saved sweep', experiments);
  } catch {
    return null;
  }
}

const NEWEST_RECORD: SweepRecord['version'] = 1;

/** What a newer version of the lab wrote is no damage, and is left for that one; so is an experiment that this one lacks. */
function isNewerBase(base: unknown, experiments: Table<Experiment>): boolean {
  if (!isObject(base)) return false;
  const { recipe } = base;
  const experiment = findOf(recipe, experiments);
  const names =
    isObject(recipe) && (typeof recipe['kind'] === 'string' || typeof recipe['method'] === 'string');
  return isNewer(base, NEWEST_RECORD) || (experiment === null ? names : isNewer(recipe, experiment.version));
}
