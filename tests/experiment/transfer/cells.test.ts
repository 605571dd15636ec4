import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transferExperiment } from '../../../src/experiment/transfer/transfer-experiment.ts';
import { shardOf } from '../../../src/experiment/sweep/list-cells.ts';
import { maskTargets } from '../../../src/experiment/transfer/cells/mask.ts';
import { type CellOf, type SweepCell, cellId, cellsOf } from '../transfer-cells.ts';
import type { TransferSweep } from '../../../src/experiment/transfer/sweep-recipe.ts';
import { familyOf, madeSweep, wholeSweep } from '../made-sweep.ts';

const ofKind = <K extends SweepCell['kind']>(cells: readonly SweepCell[], kind: K): CellOf<K>[] =>
  cells.filter((cell): cell is CellOf<K> => cell.kind === kind);

/** Sweeps of one to five tasks that ask for more or less. */
const anySweep: fc.Arbitrary<TransferSweep> = fc
  .record({
    tasks: fc.uniqueArray(fc.constantFrom('joy', 'mood', 'topic', 'a/b', 'random', 'own'), { minLength: 1 }),
    seeds: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 3 }),
    starts: fc.constantFrom<TransferSweep['starts']>(
      ['shared'],
      ['own'],
      ['shared', 'own'],
      ['own', 'shared'],
    ),
    randomPrompts: fc.integer({ min: 0, max: 3 }),
    asked: fc.boolean(),
  })
  .map(({ tasks, seeds, starts, randomPrompts, asked }) => {
    const { masking, recommendation, projections } = wholeSweep();
    const more: Partial<TransferSweep> = asked
      ? {
          starts: ['shared', 'own'],
          initialisation: tasks.slice(1).map((target) => ({ source: tasks[0], target })),
          earlyLooks: { examples: null, looks: [0], devRows: 1 },
          masking: masking === null ? null : { ...masking, tasks },
          recommendation,
          projections: projections.map((projection) => ({ ...projection, trainTasks: tasks })),
        }
      : {};
    return madeSweep({ tasks, seeds, starts, randomPrompts, ...more });
  });

