import { promptArtefacts, promptOf } from '../../src/experiment/artefacts.ts';
import { usualOptimiser } from '../../src/experiment/optimisers.ts';
import { oldRecipe, oldRecord } from '../experiment/old-records.ts';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../src/errors/lab-error.ts';
import type { Checkpoint } from '../../src/experiment/train-events.ts';
import { loadDraft, saveDraft } from '../../src/storage/drafts.ts';
import { loadSession, saveSession } from '../../src/storage/last-session.ts';
import { DEFAULT_PREFERENCES, loadPreferences, savePreferences } from '../../src/storage/preferences.ts';
import { removeItem } from '../../src/storage/items.ts';
import { listRuns, loadPrompt, loadRun, saveRun } from '../../src/storage/saved-runs.ts';
import { listSetAside, removeSetAside, setAsideText } from '../../src/storage/set-aside.ts';
import { storageError } from '../../src/storage/storage-errors.ts';
import { idOf, storageKey } from '../../src/storage/storage-keys.ts';
import { tidy } from '../../src/storage/tidy.ts';
import { syntheticRecipe, syntheticRecord } from '../app-unit/synthetic-run.ts';
import { memoryKeyValue, quotaError } from './memory-key-value.ts';

const RECORD = syntheticRecord(20, { steps: 20, promptLength: 4 });

const CHECKPOINT: Checkpoint = {
  recipe: RECORD.recipe,
  step: 10,
  state: { prompt: { dims: [4, 1], values: Float32Array.from([1, 2, 3, 4]) } },
  best: {
    step: 10,
    dev: 0.7,
    artefacts: promptArtefacts({ length: 4, width: 1, values: Float32Array.from([3, 4, 5, 6]) }),
  },
  points: RECORD.points.slice(0, 10),
  dev: RECORD.dev.filter(({ step }) => step <= 10),
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
    const [aside] = await listSetAside(store);
    expect(aside.entries.map(([key]) => key)).toEqual(
      (['run', 'run-head', 'prompt'] as const).map((kind) => storageKey(kind, 'x')),
    );
    expect(setAsideText(aside)).toContain('"type": "Float32Array"');
    await removeSetAside(store, aside.id);
    expect([...store.entries.keys()]).toEqual(['v0/run-head/y']);
  });

  test('a prompt that is damaged is taken from its run', async () => {
    const store = memoryKeyValue();
    await saveRun(store, 'a', 'a', RECORD);
    await store.write([[storageKey('prompt', 'a'), { id: 'a', values: new Float32Array(1).fill(NaN) }]]);
    expect((await loadPrompt(store, 'a')).values).toEqual(promptOf(RECORD.artefacts)?.values);
  });

  test('an entry of the list that is damaged is made anew from the run when the lab opens', async () => {
    const store = memoryKeyValue();
    await saveRun(store, 'a', 'a', RECORD);
    await store.write([
      [storageKey('run-head', 'a'), { id: 'a' }],
      [storageKey('run-head', 'b'), 'nothing'],
      [storageKey('model', 'm'), { id: 'm', files: [null] }],
      [storageKey('task-head', 't'), { id: 't', entry: {} }],
      [storageKey('download', 'd'), { id: 'd', files: [{}] }],
    ]);
    await tidy(store);
    expect(await listRuns(store)).toMatchObject([{ id: 'a', test: RECORD.result?.test }]);
    expect((await listSetAside(store)).map(({ what }) => what).sort()).toEqual([
      'A download',
      'A saved run',
      'An imported model',
      'An imported task',
    ]);
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
    ['a record without a recipe', { record: { ...RECORD, recipe: null }, checkpoint: null, rows: null }],
  ])('%s is no session, and is set aside', async (_, value) => {
    const store = memoryKeyValue();
    await store.write([[storageKey('session', 'tab'), value]]);
    const session = await loadSession(store, 'tab');
    expect(session?.checkpoint ?? null).toBeNull();
    expect(await listSetAside(store)).toMatchObject([
      { what: 'The last session', entries: [[storageKey('session', 'tab'), value]] },
    ]);
    // Once is enough: nothing stumbles over it again.
    expect(await loadSession(store, 'tab')).toEqual(session);
    expect(await listSetAside(store)).toHaveLength(1);
  });

  test('one that a newer version left is told, and stays for that one', async () => {
    const store = memoryKeyValue();
    const newer = { record: { ...RECORD, recipe: { version: 3 } }, checkpoint: null, rows: null };
    await store.write([[storageKey('session', 'tab'), newer]]);
    await expect(loadSession(store, 'tab')).rejects.toMatchObject({ code: 'storage' });
    expect(store.entries.size).toBe(1);
  });

  const wrong: readonly (readonly [string, Partial<Record<keyof Checkpoint, unknown>>])[] = [
    ['beyond the run’s steps', { step: 1e9 }],
    ['at no step', { step: Number.NaN }],
    ['at another step than its points', { step: 12 }],
    ['of another run', { recipe: { ...RECORD.recipe, seed: 99 } }],
    ['without a prompt', { state: {} }],
    [
      'with a prompt that is no number',
      { state: { prompt: { dims: [4, 1], values: new Float32Array(4).fill(NaN) } } },
    ],
    ['with a prompt of another shape', { state: { prompt: { dims: [4, 2], values: new Float32Array(4) } } }],
    ['with a best prompt of another size', { best: { step: 5, dev: 0.5, prompt: new Float32Array(8) } }],
    [
      'with points that go back',
      { points: [...RECORD.points.slice(0, 9), RECORD.points[3], RECORD.points[9]] },
    ],
  ];
  test.each(wrong)('a checkpoint %s is not gone on from; the run is as it stood', async (_, change) => {
    const store = memoryKeyValue();
    const record = { ...RECORD, result: null };
    const value = { record, checkpoint: { ...CHECKPOINT, ...change }, rows: null };
    await store.write([[storageKey('session', 'tab'), value]]);
    expect(await loadSession(store, 'tab')).toEqual({ record, checkpoint: null, rows: null });
    expect(await listSetAside(store)).toHaveLength(1);
  });

  test('of what only pictures are made of, what is damaged is left out', async () => {
    const store = memoryKeyValue();
    const record = { ...RECORD, result: null };
    const spoilt = { ...record, activations: [{ step: 'x' }], examples: 7, promptTokens: { tokens: [null] } };
    await store.write([
      [storageKey('session', 'tab'), { record: spoilt, checkpoint: CHECKPOINT, rows: 'x' }],
    ]);
    expect(await loadSession(store, 'tab')).toEqual({
      record: { ...record, activations: [], examples: null, promptTokens: null },
      checkpoint: CHECKPOINT,
      rows: null,
    });
    expect(await listSetAside(store)).toEqual([]);
  });

  test('where it can’t be set aside, it is gone on without it all the same', async () => {
    const store = memoryKeyValue();
    await store.write([[storageKey('session', 'tab'), 'x']]);
    store.exchange = () => Promise.reject(quotaError());
    expect(await loadSession(store, 'tab')).toBeNull();
  });
});

