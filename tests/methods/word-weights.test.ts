/** Weights of the label words that are trained along with a soft prompt. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { wordWeightsOf } from '../../src/experiment/artefacts.ts';
import { argmax } from '../../src/experiment/metrics.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import { wordShares } from '../../src/experiment/word-shares.ts';
import { weightedClassWords } from '../../src/methods/prompt/class-words.ts';
import { curveOf, makeRun, promptOf, smallTask } from './train-setup.ts';

let engine: Engine;
let task: Task;

const labelWords = [
  ['bad', 'poor', 'terrible', 'boring'],
  ['good', 'great', 'wonderful', 'fine', 'strong'],
];
const learned = { labelWords, wordWeights: { learningRate: 0.1 } };

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  task = await smallTask();
});

afterAll(() => engine.release());

const checkpointsOf = (events: readonly TrainEvent[]): Checkpoint[] =>
  events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : []));

function weightsOf(events: readonly TrainEvent[]): Float32Array | null {
  const finished = events.find((event) => event.kind === 'finished');
  return finished?.kind === 'finished' ? wordWeightsOf(finished.artefacts) : null;
}

test('the first loss is that of words that count alike, and the weights have moved by the end', async () => {
  const alike = makeRun(engine, task, { labelWords, steps: 4, evalEvery: 4 });
  await alike.run.run();
  await alike.session.release();
  const run = makeRun(engine, task, { ...learned, steps: 4, evalEvery: 4 });
  await run.run.run();
  await run.session.release();
  expect(curveOf(run.events)[0]).toBeCloseTo(curveOf(alike.events)[0], 5);
  expect(weightsOf(alike.events)).toBeNull();
  const weights = weightsOf(run.events);
  expect(weights).toHaveLength(9);
  expect(Math.min(...Array.from(weights ?? [], Math.abs))).toBeGreaterThan(0.01);
});

test('weights whose rate is next to nothing leave the prompt as it is without them', async () => {
  const alike = makeRun(engine, task, { labelWords, clipNorm: null });
  await alike.run.run();
  await alike.session.release();
  const still = makeRun(engine, task, {
    labelWords,
    clipNorm: null,
    wordWeights: { learningRate: 1e-9 },
  });
  await still.run.run();
  await still.session.release();
  const [a, b] = [promptOf(alike.events), promptOf(still.events)];
  const difference = Math.max(...a.map((value, at) => Math.abs(value - b[at])));
  expect(difference).toBeLessThan(1e-4);
});

test('dev is scored with the weights as they stand', async () => {
  const { run, events, session } = makeRun(engine, task, { ...learned, steps: 6, evalEvery: 6 });
  await run.run();
  const [prompt, wordWeights] = [promptOf(events), weightsOf(events)];
  const dev = session.task.dev;
  const scores = await session.scores(dev, { prompt, wordWeights });
  const alike = await session.scores(dev, prompt);
  await session.release();
  const right = dev.filter((row, at) => argmax(scores, at * 2, 2) === row.label).length / dev.length;
  const point = events.findLast((event) => event.kind === 'dev');
  expect(point?.kind === 'dev' ? point.point.accuracy : null).toBe(right);
  expect(scores).not.toEqual(alike);
});

test('a run that goes on from a checkpoint ends with the weights of one that was never interrupted', async () => {
  const whole = makeRun(engine, task, learned);
  await whole.run.run();
  await whole.session.release();
  const middle = checkpointsOf(whole.events).find(({ step }) => step === 6) ?? null;
  const rest = makeRun(engine, task, learned, structuredClone(middle));
  await rest.run.run();
  await rest.session.release();
  expect(weightsOf(rest.events)).toEqual(weightsOf(whole.events));
  expect(promptOf(rest.events)).toEqual(promptOf(whole.events));
});

describe('shares', () => {
  const verbalizer = {
    labels: ['a', 'b'],
    classWordMatrix: Float32Array.of(1 / 2, 0, 1 / 2, 0, 0, 1),
  };

  test('of a class sum to one, and equal weights share alike', () => {
    expect(weightedClassWords(verbalizer, new Float32Array(3))).toEqual(verbalizer.classWordMatrix);
    const matrix = weightedClassWords(verbalizer, Float32Array.of(Math.log(3), 0, 5));
    expect(matrix[0]).toBeCloseTo(0.75, 6);
    expect(matrix[2]).toBeCloseTo(0.25, 6);
    expect(matrix[5]).toBe(1);
  });

  test('are told by word, the greatest first, where every word has a token of its own', () => {
    const told = wordShares([['x', 'y'], ['z']], Float32Array.of(0, Math.log(3), 5));
    expect(told?.[0].map(({ word }) => word)).toEqual(['y', 'x']);
    expect(told?.[0][0].share).toBeCloseTo(0.75, 6);
    expect(wordShares([['x', 'y'], ['z']], Float32Array.of(0, 1))).toBeNull();
  });
});
