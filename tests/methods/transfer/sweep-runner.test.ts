import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import { argmax } from '../../../src/experiment/metrics.ts';
import type { NeuronMask } from '../../../src/experiment/transfer/cells/mask.ts';
import { flatRecipe } from '../../../src/experiment/flat-recipe.ts';
import { TransferWorld, recipeOfCell } from '../../../src/methods/transfer/transfer-world.ts';
import { type CellResult, type SweepCell, cellId } from '../../experiment/transfer-cells.ts';
import type { MaskingSettings } from '../../../src/experiment/transfer/sweep-recipe.ts';
import { makeRun, promptOf } from '../train-setup.ts';
import {
  cellsOfSweep,
  runAlone,
  shortTask,
  smallSweep,
  sourcesOn,
  timeless,
  timelessAll,
  watchedEngine,
  work,
} from './small-sweep.ts';

const MASKING: MaskingSettings = {
  tasks: ['sst2'],
  shares: [0, 0.5],
  ranking: 'signed',
  budget: 'all-layers',
  randomMasks: 1,
  rows: 8,
};

const sweep = smallSweep({
  starts: ['shared', 'own'],
  initialisation: [{ source: 'subj', target: 'sst2' }],
  masking: MASKING,
  recommendation: { examples: 8, steps: 2, probeSteps: 1 },
});
const cells = cellsOfSweep(sweep);
const trainCell = (task: string, start: 'shared' | 'own' = 'shared'): SweepCell & { kind: 'train' } => ({
  kind: 'train',
  task,
  start,
  seed: 1,
  plm: 'lab-tiny',
});
const scoreCell = (source: string, target: string): SweepCell => ({
  kind: 'transfer',
  source: { kind: 'task', task: source, start: 'shared' },
  target,
  seed: 1,
  plm: 'lab-tiny',
});

let engine: Engine;
/** Opened once more and left to the tests, so that programs are compiled twice in all. */
let other: TransferWorld;
let whole: Readonly<Record<string, CellResult>>;

function trained(id: string, results = whole) {
  const result = results[id];
  if (result.kind !== 'trained') throw new Error(`${id} is ${result.kind}`);
  return result;
}

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  const outcome = await work(new TransferWorld(sweep, sourcesOn(engine)), cells);
  expect(outcome.thrown).toBeNull();
  whole = outcome.computed;
  other = new TransferWorld(sweep, sourcesOn(engine));
}, 120_000);

afterAll(() => engine.release());

test('a whole sweep computes every cell, in order, and none fails', () => {
  expect(Object.keys(whole)).toEqual(cells.map(cellId));
  expect(Object.entries(whole).filter(([, { kind }]) => kind === 'failed')).toEqual([]);
});

test('a template of the sweep stands in for each task’s own', async () => {
  const task = await other.task('subj');
  expect(recipeOfCell(sweep, 'lab-tiny', task, 1).template).toBe(task.template);
  const common = { ...sweep, template: '{a} : [MASK]' };
  expect(recipeOfCell(common, 'lab-tiny', task, 1)).toEqual({
    ...recipeOfCell(sweep, 'lab-tiny', task, 1),
    template: '{a} : [MASK]',
  });
});

test('a trained cell is what `lab train` gives for the same recipe, bit for bit', async () => {
  const task = await new TransferWorld(sweep, sourcesOn(engine)).task('subj');
  const { run, events, session } = makeRun(
    engine,
    task,
    flatRecipe(recipeOfCell(sweep, 'lab-tiny', task, 1)),
  );
  const result = await run.run();
  await session.release();
  const cell = trained(cellId(trainCell('subj')));
  expect(cell.prompt).toEqual(promptOf(events));
  expect([cell.bestStep, cell.dev]).toEqual([result?.bestStep, result?.dev]);
  const dev = events.flatMap((event) => (event.kind === 'dev' ? [event.point] : []));
  expect(cell.curve.map(({ step, loss, accuracy }) => ({ step, loss, accuracy }))).toEqual(dev);
  const own = whole[cellId(scoreCell('subj', 'subj'))];
  const right =
    own.kind === 'scored' ? own.predictions.filter((label, row) => label === task.test[row].y).length : NaN;
  expect(right / task.test.length).toBeCloseTo(result?.test ?? NaN, 12);
});

test('a curve counts the operations of its steps, the same for every step', () => {
  const { curve, seconds, activated } = trained(cellId(trainCell('sst2')));
  expect(curve.map(({ step }) => step)).toEqual([2, 4]);
  expect(curve[0].flops).toBeGreaterThan(1e6);
  expect(curve[1].flops).toBe(2 * curve[0].flops);
  expect(seconds[0]).toBeGreaterThan(0);
  expect(seconds[1]).toBeGreaterThan(seconds[0]);
  expect(activated).toHaveLength(2);
});

