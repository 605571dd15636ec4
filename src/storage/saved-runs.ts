/**
 * Finished runs and their soft prompts. A short head a run makes listing cheap; the prompt lies by itself, because
 * a worker reads it to start another run from it (`init: saved`). The three are written in one transaction.
 */
import { promptOf } from '../experiment/artefacts.ts';
import { runName } from '../experiment/run-name.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { KeyValue } from './key-value.ts';
import { shownIds } from './items.ts';
import { setAside } from './set-aside.ts';
import { guarded, unreadable, wasSetAside } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isNewerRecord, isObject, readStoredRecord } from './stored-record.ts';
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
  const head = headOf(id, name, record);
  const saved = savedPromptOf(id, name, record);
  await guarded('The run can’t be saved', () =>
    store.write([
      [storageKey('run', id), record],
      [storageKey('run-head', id), head],
      ...(saved === null ? [] : [[storageKey('prompt', id), saved] as const]),
    ]),
  );
  return head;
}

function headOf(id: string, name: string, record: RunRecord): RunHead {
  const { recipe, startedAt, result } = record;
  return {
    id,
    name,
    startedAt,
    plm: recipe.plm,
    task: recipe.task,
    seed: recipe.seed,
    promptLength: recipe.promptLength,
    test: result?.test ?? null,
    bytes: valueBytes(record),
  };
}

function savedPromptOf(id: string, name: string, { recipe, artefacts }: RunRecord): SavedPrompt | null {
  const prompt = promptOf(artefacts);
  return prompt === null ? null : { id, name, plm: recipe.plm, task: recipe.task, ...prompt };
}

/** Heads of all saved runs, the newest first. Entries that can't be read are left out. */
export async function listRuns(store: KeyValue): Promise<readonly RunHead[]> {
  return guarded('Saved runs can’t be listed', async () => {
    const ids = shownIds(await store.keys(), 'run');
    const values = await Promise.all(ids.map((id) => store.get(storageKey('run-head', id))));
    return values.filter(isRunHead).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  });
}

/** @throws LabError `storage`; a run that can't be read is set aside, and listed no more */
export async function loadRun(store: KeyValue, id: string): Promise<RunRecord> {
  const value = await guarded('The run can’t be read', () => store.get(storageKey('run', id)));
  const record = readStoredRecord(value);
  if (record !== null) return record;
  if (value === undefined || isNewerRecord(value)) throw unreadable('The saved run');
  await setRunAside(store, id);
  throw wasSetAside('The saved run');
}

async function setRunAside(store: KeyValue, id: string): Promise<void> {
  const kinds = ['run', 'run-head', 'prompt'] as const;
  await setAside(
    store,
    'A saved run',
    kinds.map((kind) => storageKey(kind, id)),
  );
}

/** The soft prompt of a saved run. @throws LabError `storage` where there is none that can be used */
export async function loadPrompt(store: KeyValue, id: string): Promise<SavedPrompt> {
  const key = storageKey('prompt', id);
  const value = await guarded('The prompt can’t be read', () => store.get(key));
  if (isSavedPrompt(value)) return value;
  // The run itself has it too.
  const record = readStoredRecord(
    await guarded('The run can’t be read', () => store.get(storageKey('run', id))),
  );
  const mended = record === null ? null : savedPromptOf(id, id, record);
  if (isSavedPrompt(mended)) return mended;
  if (value !== undefined) await setAside(store, 'A saved prompt', [key]);
  throw value === undefined ? unreadable('The saved prompt') : wasSetAside('The saved prompt');
}

/** Lists again what has lost the entry that lists read, and sets aside what is nothing any more. */
export async function mendRunHead(store: KeyValue, id: string): Promise<void> {
  const [head, value] = await guarded('The run can’t be read', () =>
    Promise.all([store.get(storageKey('run-head', id)), store.get(storageKey('run', id))]),
  );
  if (isRunHead(head)) return;
  const record = readStoredRecord(value);
  if (record !== null) {
    const name = runName(record.recipe, record.recipe);
    await guarded('The run can’t be saved', () =>
      store.write([[storageKey('run-head', id), headOf(id, name, record)]]),
    );
  } else if (!isNewerRecord(value)) await setRunAside(store, id);
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
    value['values'].length === value['length'] * value['width'] &&
    value['values'].every((number) => Number.isFinite(number))
  );
}
