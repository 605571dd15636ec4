import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import { randomStream } from '../../../src/experiment/random.ts';
import type { ProjectionSettings } from '../../../src/experiment/transfer/sweep-recipe.ts';
import type { EncodedTask } from '../../../src/methods/prompt/encoded-task.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { applyProjector } from '../../../src/methods/projector/apply-projector.ts';
import { initialWeights, weightDims } from '../../../src/methods/projector/projector-kinds.ts';
import { ProjectorSession } from '../../../src/methods/projector/projector-session.ts';
import {
  PROJECTOR_TRAINING,
  trainProjector,
  type ProjectorProgress,
} from '../../../src/methods/projector/train-projector.ts';
import { model } from '../train-setup.ts';
import {
  drawnPrompt,
  drawnPrompts,
  encodedTask,
  KINDS,
  LENGTH,
  runOptions,
  SOURCE_WIDTH,
  trained,
} from './projector-setup.ts';

let engine: Engine;
let tasks: Map<string, EncodedTask>;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  tasks = new Map([
    ['sst2', await encodedTask('sst2')],
    ['agnews', await encodedTask('agnews')],
  ]);
});

afterAll(() => engine.release());

const mean = (part: readonly number[]): number => part.reduce((sum, x) => sum + x, 0) / part.length;

describe.each(KINDS)('%s', (projector) => {
  test.each(['distance', 'task', 'both'] as const)('objective %s: the loss falls', async (objective) => {
    const { losses, parameters, weights } = await trained(
      runOptions(engine, tasks, { projector, objective, steps: 24, learningRate: 0.02 }),
    );
    expect(losses).toHaveLength(24);
    expect(mean(losses.slice(-3))).toBeLessThan(0.8 * mean(losses.slice(0, 3)));
    expect(Object.values(weights).reduce((sum, { values }) => sum + values.length, 0)).toBe(parameters);
  });

  test('the engine’s projection, and gradient into the first layer: as on the host, and not zero', async () => {
    const shape = {
      sourceWidth: SOURCE_WIDTH,
      targetWidth: model.plm.width,
      promptLength: LENGTH,
      hidden: 8,
      activation: 'leaky-relu',
    } as const;
    const weights = initialWeights(projector, shape, randomStream(2, 'weights'), 0.1);
    const { optimizer, clipNorm } = PROJECTOR_TRAINING;
    const session = new ProjectorSession(
      engine,
      { plm: model.plm, tokenizer: model.tokenizer, tasks },
      'task',
      { kind: projector, shape, optimizer, clipNorm },
      8,
      weights,
    );
    const task = tasks.get('sst2');
    if (task === undefined) throw new Error('no task');
    const prompt = drawnPrompt('sst2');
    const [first] = Object.keys(weightDims(projector, shape));
    const found = await session.step(
      { sourcePrompt: prompt, targetPrompt: null, batch: { task, rows: task.train } },
      { step: 1, learningRate: 0 },
      ['projected', `gradient.${first}`],
    );
    await session.release();
    const settings = { ...runOptions(engine, tasks, { projector }).settings };
    const host = applyProjector({ settings, shape, weights }, prompt);
    const apart = host.values.map((value, at) => Math.abs(value - found.projected.data[at]));
    expect([host.length, host.width]).toEqual(found.projected.dims);
    expect(Math.max(...apart)).toBeLessThan(1e-5);
    expect(Math.max(...found[`gradient.${first}`].data.map(Math.abs))).toBeGreaterThan(1e-6);
  });
});

test('what training returns is what its last program computes with', async () => {
  const options = runOptions(engine, tasks, { objective: 'distance', steps: 60, learningRate: 0.05 });
  const projector = await trained(options);
  const [source, target] = [options.sourcePrompts.get('sst2'), options.targetPrompts.get('sst2')];
  if (source === undefined || target === undefined) throw new Error('no prompts');
  const { values } = applyProjector(projector, source);
  const squares = Array.from(values, (value, at) => (value - target.values[at]) ** 2);
  expect(mean(squares)).toBeLessThan(0.02 * projector.losses[0]);
});

test('tasks of different classes and lengths share the programs, and a task’s loss is its own', async () => {
  const loss = async (names: readonly string[]): Promise<number> => {
    const events: ProjectorProgress[] = [];
    const options = runOptions(
      engine,
      tasks,
      { trainTasks: names, steps: 2, learningRate: 0 },
      { sourcePrompts: drawnPrompts(['sst2', 'agnews']), onStep: (event) => events.push(event) },
    );
    await trained(options);
    const found = events.find(({ task }) => task === 'sst2');
    if (found === undefined) throw new Error('sst2 was not drawn');
    return found.loss;
  };
  expect(await loss(['sst2', 'agnews'])).toBeCloseTo(await loss(['sst2']), 5);
});

