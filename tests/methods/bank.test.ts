/** Prompts that train together come out as they do alone. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { flatRecipe } from '../../src/experiment/flat-recipe.ts';
import { applyDifference, type RecipeDifference } from '../../src/experiment/recipe-difference.ts';
import type { OptimizerSettings } from '../../src/experiment/recipe-types.ts';
import type { StepPoint } from '../../src/experiment/run-record.ts';
import { randomStream } from '../../src/experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../src/experiment/sampling.ts';
import { learningRateAt } from '../../src/experiment/schedule.ts';
import { BankSession, type BankMember } from '../../src/methods/prompt/bank-session.ts';
import { bankWords, classMask, inBank } from '../../src/methods/prompt/bank-words.ts';
import { encodeTask } from '../../src/methods/prompt/encoded-task.ts';
import { initialPrompt } from '../../src/methods/prompt/prompt-init.ts';
import { PromptSession } from '../../src/methods/prompt/prompt-session.ts';
import { trainBank, type BankMoment, type BankResult } from '../../src/methods/prompt/train-bank.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import { makeRun, model, smallTask } from './train-setup.ts';

const { plm, tokenizer } = model;
const STEPS = 50;

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

async function member(name: string, change: RecipeDifference): Promise<BankMember> {
  const task = await smallTask(name, 40);
  const recipe = applyDifference(defaultRecipe(task, 'lab-tiny'), {
    steps: STEPS,
    batch: 4,
    maxLength: 32,
    promptLength: 5,
    evalEvery: STEPS,
    ...change,
  });
  return { task: encodeTask(plm, tokenizer, task, recipe), recipe };
}

/** Two tasks of two and three classes, one of them twice, with seeds and rates of their own. */
async function threeMembers(change: RecipeDifference = {}): Promise<readonly BankMember[]> {
  const [first, second] = [
    await member('sst2', { seed: 1, ...change }),
    await member('snli', { seed: 2, ...change }),
  ];
  const { learningRate } = first.recipe.training;
  const third = {
    ...first,
    recipe: applyDifference(first.recipe, { seed: 3, learningRate: learningRate / 3 }),
  };
  return [first, second, third];
}

function startOf({ task, recipe }: BankMember): Float32Array {
  return initialPrompt(recipe.init, recipe.promptLength, recipe.seed, {
    table: plm.wordTable,
    width: plm.width,
    tokenizer,
    labelWordIds: task.verbalizer.tokenIds,
    saved: null,
  });
}

interface Trained {
  readonly points: readonly StepPoint[];
  readonly prompt: Float32Array;
}

/** The member's run by itself. */
async function alone(one: BankMember): Promise<Trained> {
  const { task, recipe } = one;
  const session = new PromptSession(plm, tokenizer, task, recipe, engine);
  await session.setState(await session.startState(startOf(one)));
  const order = shuffledEpochs(task.train.length, randomStream(recipe.seed, 'order'));
  const points: StepPoint[] = [];
  const { training } = recipe;
  for (let step = 1; step <= training.steps; step += 1) {
    const rows = Array.from(takeRows(order, training.batch), (index) => task.train[index]);
    const learningRate = learningRateAt(training, step - 1);
    await session.step(rows, { learningRate, step });
    points.push(...(await session.history(step, step)).map((point) => ({ ...point, learningRate })));
  }
  const prompt = await session.readPrompt();
  await session.release();
  return { points, prompt };
}

interface Together {
  readonly moments: readonly BankMoment[];
  readonly results: readonly BankResult[];
}

async function together(members: readonly BankMember[]): Promise<Together> {
  const session = new BankSession(plm, tokenizer, members, engine);
  const moments: BankMoment[] = [];
  const results = await trainBank({
    session,
    starts: members.map(startOf),
    scorers: null,
    onMoment: (moment) => moments.push(moment),
  });
  await session.release();
  return { moments, results: results ?? [] };
}

/** ‖a − b‖ / ‖b‖ */
function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < b.length; i += 1) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
}

