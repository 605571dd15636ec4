/**
 * Finished runs and their soft prompts. A short head a run makes listing cheap; the prompt lies by itself, because
 * a worker reads it to start another run from it (`init: saved`). The three are written in one transaction.
 */
import { promptOf } from '../experiment/artefacts.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { KeyValue } from './key-value.ts';
import { shownIds } from './items.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isObject, readStoredRecord } from './stored-record.ts';
import { valueBytes } from './value-bytes.ts';

/** What a list shows of a run. */
export interface RunHead {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string;
  readonly plm: string;
  readonly task: string;
  readonly seed: number;
  readonly promptLength: number;
  readonly test: number | null;
  readonly bytes: number;
}

export interface SavedPrompt {
  readonly id: string;
  readonly name: string;
  readonly plm: string;
  readonly task: string;
  readonly length: number;
  readonly width: number;
  /** [length × width], row-major. */
  readonly values: Float32Array;
}

export async function saveRun(
  store: KeyValue,
  id: string,
  name: string,
  record: RunRecord,
): Promise<RunHead> {
  const { recipe } = record;
  const prompt = promptOf(record.artefacts);
  const head: RunHead = {
    id,
    name,
    startedAt: record.startedAt,
    plm: recipe.plm,
    task: recipe.task,
    seed: recipe.seed,
    promptLength: recipe.promptLength,
    test: record.result?.test ?? null,
    bytes: valueBytes(record),
  };
  const saved: SavedPrompt | null =
    prompt === null ? null : { id, name, plm: recipe.plm, task: recipe.task, ...prompt };
  await guarded('The run can’t be saved', () =>
    store.write([
      [storageKey('run', id), record],
      [storageKey('run-head', id), head],
      ...(saved === null ? [] : [[storageKey('prompt', id), saved] as const]),
    ]),
  );
  return head;
}

/** Heads of all saved runs, the newest first. Entries that can't be read are left out. */
export async function listRuns(store: KeyValue): Promise<readonly RunHead[]> {
  return guarded('Saved runs can’t be listed', async () => {
    const ids = shownIds(await store.keys(), 'run');
    const values = await Promise.all(ids.map((id) => store.get(storageKey('run-head', id))));
    return values.filter(isRunHead).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  });
}

export async function loadRun(store: KeyValue, id: string): Promise<RunRecord> {
  const value = await guarded('The run can’t be read', () => store.get(storageKey('run', id)));
  const record = readStoredRecord(value);
  if (record === null) throw unreadable('The saved run');
  return record;
}

/** The soft prompt of a saved run. */
export async function loadPrompt(store: KeyValue, id: string): Promise<SavedPrompt> {
  const value = await guarded('The prompt can’t be read', () => store.get(storageKey('prompt', id)));
  if (isSavedPrompt(value)) return value;
  throw unreadable('The saved prompt');
}

function isRunHead(value: unknown): value is RunHead {
  return (
    isObject(value) &&
    ['id', 'name', 'startedAt', 'plm', 'task'].every((field) => typeof value[field] === 'string') &&
    ['seed', 'promptLength', 'bytes'].every((field) => typeof value[field] === 'number') &&
    (value['test'] === null || typeof value['test'] === 'number')
  );
}

function isSavedPrompt(value: unknown): value is SavedPrompt {
  return (
    isObject(value) &&
    ['id', 'name', 'plm', 'task'].every((field) => typeof value[field] === 'string') &&
    typeof value['length'] === 'number' &&
    typeof value['width'] === 'number' &&
    value['values'] instanceof Float32Array &&
    value['values'].length === value['length'] * value['width']
  );
}