test('no two cells of a sweep share an id', () => {
  fc.assert(
    fc.property(anySweep, (sweep) => {
      const ids = cellsOf(sweep, familyOf).map(cellId);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 50 },
  );
});

test('every cell is in exactly one shard, whatever the number of shards, in the order of the sweep', () => {
  fc.assert(
    fc.property(anySweep, fc.integer({ min: 1, max: 40 }), (sweep, count) => {
      const cells = cellsOf(sweep, familyOf);
      const shards = Array.from({ length: count }, (_, index) =>
        shardOf(transferExperiment, cells, sweep, index + 1, count).map(cellId),
      );
      expect(shards.flat().sort()).toEqual(cells.map(cellId).sort());
      for (const shard of shards) expect(shard).toEqual(cells.map(cellId).filter((id) => shard.includes(id)));
    }),
    { numRuns: 50 },
  );
});

test('what shares a prompt is in one shard, so that no prompt is trained twice', () => {
  const sweep = wholeSweep({ recommendation: null, projections: [] });
  const cells = cellsOf(sweep, familyOf);
  const shardNames = new Map<string, Set<number>>();
  for (let index = 1; index <= 4; index++)
    for (const cell of shardOf(transferExperiment, cells, sweep, index, 4)) {
      if (cell.kind === 'train' || cell.kind === 'neurons') {
        const name = `${cell.start} ${cell.task} ${String(cell.seed)}`;
        shardNames.set(name, (shardNames.get(name) ?? new Set()).add(index));
      }
      if (cell.kind === 'transfer' && cell.source.kind === 'task') {
        const name = `${cell.source.start} ${cell.source.task} ${String(cell.seed)}`;
        shardNames.set(name, (shardNames.get(name) ?? new Set()).add(index));
      }
    }
  expect(shardNames.size).toBe(2 * 3 * 2);
  for (const shards of shardNames.values()) expect(shards.size).toBe(1);
});

describe('the cells of a sweep', () => {
  const cells = cellsOf(wholeSweep(), familyOf);

  test('come seed after seed, in the order of the recipe; what no seed changes comes first', () => {
    const cellsOfSeeds = cellsOf(madeSweep({ seeds: [7, 3] }), familyOf);
    expect([...new Set(cellsOfSeeds.map(({ seed }) => seed))]).toEqual([0, 7, 3]);
    const seeds = cellsOfSeeds.map(({ seed }) => [0, 7, 3].indexOf(seed));
    expect(seeds).toEqual([...seeds].sort());
  });

  test('are a prompt a task, start and seed, and every prompt on every task', () => {
    expect(ofKind(cells, 'train').filter(({ plm }) => plm === 'plm-a')).toHaveLength(3 * 2 * 2);
    const pairs = ofKind(cells, 'transfer').filter(
      ({ plm, source }) => plm === 'plm-a' && source.kind === 'task',
    );
    expect(pairs).toHaveLength(3 * 3 * 2 * 2);
    expect(ofKind(cells, 'neurons')).toHaveLength(3 * 2 * 2);
    expect(ofKind(cells, 'initialise')).toHaveLength(2 * 2);
    expect(ofKind(cells, 'recommend')).toHaveLength(3 * 2);
  });

  test('have a random start of its own for each target that is looked at early, and none otherwise', () => {
    const pairs = [
      { source: 'joy', target: 'mood' },
      { source: 'topic', target: 'mood' },
      { source: 'joy', target: 'topic' },
    ];
    const earlyLooks = { examples: 32, looks: [0, 2], devRows: 100 };
    const looked = cellsOf(madeSweep({ initialisation: pairs, earlyLooks }), familyOf);
    expect(ofKind(looked, 'random-start').map(({ target, seed }) => [target, seed])).toEqual([
      ['mood', 1],
      ['topic', 1],
      ['mood', 2],
      ['topic', 2],
    ]);
    expect(ofKind(looked, 'initialise')).toHaveLength(6);
    expect(ofKind(cellsOf(madeSweep({ initialisation: pairs }), familyOf), 'random-start')).toEqual([]);
  });

  test('have the template alone once and random prompts once a draw and seed', () => {
    const home = ofKind(cells, 'transfer').filter(({ plm }) => plm === 'plm-a');
    expect(home.filter(({ source }) => source.kind === 'none')).toHaveLength(3);
    expect(home.filter(({ source }) => source.kind === 'random')).toHaveLength(3 * 2 * 2);
  });

  test('have the other PLM’s own prompts for a projection, trained there once', () => {
    const there = ofKind(cells, 'train').filter(({ plm }) => plm === 'plm-b');
    expect(there.map(({ start }) => start)).toEqual(there.map(() => 'shared'));
    expect(there).toHaveLength(3 * 2);
    expect(ofKind(cells, 'project')).toHaveLength(2);
  });

  test('have one mask where nothing is switched off, and all kinds of masks where something is', () => {
    const masks = ofKind(cells, 'mask').filter(
      ({ task, seed, target }) => task === 'joy' && seed === 1 && target === 'mood',
    );
    const kinds = (share: number): string[] =>
      masks.filter((cell) => cell.share === share).map(({ mask }) => mask.kind);
    expect(kinds(0)).toEqual(['own']);
    expect(kinds(0.5)).toEqual(['own', 'random', 'random', 'other-task']);
    const [other] = masks.filter(({ mask }) => mask.kind === 'other-task');
    expect(other.mask).toEqual({ kind: 'other-task', task: 'topic' });
  });
});

test('a sweep without arithmetic has no cells of it', () => {
  expect(ofKind(cellsOf(madeSweep(), familyOf), 'arithmetic')).toEqual([]);
});

test('vectors are put on another start, scaled, and added on both targets, each beside a random one; λ = 0 has none', () => {
  const cells = ofKind(cellsOf(wholeSweep(), familyOf), 'arithmetic').filter(({ seed }) => seed === 2);
  const asked = cells.map(
    ({ onto, scale, tasks, target, vector }) =>
      `${onto} ${String(scale)} ${tasks.join('+')} → ${target} ${vector}`,
  );
  const both = (expression: string): string[] => [`${expression} tasks`, `${expression} random`];
  const of = (task: string): string[] => [
    ...both(`other-start 1 ${task} → ${task}`),
    `own-start 0 ${task} → ${task} tasks`,
    ...both(`own-start 0.5 ${task} → ${task}`),
    ...both(`own-start 1.5 ${task} → ${task}`),
  ];
  expect(asked).toEqual([
    ...of('joy'),
    ...of('topic'),
    ...both('own-start 1 joy+topic → joy'),
    ...both('own-start 1 joy+topic → topic'),
  ]);
});

test('masks are measured on the task itself, on one of its type and on one of another', () => {
  expect(maskTargets('joy', ['topic', 'mood', 'joy'], familyOf)).toEqual(['joy', 'mood', 'topic']);
  expect(maskTargets('topic', ['topic', 'mood', 'joy'], familyOf)).toEqual(['topic', 'mood']);
  expect(maskTargets('joy', ['joy'], familyOf)).toEqual(['joy']);
});
