/** A reader in training: programs of two lengths, looks at dev, an average of the weights. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { ChoiceItem, ReadingSplits } from '../../../src/experiment/reader/items/reading-item.ts';
import { defaultRead } from '../../../src/experiment/reader/default-read.ts';
import type { ReaderTraining } from '../../../src/experiment/reader/read-recipe.ts';
import { modelFor, prepareSet } from '../../../src/methods/reader/prepared-set.ts';
import { ReaderRun, type ReaderOutcome } from '../../../src/methods/reader/reader-run.ts';
import { ReaderSession } from '../../../src/methods/reader/reader-session.ts';
import { ProgramCache } from '../../../src/methods/training/program-cache.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

const NAMES = ['amber', 'basil', 'cedar', 'dune', 'ember', 'fjord', 'grove', 'heath'];

/** The passage of the entity that is asked for mentions the answer. */
function item(at: number): ChoiceItem {
  const names = NAMES.map((_, n) => NAMES[(n + at) % NAMES.length]);
  const [first, second, right, wrong] = names;
  return {
    kind: 'choice',
    id: `item ${String(at)}`,
    query: `kind_of ${first}`,
    relation: 'kind_of',
    passages: [
      { title: first, text: `a kind of ${right} that grows` },
      { title: second, text: `a kind of ${wrong} that shines` },
    ],
    candidates: [right, wrong],
    answer: right,
    chain: { bridge: second, gold: [0, 1], oneHopQuery: `kind_of ${second}` },
  };
}

const items = (count: number): readonly ChoiceItem[] => Array.from({ length: count }, (_, at) => item(at));

const SPLITS: ReadingSplits<ChoiceItem> = { train: items(16), dev: items(6), test: items(6) };

const RECIPE = defaultRead();
const ENCODING = { ...RECIPE.encoding, passages: 2, passageLength: 12, candidates: 2 };
const SIZES = { ...RECIPE.model, width: 8, heads: 2, keep: 6, blocks: 1, wordWidth: 16 };
const TRAINING: ReaderTraining = {
  ...RECIPE.training,
  ...{ steps: 8, batch: 4, evalEvery: 4, warmupSteps: 2, levelUntil: 6, scheduleSteps: 8, bare: 4, whole: 6 },
};

async function trained(change: Partial<ReaderTraining> = {}, seed = 3) {
  const set = prepareSet(SPLITS, ENCODING, SIZES);
  const programs = new ProgramCache();
  const session = new ReaderSession({
    ...{ engine, programs, set, seed, bit: RECIPE.bit, mode: 'gate', encoding: ENCODING },
    model: modelFor(SIZES, ENCODING, set.kind),
    training: { ...TRAINING, ...change },
  });
  const losses: (number | undefined)[] = [];
  const outcome = await new ReaderRun({
    session,
    control: new RunControl(),
    dev: set.dev,
    onStep: (_, loss) => losses.push(loss),
  }).run();
  if (outcome === null) throw new Error('it was not to stop');
  return { outcome, losses, session, set, programs };
}

test('the same seed gives the same weights bit for bit, over programs of two lengths', async () => {
  const [one, other] = [await trained(), await trained()];
  expect(one.set.bareLength).toBeLessThan(ENCODING.passageLength);
  expect(one.outcome.best.weights).toEqual(other.outcome.best.weights);
  expect(one.losses).toEqual(other.losses);
  const third = await trained({}, 4);
  expect(third.outcome.best.weights).not.toEqual(one.outcome.best.weights);
});

test('weights and optimiser go on unchanged when passages become longer', async () => {
  const { session, set } = await trained({ steps: 4, bare: 4, whole: 4 });
  const before = await session.weights();
  // The next step is on whole texts: at a rate of 0 nothing but the move could change them.
  const resting = new ReaderSession({
    ...session.parts,
    training: { ...session.parts.training, learningRate: 0 },
  });
  await resting.begin(before);
  await resting.step(1, set.train.slice(0, 4));
  await resting.step(5, set.train.slice(0, 4));
  expect(resting.settingsAt(1).trimmedLength).not.toBeNull();
  expect(resting.settingsAt(5).trimmedLength).toBeNull();
  expect(await resting.weights()).toEqual(before);
});

test('looks tell two hops, one hop and what is trained on apart, and the best is kept', async () => {
  const { outcome } = await trained();
  const { points, best }: ReaderOutcome = outcome;
  expect(points.map(({ step, wordsKept }) => [step, wordsKept])).toEqual([
    [4, 0],
    [8, 1],
  ]);
  for (const { devTwoHop, devOneHop, devAsTrained, loss, gateL1 } of points) {
    for (const share of [devTwoHop, devOneHop ?? NaN, devAsTrained])
      expect((6 * share) % 1).toBeCloseTo(0, 9);
    expect(loss).toBeGreaterThan(0);
    expect(gateL1).toBeGreaterThan(0);
  }
  expect(best.twoHop).toBe(Math.max(...points.map(({ devTwoHop }) => devTwoHop)));
});

test('an average of the weights is read with where one is kept', async () => {
  const [plain, average] = [await trained(), await trained({ average: true })];
  expect(average.losses).toEqual(plain.losses);
  expect(average.outcome.best.weights).not.toEqual(plain.outcome.best.weights);
});

test('a set without a question that can be answered is refused', () => {
  const lost = SPLITS.train.map((one) => ({ ...one, passages: [{ title: null, text: 'nothing' }] }));
  expect(() => prepareSet({ ...SPLITS, train: lost }, ENCODING, SIZES)).toThrow(/No question to learn from/);
});