test.each<readonly [string, SweepCell]>([
  ['a prompt from its own start', trainCell('sst2', 'own')],
  ['a score', scoreCell('subj', 'sst2')],
  ['neurons', { kind: 'neurons', task: 'sst2', start: 'shared', seed: 1 }],
  ['an initialisation', { kind: 'initialise', source: 'subj', target: 'sst2', seed: 1 }],
  [
    'a mask of another task',
    {
      kind: 'mask',
      task: 'sst2',
      target: 'subj',
      mask: { kind: 'other-task', task: 'subj' },
      share: 0.5,
      seed: 1,
    },
  ],
  ['a recommendation', { kind: 'recommend', target: 'subj', seed: 1 }],
])('%s computed alone is the same as in the whole sweep', async (_, cell) => {
  expect(whole).toHaveProperty([cellId(cell)]);
  const alone = await runAlone(other, cell);
  expect(timeless(alone)).toEqual(timeless(whole[cellId(cell)]));
});

describe('masked scores', () => {
  /** Neurons that are activated most in the first two layers, or in the last two. */
  const activated = (first: boolean): CellResult => {
    const values = Float32Array.from({ length: 4 * 512 }, (_, at) => (at < 2 * 512 === first ? 1 : 0));
    return { kind: 'neurons', layers: 4, neurons: 512, alone: values.map(() => 0), onRows: values };
  };
  const known = (): Record<string, CellResult> => ({
    ...whole,
    [cellId({ kind: 'neurons', task: 'sst2', start: 'shared', seed: 1 })]: activated(true),
    [cellId({ kind: 'neurons', task: 'subj', start: 'shared', seed: 1 })]: activated(false),
  });
  const maskCell = (mask: NeuronMask, share: number): SweepCell => ({
    kind: 'mask',
    task: 'sst2',
    target: 'sst2',
    mask,
    share,
    seed: 1,
  });
  const layersOff = (off: readonly number[]): Float32Array[] =>
    Array.from({ length: 4 }, (_, layer) => new Float32Array(512).fill(off.includes(layer) ? 0 : 1));

  test.each<readonly [string, NeuronMask, readonly number[]]>([
    ['the own neurons', { kind: 'own' }, [0, 1]],
    ['another task’s neurons', { kind: 'other-task', task: 'subj' }, [2, 3]],
  ])('switch %s off, and are the classes of the first rows', async (_, mask, off) => {
    const many = { ...sweep, testRows: 64, masking: { ...MASKING, rows: 60 } };
    const world = new TransferWorld(many, sourcesOn(engine));
    const cell = maskCell(mask, 0.5);
    const rest = Object.fromEntries(Object.entries(known()).filter(([id]) => id !== cellId(cell)));
    const result = await runAlone(world, cell, rest);
    const session = await world.session('lab-tiny', 'sst2', 1);
    const { prompt } = trained(cellId(trainCell('sst2')));
    const scores = await session.scores(session.task.test.slice(0, 60), prompt, layersOff(off));
    const expected = Array.from({ length: 60 }, (__, row) => argmax(scores, 2 * row, 2));
    expect(result.kind === 'scored' && result.predictions).toEqual(expected);
  });

  test('with nothing off are those without a mask', () => {
    const masked = whole[cellId(maskCell({ kind: 'own' }, 0))];
    const plain = whole[cellId(scoreCell('sst2', 'sst2'))];
    expect(masked.kind === 'scored' && masked.predictions).toEqual(
      plain.kind === 'scored' && plain.predictions.slice(0, 8),
    );
  });
});

test('tasks of a seed share their start, or have each their own', async () => {
  const still = { ...sweep, training: { ...sweep.training, learningRate: 1e-30, warmupShare: 0 } };
  const world = new TransferWorld(still, sourcesOn(engine));
  const prompt = async (task: string, start: 'shared' | 'own'): Promise<Float32Array> => {
    const result = await runAlone(world, trainCell(task, start));
    return result.kind === 'trained' ? result.prompt : new Float32Array();
  };
  const [sst2, subj] = [await prompt('sst2', 'shared'), await prompt('subj', 'shared')];
  const { '1': initial } = (await other.header()).initialPrompts;
  expect(initial).toHaveLength(3 * 128);
  expect(sst2).toEqual(initial);
  expect(subj).toEqual(initial);
  const [own, further] = [await prompt('sst2', 'own'), await prompt('subj', 'own')];
  expect(own).not.toEqual(initial);
  expect(further).not.toEqual(initial);
  expect(further).not.toEqual(own);
});

