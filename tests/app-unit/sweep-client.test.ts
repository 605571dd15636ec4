import { beforeEach, describe, expect, test } from 'vitest';
import { SweepClient } from '../../src/app/sweep/sweep-client.ts';
import type { SweepEvent } from '../../src/protocol/sweep-protocol.ts';
import { madeRecord, madeSweep, scored } from '../experiment/made-sweep.ts';
import { CRASH, ScriptedSweepWorkers, settled } from './scripted-sweep.ts';

const SWEEP = madeSweep();
const RECORD = madeRecord(SWEEP, {});

let workers: ScriptedSweepWorkers;
let heard: SweepEvent[];
let client: SweepClient;

beforeEach(() => {
  workers = new ScriptedSweepWorkers();
  heard = [];
  client = new SweepClient(workers, (event) => heard.push(event));
});

const kinds = (): readonly string[] => heard.map(({ kind }) => kind);

async function started(): Promise<void> {
  void client.start('one', SWEEP, null);
  await settled();
}

async function crashed(): Promise<void> {
  workers.crash();
  await settled();
}

test('no worker is made before it is needed, and one is made for many requests', async () => {
  await client.pause();
  expect(workers.connections).toBe(0);
  await started();
  await client.pause();
  await client.resume();
  await client.stop();
  expect(workers.connections).toBe(1);
  expect(workers.requests).toEqual(['pause', 'resume', 'stop']);
});

describe('a worker that dies', () => {
  test('is replaced by itself and given the cells that are computed', async () => {
    await started();
    workers.send({ kind: 'opened', record: RECORD }, { kind: 'cell', id: 'a', result: scored(5) });
    await crashed();
    expect(workers.connections).toBe(2);
    expect(workers.closed).toBe(1);
    expect(workers.starts[1]).toEqual({
      id: 'one',
      recipe: SWEEP,
      earlier: { ...RECORD, cells: { a: scored(5) } },
    });
    expect(heard.at(-1)).toEqual({ kind: 'recovered', from: 'worker-crashed', detail: CRASH.message });
  });

  test('again and again without a new cell is a failure, not a loop', async () => {
    await started();
    for (let i = 0; i < 8; i += 1) {
      await crashed();
      workers.endWait();
      await settled();
    }
    expect(workers.connections).toBe(4);
    expect(workers.waits).toEqual([4, 8]);
    expect(kinds()).toEqual(['recovered', 'recovered', 'recovered', 'failed']);
    expect(heard.at(-1)).toEqual({ kind: 'failed', error: CRASH });
  });

  test('may die any number of times while cells come in', async () => {
    await started();
    workers.send({ kind: 'opened', record: RECORD });
    for (let i = 0; i < 6; i += 1) {
      workers.send({ kind: 'cell', id: `cell ${String(i)}`, result: scored(i) });
      await crashed();
    }
    expect(workers.connections).toBe(7);
    expect(Object.keys(workers.starts[6].earlier?.cells ?? {})).toHaveLength(6);
    expect(kinds()).not.toContain('failed');
  });

  test('while paused is replaced only when the sweep is to go on', async () => {
    await started();
    workers.send({ kind: 'opened', record: RECORD });
    await client.pause();
    workers.send({ kind: 'paused' });
    await crashed();
    expect(workers.connections).toBe(1);
    expect(heard.at(-1)).toEqual({ kind: 'paused' });
    await client.resume();
    await settled();
    expect(workers.connections).toBe(2);
    expect(kinds().at(-1)).toBe('resumed');
  });

  test('while stopping has stopped', async () => {
    await started();
    await client.stop();
    await crashed();
    expect(workers.connections).toBe(1);
    expect(heard.at(-1)).toEqual({ kind: 'stopped' });
  });

  test('without a network is tried again when that is back, and that is no failure', async () => {
    await started();
    workers.isOnline = false;
    for (let i = 0; i < 6; i += 1) {
      await crashed();
      expect(heard.at(-1)?.kind).toBe('waiting');
      workers.endWait();
      await settled();
    }
    expect(workers.connections).toBe(7);
    expect(heard.at(-1)?.kind).toBe('recovered');
  });

  test('and is waited for can be paused and gone on with', async () => {
    await started();
    workers.isOnline = false;
    await crashed();
    await client.pause();
    expect(heard.at(-1)).toEqual({ kind: 'paused' });
    workers.endWait();
    await settled();
    expect(workers.connections).toBe(1);
    await client.resume();
    await settled();
    expect(workers.connections).toBe(2);
    expect(kinds()).toEqual(['waiting', 'paused', 'resumed']);
  });

  test('and is waited for can be stopped', async () => {
    await started();
    workers.isOnline = false;
    await crashed();
    await client.stop();
    await settled();
    expect(workers.connections).toBe(1);
    expect(heard.at(-1)).toEqual({ kind: 'stopped' });
  });
});

test('a worker that cannot be made fails the sweep in words', async () => {
  workers.refusal = new Error('no worker here');
  await client.start('one', SWEEP, null);
  expect(heard).toMatchObject([{ kind: 'failed', error: { message: 'no worker here' } }]);
});

test('what a former sweep still says is not taken for this one’s', async () => {
  await started();
  const former = workers.line;
  void client.start('two', SWEEP, null);
  await settled();
  expect(workers.closed).toBe(1);
  expect(workers.starts.at(-1)?.id).toBe('two');
  former({ kind: 'finished' }, { kind: 'cell', id: 'a', result: scored(1) });
  expect(heard).toEqual([]);
  workers.send({ kind: 'paused' });
  expect(kinds()).toEqual(['paused']);
});

test('a sweep that ended leaves its worker to the next one', async () => {
  await started();
  workers.send({ kind: 'opened', record: RECORD }, { kind: 'finished' });
  workers.end();
  await settled();
  void client.start('two', SWEEP, RECORD);
  await settled();
  expect(workers.connections).toBe(1);
  expect(workers.starts[1]).toEqual({ id: 'two', recipe: SWEEP, earlier: RECORD });
});
