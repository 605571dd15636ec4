import { promptOf } from '../../src/experiment/artefacts.ts';
import { expect, test } from 'vitest';
import { loadRecordedRun } from '../../src/app/run/recorded-run.ts';
import { runOfRecord } from '../../src/app/run/run-of-record.ts';
import { createSessionKeeper } from '../../src/app/run/session-keeper.ts';
import type { Unsaved } from '../../src/app/job/outbox.ts';
import { nextAction } from '../../src/app/train/failure-help.ts';
import { writeRunRecord } from '../../src/experiment/run-record-json.ts';
import { loadSession } from '../../src/storage/last-session.ts';
import { listRuns, loadPrompt } from '../../src/storage/saved-runs.ts';
import { memoryKeyValue, quotaError } from '../storage/memory-key-value.ts';
import { syntheticPoints, syntheticRecipe, syntheticRecord } from './synthetic-run.ts';

const SHOWN = { id: 'x', origin: 'live', seconds: 3, rows: null, checkpointStep: null } as const;

test('of checkpoints that pile up only the newest is written, and it does not grow afterwards', async () => {
  const store = memoryKeyValue();
  const keeper = createSessionKeeper(store, 'tab', () => undefined);
  const run = runOfRecord(syntheticRecord(10, { steps: 100 }), SHOWN);
  for (let i = 0; i < 5; i += 1) keeper.keep(run, null);
  run.series.append(syntheticPoints(12), 5);
  await keeper.settled();
  expect(store.writes).toBe(2);
  expect((await loadSession(store, 'tab'))?.record.points).toHaveLength(10);
});

test('a full disk is told to the page and leaves the run alone; room again takes it back', async () => {
  const store = memoryKeyValue();
  const problems: (Unsaved | null)[] = [];
  const keeper = createSessionKeeper(store, 'tab', (problem) => problems.push(problem));
  const run = runOfRecord(syntheticRecord(10, { steps: 100 }), SHOWN);
  store.failure = quotaError();
  keeper.keep(run, null);
  await keeper.settled();
  expect(problems).toMatchObject([{ problem: { code: 'quota' } }]);
  expect(problems[0]?.bytes).toBeGreaterThan(1000);
  store.failure = null;
  keeper.keep(run, null);
  await keeper.settled();
  expect(problems.at(-1)).toBeNull();
});

test('a finished run that found no room is saved with its prompt once there is some', async () => {
  const store = memoryKeyValue();
  const keeper = createSessionKeeper(store, 'tab', () => undefined);
  const run = runOfRecord(syntheticRecord(20, { steps: 20 }), SHOWN);
  store.failure = quotaError();
  keeper.keep(run, null);
  await keeper.saveRun(run, 'a run');
  store.failure = null;
  expect(store.entries.size).toBe(0);
  await keeper.retry();
  expect(await listRuns(store)).toMatchObject([{ id: 'x', name: 'a run' }]);
  expect((await loadPrompt(store, 'x')).values).toEqual(promptOf(run.artefacts)?.values);
});

test('recorded runs: there, missing, unreadable', async () => {
  const text = writeRunRecord(syntheticRecord());
  const run = await loadRecordedRun('lab-small', 'sst2', (path) =>
    Promise.resolve(path === 'recorded/lab-small-sst2.json' ? text : null),
  );
  expect(run).toMatchObject({ origin: 'recorded', status: 'finished', rows: { test: 500 } });
  expect(run?.series.length).toBe(600);
  expect(await loadRecordedRun('other', 'sst2', () => Promise.resolve(null))).toBeNull();
  expect(await loadRecordedRun('lab-small', 'sst2', () => Promise.resolve('{"version":9}'))).toBeNull();
});

test('out of memory offers half the batch, NaN a lower rate, WebGPU trouble wasm', () => {
  const recipe = syntheticRecipe({ batch: 16, engine: 'webgpu' });
  expect(nextAction('out-of-memory', recipe)?.label).toBe('Run with batch 8 instead of 16');
  expect(nextAction('out-of-memory', syntheticRecipe({ batch: 1, engine: 'webgpu' }))).toBeNull();
  expect(nextAction('diverged', recipe)?.label).toContain('0.01');
  expect(nextAction('engine-failed', recipe)?.label).toBe('Run on wasm');
  expect(nextAction('model-missing', recipe)?.label).toBe('Try again');
  expect(nextAction('quota', recipe)).toBeNull();
});