describe('a sweep that goes on', () => {
  test('computes only what is missing, with the prompts that are there', async () => {
    const cell = scoreCell('subj', 'sst2');
    const id = cellId(cell);
    const { [id]: missing, ...known } = whole;
    const programs: string[] = [];
    const world = new TransferWorld(sweep, sourcesOn(engine), (name) => programs.push(name));
    const { computed } = await work(world, cells, { known });
    expect(timelessAll(computed)).toEqual(timelessAll({ [id]: missing }));
    expect(programs.filter((name) => name.includes('train'))).toEqual([]);
  });

  test('tries again what failed', async () => {
    const id = cellId(scoreCell('subj', 'sst2'));
    const error = { code: 'task', message: 'broken', remedy: 'mend' } as const;
    const { computed } = await work(other, cells, { known: { ...whole, [id]: { kind: 'failed', error } } });
    expect(timelessAll(computed)).toEqual(timelessAll({ [id]: whole[id] }));
  });

  test('after a stop between cells has lost none, and ends with the same', async () => {
    let seen = 0;
    const first = await work(other, cells, {
      onCell: (_, control) => {
        if (++seen === 4) control.stop();
      },
    });
    expect(first.done).toBe(false);
    expect(Object.keys(first.computed)).toEqual(cells.slice(0, 4).map(cellId));
    const rest = await work(other, cells.slice(0, 8), { known: first.computed });
    expect(rest.done).toBe(true);
    expect(Object.keys(rest.computed)).toEqual(cells.slice(4, 8).map(cellId));
    const both = { ...first.computed, ...rest.computed };
    for (const [id, result] of Object.entries(both)) expect(timeless(result)).toEqual(timeless(whole[id]));
  });

  test('after a stop during the last evaluation of a prompt has not kept half a prompt', async () => {
    const cell = trainCell('sst2');
    const first = await work(other, [cell], {
      onProgress: ({ doing, done, total }, control) => {
        if (doing.startsWith('training') && done === total) control.stop();
      },
    });
    expect(first).toEqual({ done: false, thrown: null, computed: {} });
    const second = await work(other, [cell]);
    expect(timelessAll(second.computed)).toEqual(timelessAll({ [cellId(cell)]: whole[cellId(cell)] }));
  });
});

test('cells of a task that the PLM can’t answer fail alone, with the reason; the others go on', async () => {
  const task = async (name: string) => {
    const found = await shortTask(name);
    return name === 'subj' ? { ...found, labelWords: [['𓀀'], ['great']] } : found;
  };
  const some = [scoreCell('subj', 'sst2'), trainCell('subj'), scoreCell('sst2', 'sst2')];
  const known = { [cellId(trainCell('sst2'))]: whole[cellId(trainCell('sst2'))] };
  const { done, computed } = await work(new TransferWorld(sweep, sourcesOn(engine, { task })), some, {
    known,
  });
  expect(done).toBe(true);
  for (const cell of some.slice(0, 2)) {
    const result = computed[cellId(cell)];
    expect(result.kind).toBe('failed');
    if (result.kind === 'failed') expect(result.error.message).toMatch(/𓀀.*vocabulary/s);
  }
  const last = cellId(some[2]);
  expect(timeless(computed[last])).toEqual(timeless(whole[last]));
});

test('a lost device is no fault of the cell: it is thrown on, and what was computed is kept', async () => {
  let lost = false;
  const broken = watchedEngine(engine, () =>
    lost
      ? Promise.reject(new LabError({ code: 'device-lost', message: 'The GPU is gone.', remedy: 'Go on.' }))
      : Promise.resolve(),
  );
  const world = new TransferWorld(sweep, sourcesOn(broken));
  const some = [scoreCell('sst2', 'sst2'), scoreCell('sst2', 'subj')];
  const known = { [cellId(trainCell('sst2'))]: whole[cellId(trainCell('sst2'))] };
  const { done, thrown, computed } = await work(world, some, { known, onCell: () => (lost = true) });
  expect(done).toBeNull();
  expect(thrown).toMatchObject({ code: 'device-lost' });
  expect(Object.keys(computed)).toEqual([cellId(some[0])]);
  lost = false;
  const again = await work(world, some, { known: { ...known, ...computed } });
  expect(Object.keys(again.computed)).toEqual([cellId(some[1])]);
});

test('progress names the cell at work and counts those that were there', async () => {
  const known = Object.fromEntries(Object.entries(whole).slice(0, 6));
  const seen: number[] = [];
  await work(other, cells.slice(0, 7), {
    known,
    onProgress: ({ cell, cellsDone, cellsTotal, done, total }) => {
      expect(cell).toBe(cellId(cells[6]));
      expect([cellsDone, cellsTotal]).toEqual([6, 7]);
      seen.push(done / total);
    },
  });
  expect(seen.at(-1)).toBe(1);
});
