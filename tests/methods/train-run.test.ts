import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '../../src/experiment/task-types.ts';
import type { Engine } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { baselineNamed } from '../../src/experiment/baselines.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import { curveOf, makeRun, promptOf, smallTask } from './train-setup.ts';

let engine: Engine;
let task: Task;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  task = await smallTask();
});

afterAll(() => engine.release());

const kinds = (events: readonly TrainEvent[]): string[] => events.map((event) => event.kind);

function checkpoints(events: readonly TrainEvent[]): Checkpoint[] {
  return events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : []));
}

describe.each(['cpu', 'wasm'] as const)('a run on %s', (choice) => {
  test('has the same bits when it is repeated with the same seed, and others with another seed', async () => {
    const own = await createNodeEngine(choice);
    const results = [];
    for (const seed of [1, 1, 2]) {
      const { run, events, session } = makeRun(own, task, { seed, steps: 7 });
      await run.run();
      await session.release();
      results.push({ curve: curveOf(events), prompt: promptOf(events) });
    }
    await own.release();
    expect(results[0].curve).toHaveLength(7);
    expect(results[1]).toEqual(results[0]);
    expect(results[2].curve).not.toEqual(results[0].curve);
  });
});

test('the loss falls on rows that are seen again and again', async () => {
  const { run, events, session } = makeRun(engine, await smallTask('sst2', 8), {
    steps: 60,
    batch: 8,
    evalEvery: 60,
  });
  await run.run();
  await session.release();
  const curve = curveOf(events);
  const mean = (part: readonly number[]): number => part.reduce((sum, x) => sum + x, 0) / part.length;
  expect(mean(curve.slice(-5))).toBeLessThan(0.5 * mean(curve.slice(0, 5)));
});

test('a run that goes on from a checkpoint ends with the bits of one that was never interrupted', async () => {
  const whole = makeRun(engine, task, {});
  await whole.run.run();
  await whole.session.release();
  const [middle] = checkpoints(whole.events).filter((checkpoint) => checkpoint.step === 6);
  const rest = makeRun(engine, task, {}, structuredClone(middle));
  await rest.run.run();
  await rest.session.release();
  expect(curveOf(rest.events)).toEqual(curveOf(whole.events).slice(6));
  expect(promptOf(rest.events)).toEqual(promptOf(whole.events));
});

test('pause holds the run, one step lets exactly one through, resume and stop work', async () => {
  const seen: string[] = [];
  const { run, control, events, session } = makeRun(engine, task, { steps: 40 }, null, (event, own) => {
    if (event.kind === 'steps' && event.points.at(-1)?.step === 1) own.pause();
    if (event.kind !== 'paused') return;
    seen.push(`paused ${String(event.step)}`);
    setTimeout(() => {
      if (seen.length === 1) own.oneStep();
      else own.stop();
    });
  });
  const result = await run.run();
  await session.release();
  expect(result).toBeNull();
  expect(control.stopping).toBe(true);
  expect(seen).toEqual(['paused 1', 'paused 2']);
  expect(kinds(events).at(-1)).toBe('stopped');
  expect(checkpoints(events).at(-1)?.step).toBe(2);
});

test('a pause holds an evaluation too, and what was left out is made up for after a reload', async () => {
  const wide = await smallTask('sst2', 64, 96);
  const first = makeRun(engine, wide, { steps: 6, evalEvery: 3 }, null, (event, own) => {
    if (event.kind === 'steps' && event.points.at(-1)?.step === 3) own.pause();
    if (event.kind === 'paused') {
      setTimeout(() => {
        own.stop();
      });
    }
  });
  expect(await first.run.run()).toBeNull();
  await first.session.release();
  const left = checkpoints(first.events).at(-1);
  expect(left?.step).toBe(3);
  expect(left?.dev).toEqual([]);
  const rest = makeRun(engine, wide, { steps: 6, evalEvery: 3 }, structuredClone(left) ?? null);
  await rest.run.run();
  await rest.session.release();
  const dev = rest.events.flatMap((event) => (event.kind === 'dev' ? [event.point.step] : []));
  expect(dev).toEqual([3, 6]);
});