describe('drafts', () => {
  const BASE = syntheticRecipe({ steps: 77 });
  const stored = async (value: unknown) => {
    const store = memoryKeyValue();
    await store.write([[storageKey('draft', 'train'), value]]);
    return store;
  };

  test('come back as they were', async () => {
    const store = memoryKeyValue();
    expect(await loadDraft(store, BASE)).toBeNull();
    await saveDraft(store, syntheticRecipe({ seed: 9 }));
    expect((await loadDraft(store, BASE))?.seed).toBe(9);
  });

  test('a field that is damaged is the usual one; how a task is asked goes with the task', async () => {
    const draft = syntheticRecipe({ seed: 9 });
    expect(
      await loadDraft(
        await stored({ ...draft, training: { ...draft.training, steps: 'many' }, more: 1 }),
        BASE,
      ),
    ).toEqual({
      ...draft,
      training: { ...draft.training, steps: 77 },
    });
    const asked = { ...draft, task: 'mine', template: '{a} [MASK]', labelWords: 3 };
    expect(await loadDraft(await stored(asked), BASE)).toEqual(draft);
  });

  test('one of version 1 comes back as one of today', async () => {
    const draft = syntheticRecipe({ seed: 9, optimizer: usualOptimiser('sgd') });
    expect(await loadDraft(await stored(oldRecipe(draft)), BASE)).toEqual(draft);
  });

  test('what can’t be mended is set aside; what a newer version wrote is left for it', async () => {
    const broken = await stored('a text');
    expect(await loadDraft(broken, BASE)).toBeNull();
    expect(await listSetAside(broken)).toHaveLength(1);
    const newer = await stored({ version: 3, method: 'prompt' });
    expect(await loadDraft(newer, BASE)).toBeNull();
    expect(newer.entries.size).toBe(1);
  });
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
    for (const text of ['{', 'null', '[]', '{"theme":"pink","shortcuts":3,"tour":true}']) {
      expect(loadPreferences(() => ({ getItem: () => text }))).toEqual(DEFAULT_PREFERENCES);
    }
  });

  test('come back as they were set', () => {
    let text: string | null = null;
    savePreferences(() => ({ setItem: (_, value) => void (text = value) }), {
      theme: 'dark',
      shortcuts: false,
      tour: 'done',
    });
    expect(loadPreferences(() => ({ getItem: () => text }))).toEqual({
      theme: 'dark',
      shortcuts: false,
      tour: 'done',
    });
  });
});
