import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { LabError, type LabErrorCode } from '../../src/errors/lab-error.ts';
import { CheckpointSchema } from '../../src/experiment/checkpoint-schema.ts';
import { promptOf } from '../../src/experiment/artefacts.ts';
import { applyDifference } from '../../src/experiment/recipe-difference.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import { Resources } from '../../workers/job/resources.ts';
import { PageTrainService } from '../../workers/train/train-service.ts';
import { model, smallTask } from '../methods/train-setup.ts';
import { watchedEngine } from '../methods/transfer/small-sweep.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';

let real: Engine;
let task: Task;
let recipe: Recipe;
beforeAll(async () => {
  real = await createNodeEngine('cpu');
  task = await smallTask();
  recipe = applyDifference(defaultRecipe(task, 'lab-tiny'), {
    steps: 6,
    batch: 4,
    maxLength: 32,
    promptLength: 4,
    evalEvery: 2,
    engine: 'cpu',
  });
});
afterAll(() => real.release());

/** Opens from the disk what the page fetches; the first `failures` openings have no connection. */
class StubResources extends Resources {
  constructor(private failures: number) {
    super(new URL('http://page.invalid/'), memoryKeyValue());
  }

  override plm(): ReturnType<Resources['plm']> {
    if (this.failures-- > 0) return Promise.reject(broken('download'));
    return Promise.resolve(model);
  }

  override task(): ReturnType<Resources['task']> {
    return Promise.resolve(task);
  }
}

const broken = (code: LabErrorCode): LabError => new LabError({ code, message: code, remedy: 'Wait.' });

function makeService(parts: {
  readonly failures?: number;
  readonly before?: () => Promise<void>;
  readonly onEvent?: (event: TrainEvent, service: PageTrainService) => void;
}) {
  const events: TrainEvent[] = [];
  let engines = 0;
  const service = new PageTrainService({
    resources: new StubResources(parts.failures ?? 0),
    makeEngine: () => {
      engines++;
      const engine = watchedEngine(real, parts.before ?? (() => Promise.resolve()));
      // The real one is shared by all tests.
      return Promise.resolve({ ...engine, release: () => Promise.resolve() });
    },
    network: { online: () => true, back: () => Promise.resolve() },
    loadPrompt: () => Promise.reject(new Error('no prompt is asked for')),
  });
  const port = Object.assign(new MessageChannel().port1, {
    postMessage: (event: TrainEvent) => {
      events.push(event);
      parts.onEvent?.(event, service);
    },
  });
  void service.connect(port);
  const kinds = (): readonly string[] => events.map(({ kind }) => kind);
  const prompt = (): Float32Array | null =>
    events
      .flatMap((event) => (event.kind === 'finished' ? [promptOf(event.artefacts)?.values ?? null] : []))
      .at(0) ?? null;
  return { service, events, kinds, prompt, engines: () => engines };
}

test('a broken connection is waited for, and the run goes on', async () => {
  const { service, kinds } = makeService({ failures: 2 });
  await service.start(recipe, null);
  expect(kinds().slice(0, 2)).toEqual(['waiting', 'waiting']);
  expect(kinds()).toContain('finished');
});

test('a lost device costs what came after the last checkpoint, and the result is the same bit for bit', async () => {
  const whole = makeService({});
  await whole.service.start(recipe, null);
  let lose = false;
  let lost = 0;
  const shaken = makeService({
    before: () => {
      if (!lose || lost > 0) return Promise.resolve();
      lost++;
      return Promise.reject(broken('device-lost'));
    },
    onEvent: (event) => {
      if (event.kind === 'checkpoint' && event.checkpoint.step === 2) lose = true;
    },
  });
  await shaken.service.start(recipe, null);
  expect(lost).toBe(1);
  expect(shaken.events.find(({ kind }) => kind === 'recovered')).toMatchObject({
    from: 'device-lost',
    step: 2,
  });
  expect(shaken.engines()).toBe(2);
  expect(shaken.prompt()).not.toBeNull();
  expect(shaken.prompt()).toEqual(whole.prompt());
});

test('a stop is told once, and every checkpoint is one to go on from', async () => {
  const checkpoints: Checkpoint[] = [];
  const { service, kinds } = makeService({
    onEvent: (event, self) => {
      if (event.kind !== 'checkpoint') return;
      checkpoints.push(event.checkpoint);
      if (event.checkpoint.step === 4) void self.stop();
    },
  });
  await service.start(recipe, null);
  expect(kinds().filter((kind) => kind === 'stopped')).toHaveLength(1);
  expect(checkpoints.length).toBeGreaterThan(1);
  for (const checkpoint of checkpoints) expect(v.is(CheckpointSchema, checkpoint)).toBe(true);
});
