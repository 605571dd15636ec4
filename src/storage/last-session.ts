/**
 * The run that was under way when a tab was left: what it looked like, and the checkpoint to go on from. Both in
 * one entry, so that curves and optimiser state are always of the same step. Each tab has one of its own.
 */
import type { RunRecord } from '../experiment/run-record.ts';
import type { Checkpoint } from '../experiment/train-events.ts';
import type { KeyValue } from './key-value.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { isObject, readStoredRecord } from './stored-record.ts';

export interface LastSession {
  readonly record: RunRecord;
  /** Null once the run ended: there is nothing to go on with. */
  readonly checkpoint: Checkpoint | null;
  readonly rows: { readonly train: number; readonly dev: number; readonly test: number } | null;
}

/** @param visit whose session it is: two tabs must not overwrite each other's */
export async function saveSession(store: KeyValue, visit: string, session: LastSession): Promise<void> {
  await guarded('The checkpoint can’t be saved', () =>
    store.write([[storageKey('session', visit), session]]),
  );
}

/** The session of a visit, or null where there is none. Throws `storage` for one that can't be read. */
export async function loadSession(store: KeyValue, visit: string): Promise<LastSession | null> {
  const value = await guarded('The last session can’t be read', () =>
    store.get(storageKey('session', visit)),
  );
  if (value === undefined) return null;
  const session = readSession(value);
  if (session === null) throw unreadable('The last session');
  return session;
}

/** Visits that left a session. An earlier version of the lab knew only one, called `last`. */
export async function listSessions(store: KeyValue): Promise<readonly string[]> {
  const keys = await guarded('Sessions can’t be listed', () => store.keys());
  return keys.flatMap((key) => idOf('session', key) ?? []);
}

/** Makes the session of one visit another's, in place of the one that it has. @throws LabError `quota`, `storage` */
export async function moveSession(store: KeyValue, from: string, to: string): Promise<void> {
  await guarded('The run can’t be taken over', async () => {
    const value = await store.get(storageKey('session', from));
    if (value !== undefined)
      await store.exchange([[storageKey('session', to), value]], [storageKey('session', from)]);
  });
}

export async function removeSession(store: KeyValue, visit: string): Promise<void> {
  await guarded('The run can’t be left', () => store.remove([storageKey('session', visit)]));
}

function readSession(value: unknown): LastSession | null {
  if (!isObject(value)) return null;
  const { record: stored, checkpoint, rows } = value;
  const record = readStoredRecord(stored);
  if (record === null || !isRows(rows) || !isCheckpoint(checkpoint)) return null;
  return { record, checkpoint, rows };
}

function isRows(value: unknown): value is LastSession['rows'] {
  if (value === null) return true;
  return isObject(value) && ['train', 'dev', 'test'].every((split) => typeof value[split] === 'number');
}

function isCheckpoint(value: unknown): value is Checkpoint | null {
  if (value === null) return true;
  if (!isObject(value)) return false;
  return (
    typeof value['step'] === 'number' &&
    isObject(value['recipe']) &&
    isObject(value['state']) &&
    Array.isArray(value['points']) &&
    Array.isArray(value['dev'])
  );
}
