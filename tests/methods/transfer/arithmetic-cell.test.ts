import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { ArithmeticCell } from '../../../src/experiment/transfer/cells/arithmetic.ts';
import { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import { cellId, type CellResult, type SweepCell } from '../../experiment/transfer-cells.ts';
import { cellsOfSweep, runAlone, smallSweep, sourcesOn, timeless, work } from './small-sweep.ts';

const sweep = smallSweep({
  arithmetic: { tasks: ['sst2'], scales: [0, 1], sums: [['sst2', 'subj']] },
});
const cells = cellsOfSweep(sweep);

let engine: Engine;
let world: TransferWorld;
let results: Readonly<Record<string, CellResult>>;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  world = new TransferWorld(sweep, sourcesOn(engine));
  const { thrown, computed } = await work(world, cells);
  expect(thrown).toBeNull();
  results = computed;
}, 120_000);

afterAll(() => engine.release());

const expression = (change: Partial<ArithmeticCell>): ArithmeticCell => ({
  kind: 'arithmetic',
  tasks: ['sst2'],
  onto: 'own-start',
  scale: 1,
  target: 'sst2',
  vector: 'tasks',
  seed: 1,
  ...change,
});

function classes(cell: SweepCell): readonly number[] {
  const result = results[cellId(cell)];
  if (result.kind !== 'scored') throw new Error(`${cellId(cell)}: ${JSON.stringify(result)}`);
  return result.predictions;
}

test('every cell is computed, with a class for each test row', () => {
  expect(Object.keys(results)).toEqual(cells.map(cellId));
  const arithmetic = cells.filter(({ kind }) => kind === 'arithmetic');
  expect(arithmetic).toHaveLength(2 + 1 + 2 + 4);
  for (const cell of arithmetic) expect(classes(cell)).toHaveLength(12);
});

test('a vector put back on its own start says what the trained prompt says', () => {
  expect(classes(expression({}))).toEqual(
    classes({
      kind: 'transfer',
      source: { kind: 'task', task: 'sst2', start: 'shared' },
      target: 'sst2',
      seed: 1,
      plm: 'lab-tiny',
    }),
  );
});

test('a cell alone computes what it needs of others, and gives the same again', async () => {
  for (const cell of [
    expression({ onto: 'other-start' }),
    expression({ tasks: ['sst2', 'subj'], target: 'subj', vector: 'random' }),
  ])
    expect(timeless(await runAlone(world, cell))).toEqual(timeless(results[cellId(cell)]));
});
