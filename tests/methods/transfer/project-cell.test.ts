import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { PROJECTION_CONTROLS, type ProjectedCell } from '../../../src/experiment/transfer/cells/project.ts';
import { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import { type CellResult, type SweepCell, cellId } from '../../experiment/transfer-cells.ts';
import type { ProjectionSettings } from '../../../src/experiment/transfer/sweep-recipe.ts';
import { cellsOfSweep, runAlone, smallSweep, sourcesOn, timelessAll, work } from './small-sweep.ts';

const projection = (change: Partial<ProjectionSettings>): ProjectionSettings => ({
  toPlm: 'twin',
  projector: 'per-token',
  objective: 'task',
  hidden: 4,
  trainTasks: ['sst2'],
  heldOutTasks: ['subj'],
  steps: 3,
  learningRate: 0.01,
  initialise: [],
  ...change,
});

/** To a second copy of the same PLM, so that what a projector should do is known. */
const sweep = smallSweep({
  projections: [
    projection({ projector: 'least-squares' }),
    projection({ projector: 'per-token' }),
    projection({ projector: 'relative' }),
  ],
});
const cells = cellsOfSweep(sweep);

const engines = new Map<string, Engine>();
let results: Readonly<Record<string, CellResult>>;
let world: TransferWorld;

beforeAll(async () => {
  const home = await createNodeEngine('cpu');
  engines.set('lab-tiny', home);
  engines.set('twin', await createNodeEngine('cpu'));
  world = new TransferWorld(
    sweep,
    sourcesOn(home, {
      engine: (plm) => {
        const engine = engines.get(plm);
        return engine === undefined ? Promise.reject(new Error(plm)) : Promise.resolve(engine);
      },
    }),
  );
  const { thrown, computed } = await work(world, cells);
  expect(thrown).toBeNull();
  results = computed;
}, 120_000);

afterAll(async () => {
  for (const engine of engines.values()) await engine.release();
});

function projected(index: number): ProjectedCell {
  const result = results[cellId({ kind: 'project', index, seed: 1 })];
  if (result.kind !== 'projected') throw new Error(JSON.stringify(result));
  return result;
}

const trainOf = (task: string, plm: string): SweepCell => ({
  kind: 'train',
  task,
  start: 'shared',
  seed: 1,
  plm,
});

const promptOf = (task: string): Float32Array => {
  const result = results[cellId(trainOf(task, 'lab-tiny'))];
  return result.kind === 'trained' ? result.prompt : new Float32Array();
};

test('every cell is computed, on either PLM', () => {
  expect(Object.keys(results)).toEqual(cells.map(cellId));
  expect(Object.values(results).filter(({ kind }) => kind === 'failed')).toEqual([]);
  const twin = Object.entries(results).filter(([id]) => id.includes(' twin '));
  expect(twin.length).toBeGreaterThan(0);
  for (const [id, result] of twin)
    expect(timelessAll({ id: result })).toEqual(timelessAll({ id: results[id.replace('twin', 'lab-tiny')] }));
});

describe.each([
  ['least squares', 0],
  ['the relative projector', 2],
] as const)('%s to a PLM with the same words', (_, index) => {
  test('leaves prompts as they are, held out or not, and so what they say', () => {
    const { tasks, losses } = projected(index);
    expect(losses).toEqual([]);
    for (const task of ['sst2', 'subj']) {
      const source = promptOf(task);
      const scale = Math.max(...source.map(Math.abs));
      tasks[task].prompt.forEach((value, index) => {
        expect(Math.abs(value - source[index])).toBeLessThan(0.01 * scale);
      });
      const own =
        results[
          cellId({
            kind: 'transfer',
            source: { kind: 'task', task, start: 'shared' },
            target: task,
            seed: 1,
            plm: 'lab-tiny',
          })
        ];
      expect(own.kind === 'scored' && tasks[task].predictions.projected).toEqual(
        own.kind === 'scored' && own.predictions,
      );
    }
  });

  test('swaps the prompts of two tasks for the control', () => {
    const { tasks } = projected(index);
    const swapped =
      results[
        cellId({
          kind: 'transfer',
          source: { kind: 'task', task: 'subj', start: 'shared' },
          target: 'sst2',
          seed: 1,
          plm: 'lab-tiny',
        })
      ];
    expect(swapped.kind === 'scored' && swapped.predictions).toEqual(tasks.sst2.predictions.otherTask);
  });
});

describe('a trained projector', () => {
  test('has a loss a step, and classes for every row with every control', () => {
    const { losses, tasks, parameters, cosines } = projected(1);
    expect(losses).toHaveLength(3);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(parameters).toBeGreaterThan(0);
    expect(cosines[0][0]).toBeCloseTo(1, 5);
    expect(cosines[0][1]).toBeCloseTo(cosines[1][0], 6);
    for (const task of ['sst2', 'subj'])
      for (const control of PROJECTION_CONTROLS) expect(tasks[task].predictions[control]).toHaveLength(12);
  });

  test('is the same when it is trained again', async () => {
    const cell: SweepCell = { kind: 'project', index: 1, seed: 1 };
    const known = Object.fromEntries(Object.entries(results).filter(([id]) => id !== cellId(cell)));
    const again = await runAlone(world, cell, known);
    expect(timelessAll({ x: again })).toEqual(timelessAll({ x: projected(1) }));
  });

  test('that is stopped leaves nothing', async () => {
    const cell: SweepCell = { kind: 'project', index: 1, seed: 1 };
    const known = Object.fromEntries(Object.entries(results).filter(([id]) => id !== cellId(cell)));
    const outcome = await work(world, [cell], {
      known,
      onProgress: ({ doing }, control) => {
        if (doing.includes('projector')) control.stop();
      },
    });
    expect(outcome).toEqual({ done: false, thrown: null, computed: {} });
  });
});