test('a learning rate that blows the prompt up stops the run, names the step and keeps the best prompt', async () => {
  const { run, session, events } = makeRun(engine, task, {
    learningRate: 1e38,
    clipNorm: null,
    steps: 20,
    schedule: 'constant',
    warmupShare: 0,
    evalEvery: 20,
  });
  const failure = await run.run().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await session.release();
  expect(failure).toBeInstanceOf(LabError);
  if (!(failure instanceof LabError)) return;
  expect(failure.code).toBe('diverged');
  expect(failure.where).toMatch(/^step \d+$/);
  expect(kinds(events)).not.toContain('finished');
});

test('baselines, dev points, neurons, soft tokens and examples are told', async () => {
  const { run, events, session } = makeRun(engine, task, {});
  const result = await run.run();
  const own = await run.readSentence({ a: 'a gorgeous , witty film', b: null }, null);
  await session.release();
  for (const kind of [
    'baselines',
    'dev',
    'activations',
    'prompt-tokens',
    'examples',
    'stage-opened',
    'stage',
    'checkpoint',
    'finished',
  ])
    expect(kinds(events)).toContain(kind);
  expect(result?.bestStep).toSatisfy((step: number) => step === 6 || step === 12);
  const [first, second] = own.prompted.after;
  expect(first + second).toBeCloseTo(1, 6);
  expect(own.prompted.neurons).toHaveLength(4 * 512);
  const frame = events.find((event) => event.kind === 'activations');
  expect(frame?.kind === 'activations' && [frame.frame.layers, frame.frame.neurons]).toEqual([4, 512]);
});

test('five different random prompts are measured, and their row is their mean', async () => {
  const wide = await smallTask('sst2', 64, 64);
  for (const init of [{ kind: 'normal', sigma: 0.5 }, { kind: 'class-words' }] as const) {
    const { run, events, session } = makeRun(engine, { ...wide, test: wide.train }, { init, steps: 2 });
    await run.run();
    await session.release();
    const told = events.flatMap((event) => (event.kind === 'baselines' ? [event.baselines] : []));
    const random = told.map((rows) => baselineNamed(rows, 'randomPrompt'));
    expect(random.map((row) => row?.draws?.length)).toEqual([1, 2, 3, 4, 5]);
    const draws = random.at(-1)?.draws ?? [];
    expect(random[0]?.draws).toEqual(draws.slice(0, 1));
    expect(new Set(draws.map((draw) => `${String(draw.dev)} ${String(draw.test)}`)).size).toBeGreaterThan(1);
    for (const split of ['dev', 'test'] as const)
      expect(random.at(-1)?.[split]).toBeCloseTo(draws.reduce((sum, draw) => sum + draw[split], 0) / 5, 12);
  }
});

test('a run that goes on while random prompts are measured ends with all of them', async () => {
  const wide = await smallTask('sst2', 64, 96);
  const whole = makeRun(engine, wide, { steps: 12, evalEvery: 12 });
  await whole.run.run();
  await whole.session.release();
  const first = makeRun(engine, wide, { steps: 12, evalEvery: 12 }, null, (event, own) => {
    if (event.kind === 'baselines') own.stop();
  });
  expect(await first.run.run()).toBeNull();
  await first.session.release();
  const left = checkpoints(first.events).at(-1);
  expect(left?.baselines).toEqual([]);
  const rest = makeRun(engine, wide, { steps: 12, evalEvery: 12 }, structuredClone(left) ?? null);
  await rest.run.run();
  await rest.session.release();
  const last = (events: readonly TrainEvent[]): unknown =>
    events.findLast((event) => event.kind === 'baselines');
  expect(last(rest.events)).toEqual(last(whole.events));
});

test('the best step is the first of those with the highest dev accuracy', async () => {
  const { run, events, session } = makeRun(engine, task, { steps: 12, evalEvery: 2 });
  const result = await run.run();
  await session.release();
  const dev = events.flatMap((event) => (event.kind === 'dev' ? [event.point] : []));
  const top = Math.max(...dev.map((point) => point.accuracy));
  expect(result?.dev).toBe(top);
  expect(result?.bestStep).toBe(dev.find((point) => point.accuracy === top)?.step);
});
