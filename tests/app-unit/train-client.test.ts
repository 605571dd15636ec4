import { beforeEach, describe, expect, test } from 'vitest';
import { TrainClient } from '../../src/app/run/train-client.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import { ScriptedWorker, settle } from './scripted-service.ts';
import { syntheticRecipe } from './synthetic-run.ts';

const RECIPE = syntheticRecipe();

function checkpointAt(step: number): Checkpoint {
  return {
    recipe: RECIPE,
    step,
    state: {},
    best: null,
    points: [],
    dev: [],
    baselines: [],
    secondsSoFar: step,
  };
}

let worker: ScriptedWorker;
let heard: TrainEvent[];
let client: TrainClient;

beforeEach(() => {
  worker = new ScriptedWorker();
  heard = [];
  client = new TrainClient(worker, (event) => heard.push(event));
});

const kinds = (): readonly string[] => heard.map(({ kind }) => kind);

async function started(): Promise<void> {
  void client.start(RECIPE, null);
  await settle();
}

test('no worker is made before it is needed, and one is made for many requests', async () => {
  expect(worker.connections).toBe(0);
  await started();
  await client.pause();
  await client.resume();
  expect(worker.connections).toBe(1);
  expect(worker.requests).toEqual(['pause', 'resume']);
});

test('events reach the page', async () => {
  await started();
  worker.send({ kind: 'paused', step: 3 });
  expect(heard).toEqual([{ kind: 'paused', step: 3 }]);
});

describe('a worker that dies', () => {
  test('is replaced by itself and goes on from the last checkpoint', async () => {
    await started();
    worker.send({ kind: 'checkpoint', checkpoint: checkpointAt(100) });
    worker.crash();
    await settle();
    expect(worker.connections).toBe(2);
    expect(worker.closed).toBe(1);
    expect(worker.starts[1]).toEqual({ recipe: RECIPE, from: checkpointAt(100) });
    expect(heard.at(-1)).toMatchObject({ kind: 'recovered', from: 'worker-crashed', step: 100 });
  });

  test('again and again without progress is a failure, not a loop', async () => {
    await started();
    for (let i = 0; i < 6; i += 1) {
      worker.crash();
      await settle();
      worker.endWait();
      await settle();
    }
    expect(worker.connections).toBe(4);
    expect(heard.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'worker-crashed' } });
  });

  test('while paused loses nothing: resuming starts from the checkpoint', async () => {
    await started();
    await client.pause();
    worker.send({ kind: 'checkpoint', checkpoint: checkpointAt(40) }, { kind: 'paused', step: 40 });
    worker.crash();
    await settle();
    expect(kinds()).toEqual(['checkpoint', 'paused']);
    void client.resume();
    await settle();
    expect(worker.starts[1]?.from?.step).toBe(40);
    expect(heard.at(-1)).toEqual({ kind: 'resumed', step: 40 });
  });

  test('while it is to pause, before it could, is paused where its last checkpoint stands', async () => {
    await started();
    worker.send({ kind: 'checkpoint', checkpoint: checkpointAt(40) });
    await client.pause();
    worker.crash();
    await settle();
    expect(worker.connections).toBe(1);
    expect(heard.at(-1)).toEqual({ kind: 'paused', step: 40 });
  });

  test('while stopping has stopped, and is not begun anew', async () => {
    await started();
    worker.send({ kind: 'checkpoint', checkpoint: checkpointAt(40) });
    await client.stop();
    worker.crash();
    await settle();
    expect(worker.connections).toBe(1);
    expect(heard.at(-1)).toEqual({ kind: 'stopped', step: 40 });
  });

  test('without a network is tried again when that is back', async () => {
    await started();
    worker.isOnline = false;
    worker.crash();
    await settle();
    expect(heard.at(-1)).toMatchObject({ kind: 'waiting', error: { code: 'worker-crashed' } });
    expect(worker.connections).toBe(1);
    worker.endWait();
    await settle();
    expect(worker.connections).toBe(2);
    expect(heard.at(-1)?.kind).toBe('recovered');
  });

  test('between its last answer and its last event is no end: the run goes on from its checkpoint', async () => {
    await started();
    worker.end();
    await settle();
    worker.crash();
    await settle();
    expect(worker.starts).toHaveLength(2);
  });

  test('after the run leaves no prompt to ask', async () => {
    await started();
    worker.send({ kind: 'stopped', step: 3 });
    expect(client.holdsPrompt).toBe(true);
    worker.crash();
    await settle();
    expect(client.holdsPrompt).toBe(false);
  });

  test('while it is asked something leaves nobody waiting', async () => {
    await started();
    worker.readSentence = () => new Promise(() => undefined);
    const asked = client.readSentence({ a: 'a', b: null }, null);
    await settle();
    worker.crash();
    await expect(asked).rejects.toMatchObject({ code: 'worker-crashed' });
  });
});

test('a run of a former visit is loaded only when it is resumed', async () => {
  client.adopt(checkpointAt(200));
  expect(worker.connections).toBe(0);
  expect(client.holdsPrompt).toBe(false);
  void client.resume();
  await settle();
  expect(worker.starts).toEqual([{ recipe: RECIPE, from: checkpointAt(200) }]);
});

test('an adopted run can be stopped without loading anything', async () => {
  client.adopt(checkpointAt(200));
  await client.stop();
  await settle();
  expect(worker.connections).toBe(0);
  expect(heard).toEqual([{ kind: 'stopped', step: 200 }]);
});

test('what a dropped run still says is not taken for the new one’s', async () => {
  await started();
  const late = worker.send.bind(worker);
  const before = worker.connections;
  void client.start({ ...RECIPE, seed: 2 }, null);
  await settle();
  expect(worker.connections).toBe(before + 1);
  heard.length = 0;
  late({ kind: 'paused', step: 1 });
  expect(kinds()).toEqual(['paused']);
  expect(worker.starts.at(-1)?.recipe.seed).toBe(2);
});

test('a worker that cannot be made fails the run in words', async () => {
  const failing = new TrainClient(
    { connect: () => Promise.reject(new Error('no worker here')), network: worker.network },
    (event) => heard.push(event),
  );
  await failing.start(RECIPE, null);
  expect(heard).toMatchObject([{ kind: 'failed', error: { message: 'no worker here' } }]);
});

test('a failure told by an event is not told twice', async () => {
  await started();
  const error = { code: 'diverged', message: 'NaN', remedy: 'lower' } as const;
  worker.send({ kind: 'failed', error, step: 5 });
  worker.end();
  await settle();
  expect(kinds()).toEqual(['failed']);
  expect(client.holdsPrompt).toBe(false);
});