test('prompts of different lengths train a per-token projector together: its state moves between programs', async () => {
  const prompts = (width?: number) =>
    new Map([
      ['sst2', drawnPrompt('sst2', 3, width)],
      ['agnews', drawnPrompt('agnews', 5, width)],
    ]);
  const { losses } = await trained(
    runOptions(
      engine,
      tasks,
      { trainTasks: ['sst2', 'agnews'], objective: 'distance', steps: 60, learningRate: 0.05 },
      { sourcePrompts: prompts(), targetPrompts: prompts(model.plm.width) },
    ),
  );
  expect(Math.max(...losses.slice(-4))).toBeLessThan(0.2 * Math.min(...losses.slice(0, 2)));
});

test('the same seed gives the same bits, another seed others', async () => {
  const run = (seed: number) =>
    trained(runOptions(engine, tasks, { trainTasks: ['sst2', 'agnews'], steps: 5 }, { seed, batch: 4 }));
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(again.losses).toEqual(first.losses);
  expect(again.weights).toEqual(first.weights);
  expect(other.losses).not.toEqual(first.losses);
});

test('pause holds the run after what was read, stop ends it without a projector', async () => {
  const control = new RunControl();
  const steps: number[] = [];
  const onStep = ({ step }: ProjectorProgress): void => {
    steps.push(step);
    if (step !== 2) return;
    control.pause();
    setTimeout(() => {
      steps.push(-1);
      control.resume();
    }, 20);
  };
  const finished = await trainProjector(
    runOptions(engine, tasks, { objective: 'distance' }, { control, onStep }),
  );
  expect(steps).toEqual([1, 2, -1, 3, 4]);
  expect(finished?.losses).toHaveLength(4);
  const stopping = new RunControl();
  const stopped = runOptions(
    engine,
    tasks,
    { objective: 'distance' },
    { control: stopping, onStep: ({ step }) => step === 2 && stopping.stop() },
  );
  expect(await trainProjector(stopped)).toBeNull();
});

test('a learning rate that blows the weights up is named with its step', async () => {
  const options = runOptions(engine, tasks, { objective: 'distance', learningRate: 1e30, steps: 10 });
  await expect(trainProjector(options)).rejects.toThrow(
    expect.objectContaining({
      code: 'diverged',
      where: expect.stringMatching(/^step \d+$/) as string,
    }) as Error,
  );
});

describe('what is wrong is said before anything is compiled', () => {
  const both = ['sst2', 'agnews'];
  const drawn = (change: Readonly<Record<string, ReturnType<typeof drawnPrompt>>>) =>
    new Map([...drawnPrompts(both), ...Object.entries(change)]);
  type Change = Parameters<typeof runOptions>[3];
  const rows: [string, Partial<ProjectionSettings>, () => Change, string, RegExp][] = [
    ['no training tasks', { trainTasks: [] }, () => ({}), 'recipe', /no training tasks/],
    [
      'a held-out task that is trained on',
      { trainTasks: both, heldOutTasks: ['agnews'] },
      () => ({}),
      'recipe',
      /^agnews: held out and trained/,
    ],
    [
      'a task without a source prompt',
      { trainTasks: both },
      () => ({ sourcePrompts: drawnPrompts(['sst2']) }),
      'prompt',
      /agnews has no prompt of the source PLM/,
    ],
    [
      'a task without a target prompt',
      { objective: 'both' },
      () => ({ targetPrompts: new Map() }),
      'prompt',
      /sst2 has no prompt of the target PLM/,
    ],
    [
      'source prompts of two widths',
      { trainTasks: both },
      () => ({ sourcePrompts: drawn({ agnews: drawnPrompt('agnews', LENGTH, 25) }) }),
      'prompt',
      /agnews has width 25, that of sst2 has 24/,
    ],
    [
      'a target prompt of another PLM',
      { objective: 'distance' },
      () => ({ targetPrompts: drawnPrompts(['sst2'], LENGTH, 7) }),
      'prompt',
      /sst2 has width 7; prompts of lab-tiny have 128/,
    ],
    [
      'whole prompts of two lengths',
      { trainTasks: both, projector: 'whole-prompt' },
      () => ({ sourcePrompts: drawn({ agnews: drawnPrompt('agnews', 6) }) }),
      'prompt',
      /one length: that of sst2 has 4 virtual tokens, that of agnews 6/,
    ],
    [
      'a distance between prompts of two lengths',
      { objective: 'distance' },
      () => ({ sourcePrompts: drawn({ sst2: drawnPrompt('sst2', 6) }) }),
      'prompt',
      /6 virtual tokens on the source PLM and 4 on the target/,
    ],
    [
      'a task that was not loaded',
      { trainTasks: ['subj'] },
      () => ({}),
      'task',
      /subj has no training rows for lab-tiny/,
    ],
    [
      'prompts longer than the PLM',
      {},
      () => ({ sourcePrompts: drawn({ sst2: drawnPrompt('sst2', 500) }) }),
      'text-too-long',
      /more than the \d+ positions that lab-tiny has/,
    ],
  ];
  test.each(rows)('%s', async (_what, settings, change, code, message) => {
    const failure: unknown = await trainProjector(runOptions(engine, tasks, settings, change())).catch(
      (thrown: unknown) => thrown,
    );
    if (!(failure instanceof LabError)) throw new Error('no LabError', { cause: failure });
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.remedy).not.toBe('');
  });
});
