/**
 * The run that was under way when a tab was left: what it looked like, and the checkpoint to go on from. Both in
 * one entry, so that curves and optimiser state are always of the same step. Each tab has one of its own.
 */
import * as v from 'valibot';
import { CheckpointSchema } from '../experiment/checkpoint-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { Checkpoint } from '../experiment/train-events.ts';
import type { KeyValue } from './key-value.ts';
import { setAside } from './set-aside.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { isNewerRecord, isObject, readStoredRecord } from './stored-record.ts';

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

/**
 * The session of a visit, or null where there is none. One that can't be read is set aside; of one whose checkpoint alone
 * can't be gone on from, the run is left as it stood.
 * @throws LabError `storage` for one that a newer version of the lab left
 */
export async function loadSession(store: KeyValue, visit: string): Promise<LastSession | null> {
  const key = storageKey('session', visit);
  const value = await guarded('The last session can’t be read', () => store.get(key));
  if (value === undefined) return null;
  if (isObject(value) && isNewerRecord(value['record'])) throw unreadable('The last session');
  const { session, isWhole } = readSession(value);
  if (!isWhole) await setAside(store, 'The last session', [key], session === null ? [] : [[key, session]]);
  return session;
}

/** Moves a session out of the way, over which a page stumbled though it can be read. */
export async function setSessionAside(store: KeyValue, visit: string): Promise<void> {
  await setAside(store, 'The last session', [storageKey('session', visit)]);
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

const Rows = v.nullable(v.object({ train: v.number(), dev: v.number(), test: v.number() }));

function readSession(value: unknown): { readonly session: LastSession | null; readonly isWhole: boolean } {
  const record = isObject(value) ? readStoredRecord(value['record']) : null;
  if (!isObject(value) || record === null) return { session: null, isWhole: false };
  const rows = v.safeParse(Rows, value['rows']);
  const checkpoint = v.safeParse(v.nullable(CheckpointSchema), value['checkpoint']);
  const goesOn = checkpoint.success && (checkpoint.output === null || isOf(record, checkpoint.output));
  return {
    session: {
      record,
      checkpoint: goesOn ? checkpoint.output : null,
      rows: rows.success ? rows.output : null,
    },
    isWhole: goesOn,
  };
}

/** Whether the checkpoint is of the record's run. */
function isOf({ recipe }: RunRecord, checkpoint: Checkpoint): boolean {
  return JSON.stringify(recipe) === JSON.stringify(checkpoint.recipe);
}