/** Optimiser and learning rate. */
const OPTIMIZERS: readonly (readonly [OptimizerSettings['kind'], OptimizerSettings, number])[] = [
  ['adamw', { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, 0.03],
  ['sgd', { kind: 'sgd', momentum: 0.9, nesterov: true }, 0.03],
  // Its steps do not shrink with the gradient, so that rounding grows with larger rates: from 1e-5 to 1e-4 at 0.03.
  ['adafactor', { kind: 'adafactor', weightDecay: 1e-5, clipThreshold: 1, decayRate: -0.8 }, 0.003],
];

test.each(OPTIMIZERS)(
  'each prompt of a bank trains as it does alone with %s',
  async (_kind, optimizer, learningRate) => {
    const members = await threeMembers({ optimizer, learningRate, clipNorm: 0.5 });
    const { moments, results } = await together(members);
    const [moment] = moments;
    expect(moment.step).toBe(STEPS);
    expect(results.map(({ diverged }) => diverged)).toEqual([null, null, null]);
    for (const [index, one] of members.entries()) {
      const own = await alone(one);
      const seen = results[index].points;
      expect(seen).toHaveLength(STEPS);
      for (const name of ['step', 'learningRate'] as const)
        expect(seen.map((point) => point[name])).toEqual(own.points.map((point) => point[name]));
      for (const name of ['loss', 'gradientNorm', 'accuracy'] as const) {
        const [curve, expected] = [seen, own.points].map((points) => points.map((point) => point[name]));
        expect(relativeError(curve, expected), `${name} of prompt ${index}`).toBeLessThanOrEqual(1e-5);
      }
      expect(relativeError(moment.prompts[index], own.prompt)).toBeLessThanOrEqual(1e-5);
      // It has learnt, so that the curves compared are not flat.
      expect(relativeError(moment.prompts[index], startOf(one))).toBeGreaterThan(1e-3);
    }
  },
);

test('every prompt sees as many rows a step as alone, those that its seed draws', async () => {
  const members = await threeMembers({ steps: 12, evalEvery: 5 });
  const session = new BankSession(plm, tokenizer, members, engine);
  const step = vi.spyOn(session, 'step');
  const moments: BankMoment[] = [];
  const results = await trainBank({
    session,
    starts: members.map(startOf),
    scorers: null,
    onMoment: (moment) => moments.push(moment),
  });
  await session.release();
  const calls = step.mock.calls.map(([rows]) => rows);
  expect(calls).toHaveLength(12);
  members.forEach(({ task, recipe }, index) => {
    const order = shuffledEpochs(task.train.length, randomStream(recipe.seed, 'order'));
    for (const rows of calls)
      expect(rows[index]).toEqual(
        Array.from(takeRows(order, recipe.training.batch), (row) => task.train[row]),
      );
  });
  expect(moments.map((moment) => moment.step)).toEqual([5, 10, 12]);
  for (const { points } of results ?? [])
    expect(points.map((point) => point.step)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

test('a prompt that diverges is told and harms no other, and a rate of 0 holds one', async () => {
  const change = { steps: 12, evalEvery: 12, clipNorm: null, schedule: 'constant', warmupShare: 0 } as const;
  const [first, second, third] = await threeMembers(change);
  const wild = { ...second, recipe: applyDifference(second.recipe, { learningRate: 1e38 }) };
  // No recipe has a rate of 0; the program takes any.
  const held = {
    ...third,
    recipe: { ...third.recipe, training: { ...third.recipe.training, learningRate: 0 } },
  };
  const { moments, results } = await together([first, wild, held]);
  expect(results[0].diverged).toBeNull();
  expect(results[1].diverged).toBeGreaterThan(1);
  expect(results[2].diverged).toBeNull();
  const step = results[1].diverged ?? 0;
  expect(results[1].points.slice(0, step - 1).every(({ loss }) => Number.isFinite(loss))).toBe(true);
  const [moment] = moments;
  expect(relativeError(moment.prompts[0], (await alone(first)).prompt)).toBeLessThanOrEqual(1e-5);
  expect(moment.prompts[2]).toEqual(startOf(held));
});

test('the best prompt and the dev points are those of a run alone', async () => {
  const members = await threeMembers({ steps: 16, evalEvery: 4 });
  const session = new BankSession(plm, tokenizer, members, engine);
  const scorers = members.map(({ task, recipe }) => new PromptSession(plm, tokenizer, task, recipe, engine));
  const bank = { session, starts: members.map(startOf), scorers };
  const results = (await trainBank(bank)) ?? [];
  for (const [index, { recipe }] of members.entries()) {
    const {
      run,
      session: own,
      events,
    } = makeRun(engine, await smallTask(recipe.task, 40), flatRecipe(recipe));
    const best = await run.train();
    const dev = events.flatMap((event) => (event.kind === 'dev' ? [event.point] : []));
    await own.release();
    const seen = results[index];
    expect(seen.dev.map(({ step, accuracy }) => [step, accuracy])).toEqual(
      dev.map(({ step, accuracy }) => [step, accuracy]),
    );
    expect(
      relativeError(
        seen.dev.map(({ loss }) => loss),
        dev.map(({ loss }) => loss),
      ),
    ).toBeLessThanOrEqual(1e-5);
    expect(seen.points).toHaveLength(16);
    expect([seen.best?.step, seen.best?.dev]).toEqual([best?.step, best?.dev]);
    expect(relativeError(seen.best?.prompt ?? [], best?.prompt ?? [])).toBeLessThanOrEqual(1e-5);
  }
  const control = new RunControl();
  const seen: number[] = [];
  const stopped = await trainBank({
    ...bank,
    control,
    onMoment: ({ step }) => {
      seen.push(step);
      if (step === 8) control.stop();
    },
  });
  expect(stopped).toBeNull();
  expect(seen).toEqual([4, 8]);
  for (const made of [session, ...scorers]) await made.release();
});

describe('label words of several tasks', () => {
  test('each token once, classes side by side, a task that two prompts share once', async () => {
    const [first, second] = await threeMembers();
    const words = bankWords([first.task, second.task, first.task]);
    expect(words.labels).toHaveLength(5);
    expect(words.classesOf).toEqual([
      { first: 0, count: 2 },
      { first: 2, count: 3 },
      { first: 0, count: 2 },
    ]);
    expect(new Set(words.tokenIds).size).toBe(words.tokenIds.length);
    for (const { task, offset } of [
      { task: first.task, offset: 0 },
      { task: second.task, offset: 2 },
    ]) {
      const { tokenIds, classWordMatrix, labels } = task.verbalizer;
      tokenIds.forEach((id, word) => {
        const row = words.tokenIds.indexOf(id);
        labels.forEach((_, label) =>
          expect(words.classWordMatrix[row * 5 + offset + label]).toBe(
            classWordMatrix[word * labels.length + label],
          ),
        );
      });
    }
    expect(inBank(second.task.train, 1, words).map(({ label }) => label)).toEqual(
      second.task.train.map(({ label }) => label + 2),
    );
    const seen = Array.from(classMask(words, 2), (value) => Number(value === 0));
    const [two, three] = [
      [1, 1, 0, 0, 0],
      [0, 0, 1, 1, 1],
    ];
    expect(seen).toEqual([two, two, three, three, two, two].flat());
  });

  test('a word that two tasks share is looked up once and counts for both', async () => {
    const recipes = [
      [['great'], ['bad']],
      [['bad'], ['great', 'good']],
    ];
    const both = await Promise.all(recipes.map((labelWords) => member('sst2', { labelWords })));
    const words = bankWords(both.map(({ task }) => task));
    expect(words.tokenIds).toHaveLength(3);
    const [great] = both[0].task.verbalizer.tokenIds;
    const row = words.tokenIds.indexOf(great);
    expect(Array.from(words.classWordMatrix.subarray(row * 4, row * 4 + 4))).toEqual([1, 0, 0, 0.5]);
  });
});

describe('what is no bank is refused', () => {
  test.each<[string, RecipeDifference]>([
    ['batch', { batch: 8 }],
    ['promptLength', { promptLength: 6 }],
    ['steps', { steps: 10 }],
    ['clipNorm', { clipNorm: null }],
    ['optimizer', { optimizer: { kind: 'sgd', momentum: 0, nesterov: false } }],
  ])('prompts that differ in %s', async (field, change) => {
    const members = [await member('sst2', {}), await member('sst2', change)];
    const make = (): unknown => new BankSession(plm, tokenizer, members, engine);
    expect(make).toThrow(LabError);
    expect(make).toThrow(field);
  });

  test('no prompt, and starts that do not fit', async () => {
    expect(() => new BankSession(plm, tokenizer, [], engine)).toThrow(LabError);
    const session = new BankSession(plm, tokenizer, [await member('sst2', {})], engine);
    await expect(session.startState([])).rejects.toThrow(LabError);
    await expect(session.startState([new Float32Array(3)])).rejects.toThrow(/3 numbers/);
    await session.release();
  });
});
