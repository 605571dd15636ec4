import { describe, expect, test } from 'vitest';
import {
  afterChange,
  afterMessage,
  NO_OFFLINE,
  updateWords,
  type Present,
} from '../../src/app/offline/offline-state.ts';

const NONE: Present = { installing: false, waiting: false, active: false };

describe('what the page says of offline use', () => {
  test('a first visit: files come, then it is ready', () => {
    let state = afterChange(NO_OFFLINE, { ...NONE, installing: true });
    expect(state.offline).toEqual({ kind: 'preparing', done: 0, total: null });
    state = afterMessage(state, { kind: 'progress', done: 3, total: 84 });
    expect(state.offline).toEqual({ kind: 'preparing', done: 3, total: 84 });
    state = afterChange(state, { ...NONE, waiting: true });
    expect(state.offline.kind).toBe('preparing');
    expect(state.update).toBe('none');
    state = afterChange(state, { ...NONE, active: true });
    expect(state.offline.kind).toBe('ready');
  });

  test('why it is not available: no room, or an interruption; another try is shown', () => {
    const coming = afterChange(NO_OFFLINE, { ...NONE, installing: true });
    const full = afterMessage(coming, { kind: 'failed', why: 'QuotaExceededError' });
    expect(full.offline).toMatchObject({ kind: 'unavailable', why: /no room/ });
    expect(afterChange(full, NONE)).toEqual(full);
    const broken = afterChange(coming, NONE);
    expect(broken.offline).toMatchObject({ kind: 'unavailable', why: /interrupted/ });
    expect(afterChange(broken, { ...NONE, installing: true }).offline.kind).toBe('preparing');
  });

  test('a new version waits beside the old one, and its progress or failure is of no concern', () => {
    const ready = afterChange(NO_OFFLINE, { ...NONE, active: true });
    expect(afterMessage(ready, { kind: 'progress', done: 1, total: 2 })).toEqual(ready);
    expect(afterMessage(ready, { kind: 'failed', why: 'NetworkError' })).toEqual(ready);
    const waiting = afterChange(ready, { ...NONE, active: true, waiting: true });
    expect(waiting).toEqual({ ...ready, update: 'waiting' });
    const taken = { ...waiting, update: 'taken' as const };
    expect(afterChange(taken, { ...NONE, active: true }).update).toBe('taken');
  });
});

test('the notice says what a new version waits for', () => {
  expect(updateWords('waiting', null, false)).toBe('A new version is ready.');
  expect(updateWords('waiting', 'sweep', false)).toMatch(/until the sweep is done/);
  expect(updateWords('waiting', null, true)).toMatch(/run in another tab/);
  expect(updateWords('taken', 'run', false)).toMatch(/when the run is done/);
  expect(updateWords('taken', null, false)).toMatch(/to use it too/);
});
