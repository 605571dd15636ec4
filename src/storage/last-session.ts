/**
 * The run that was under way when the page was left: what it looked like, and the checkpoint to go on from. Both in
 * one entry, so that curves and optimiser state are always of the same step.
 */
import type { RunRecord } from '../experiment/run-record.ts';
import type { Checkpoint } from '../protocol/train-protocol.ts';
import type { KeyValue } from './key-value.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isObject, readStoredRecord } from './stored-record.ts';

export interface LastSession {
  readonly record: RunRecord;
  /** Null once the run ended: there is nothing to go on with. */
  readonly checkpoint: Checkpoint | null;
  readonly rows: { readonly train: number; readonly dev: number; readonly test: number } | null;
}

const KEY = storageKey('session', 'last');

export async function saveSession(store: KeyValue, session: LastSession): Promise<void> {
  await guarded('The checkpoint can’t be saved', () => store.write([[KEY, session]]));
}

/** The last session, or null where there is none. Throws `storage` for one that can't be read. */
export async function loadSession(store: KeyValue): Promise<LastSession | null> {
  const value = await guarded('The last session can’t be read', () => store.get(KEY));
  if (value === undefined) return null;
  const session = readSession(value);
  if (session === null) throw unreadable('The last session');
  return session;
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
