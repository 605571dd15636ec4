import { promptArtefacts } from '../../src/experiment/artefacts.ts';
import { oldRecord } from '../experiment/old-records.ts';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../src/errors/lab-error.ts';
import type { Checkpoint } from '../../src/experiment/train-events.ts';
import { loadDraft, saveDraft } from '../../src/storage/drafts.ts';
import { loadSession, saveSession } from '../../src/storage/last-session.ts';
import { DEFAULT_PREFERENCES, loadPreferences, savePreferences } from '../../src/storage/preferences.ts';
import { removeItem } from '../../src/storage/items.ts';
import { listRuns, loadPrompt, loadRun, saveRun } from '../../src/storage/saved-runs.ts';
import { storageError } from '../../src/storage/storage-errors.ts';
import { idOf, storageKey } from '../../src/storage/storage-keys.ts';
import { syntheticRecipe, syntheticRecord } from '../app-unit/synthetic-run.ts';
import { memoryKeyValue, quotaError } from './memory-key-value.ts';

const RECORD = syntheticRecord(20, { steps: 20, promptLength: 4 });

const CHECKPOINT: Checkpoint = {
  recipe: RECORD.recipe,
  step: 10,
  state: { prompt: { dims: [1, 2], values: Float32Array.from([1, Number.NaN]) } },
  best: {
    step: 10,
    dev: 0.7,
    artefacts: promptArtefacts({ length: 1, width: 2, values: Float32Array.from([3, 4]) }),
  },
  points: RECORD.points.slice(0, 10),
  dev: RECORD.dev,
  baselines: RECORD.baselines,
  secondsSoFar: 3,
};

describe('saved runs', () => {
  test('come back as they were, with head and prompt', async () => {
    const store = memoryKeyValue();
    const head = await saveRun(store, 'a', 'a run', RECORD);
    expect(store.writes).toBe(1);
    expect(await listRuns(store)).toEqual([head]);
    expect(head).toMatchObject({ id: 'a', name: 'a run', plm: 'lab-small', task: 'sst2', test: 0.839 });
    expect(await loadRun(store, 'a')).toEqual(RECORD);
    expect(await loadPrompt(store, 'a')).toMatchObject({ id: 'a', plm: 'lab-small', length: 2, width: 3 });
  });

  test.each([1, 2] as const)('runs of version %i are read without a migration', async (version) => {
    const store = memoryKeyValue();
    const old = oldRecord(version, RECORD);
    await store.write([
      [storageKey('run', 'old'), old],
      [storageKey('session', 'tab'), { record: old, checkpoint: null, rows: null }],
    ]);
    expect(await loadRun(store, 'old')).toEqual(RECORD);
    expect((await loadSession(store, 'tab'))?.record).toEqual(RECORD);
  });

  test('newest first; a run without a prompt has none to choose', async () => {
    const store = memoryKeyValue();
    await saveRun(store, 'old', 'old', { ...RECORD, startedAt: '2025-01-01T00:00:00Z', artefacts: {} });
    await saveRun(store, 'new', 'new', RECORD);
    expect((await listRuns(store)).map(({ id }) => id)).toEqual(['new', 'old']);
    await expect(loadPrompt(store, 'old')).rejects.toMatchObject({ code: 'storage' });
  });

  test('deleting leaves nothing of a run', async () => {
    const store = memoryKeyValue();
    await saveRun(store, 'a', 'a', RECORD);
    await removeItem(store, { kind: 'run', id: 'a' });
    expect(store.entries.size).toBe(0);
  });

  test('a full disk is `quota`, says what to do, and leaves what was there', async () => {
    const store = memoryKeyValue();
    await saveRun(store, 'a', 'before', RECORD);
    const before = new Map(store.entries);
    store.failure = quotaError();
    const thrown: unknown = await saveRun(store, 'a', 'after', RECORD).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(LabError);
    expect(thrown).toMatchObject({ code: 'quota', where: 'storage' });
    expect(store.entries).toEqual(before);
  });

  test('damaged entries are left out of the list and told apart when opened', async () => {
    const store = memoryKeyValue();
    await store.write([
      [storageKey('run-head', 'x'), { id: 'x' }],
      [storageKey('run', 'x'), { version: 1 }],
      [storageKey('prompt', 'x'), { length: 1, width: 2, values: new Float32Array(3) }],
      ['v0/run-head/y', { id: 'y' }],
    ]);
    expect(await listRuns(store)).toEqual([]);
    await expect(loadRun(store, 'x')).rejects.toMatchObject({ code: 'storage' });
    await expect(loadPrompt(store, 'x')).rejects.toMatchObject({ code: 'storage' });
  });
});

describe('the last session', () => {
  test('record and checkpoint come back together', async () => {
    const store = memoryKeyValue();
    expect(await loadSession(store, 'tab')).toBeNull();
    const session = { record: { ...RECORD, result: null }, checkpoint: CHECKPOINT, rows: null };
    await saveSession(store, 'tab', session);
    expect(store.writes).toBe(1);
    expect(await loadSession(store, 'tab')).toEqual(session);
  });

  test.each([
    ['a text', 'x'],
    ['no checkpoint field', { record: RECORD, rows: null }],
    [
      'a recipe of another version',
      { record: { ...RECORD, recipe: { version: 2 } }, checkpoint: null, rows: null },
    ],
    ['half a checkpoint', { record: RECORD, checkpoint: { step: 1 }, rows: null }],
  ])('%s is no session', async (_, value) => {
    const store = memoryKeyValue();
    await store.write([[storageKey('session', 'tab'), value]]);
    await expect(loadSession(store, 'tab')).rejects.toMatchObject({ code: 'storage' });
  });
});

test('drafts: what is no recipe any more is forgotten', async () => {
  const store = memoryKeyValue();
  expect(await loadDraft(store)).toBeNull();
  await saveDraft(store, syntheticRecipe({ seed: 9 }));
  expect((await loadDraft(store))?.seed).toBe(9);
  await store.write([[storageKey('draft', 'train'), { ...syntheticRecipe(), steps: 'many' }]]);
  expect(await loadDraft(store)).toBeNull();
});

test('keys carry version and kind', () => {
  expect(idOf('run', storageKey('run', 'a/b'))).toBe('a/b');
  expect(idOf('run', storageKey('run-head', 'a'))).toBeNull();
});

test('other failures are `storage`, with the browser’s own words', () => {
  const error = storageError('The run can’t be saved', new Error('denied'));
  expect(error).toMatchObject({ code: 'storage' });
  expect(error.message).toContain('denied');
});

describe('preferences', () => {
  test('refused or damaged storage gives the defaults', () => {
    const refuse = (): never => {
      throw new Error('refused');
    };
    expect(loadPreferences(refuse)).toEqual(DEFAULT_PREFERENCES);
    expect(() => savePreferences(refuse, DEFAULT_PREFERENCES)).not.toThrow();
    for (const text of ['{', 'null', '[]', '{"theme":"pink","shortcuts":3}']) {
      expect(loadPreferences(() => ({ getItem: () => text }))).toEqual(DEFAULT_PREFERENCES);
    }
  });

  test('come back as they were set', () => {
    let text: string | null = null;
    savePreferences(() => ({ setItem: (_, value) => void (text = value) }), {
      theme: 'dark',
      shortcuts: false,
    });
    expect(loadPreferences(() => ({ getItem: () => text }))).toEqual({ theme: 'dark', shortcuts: false });
  });
});
