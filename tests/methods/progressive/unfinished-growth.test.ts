/** A sweep that is left inside a growing run goes on there, and not at the cell's beginning. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnfinishedFile } from '../../../src/cli/unfinished-file.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { defaultGrowth } from '../../../src/experiment/progressive/default-growth.ts';
import type { GrowthCheckpoint } from '../../../src/experiment/progressive/growth-checkpoint.ts';
import { growthCheckpointOf } from '../../../src/experiment/progressive/growth-checkpoint-schema.ts';
import { cellsOf } from '../../../src/experiment/sweep/list-cells.ts';
import type { CellResults } from '../../../src/experiment/sweep/sweep-record.ts';
import { growthMethod } from '../../../src/methods/progressive/growth-method.ts';
import { GrowthWorld } from '../../../src/methods/progressive/growth-world.ts';
import { runSweep } from '../../../src/methods/sweep/run-sweep.ts';
import { beginRecord } from '../../../src/methods/sweep/sweep-method.ts';
import type { UnfinishedCells } from '../../../src/methods/sweep/unfinished-cells.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { sourcesOn, timelessAll } from '../transfer/small-sweep.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

const usual = defaultGrowth('lab-tiny', ['subj']);
const SWEEP = {
  ...usual,
  training: { ...usual.training, promptLength: 3, steps: 10, evalEvery: 5, batch: 4, maxLength: 16 },
  seeds: [1],
  compare: [],
  devRows: 12,
  testRows: 12,
  scoreRows: 16,
  engine: 'cpu' as const,
};

interface Attempt {
  readonly done: boolean;
  readonly results: CellResults;
  /** Steps that were told of the growing run. */
  readonly steps: readonly number[];
}

async function attempt(unfinished: UnfinishedCells, stopAt: number | null): Promise<Attempt> {
  const world = new GrowthWorld(SWEEP, sourcesOn(engine));
  const begun = await beginRecord(world, { madeBy: 'a test', startedAt: '2026-01-01T00:00:00Z' });
  const [control, results, steps] = [
    new RunControl(),
    {} as Record<string, CellResults[string]>,
    new Set<number>(),
  ];
  const done = await runSweep({
    method: growthMethod,
    world,
    cells: cellsOf(growthMethod.experiment, begun).filter(({ kind }) => kind === 'arm'),
    known: {},
    control,
    unfinished: {
      find: (cell) => unfinished.find(cell),
      keep: async (cell, state) => {
        await unfinished.keep(cell, state);
        const { step } = state as GrowthCheckpoint;
        steps.add(step);
        if (step === stopAt) control.stop();
      },
    },
    onCell: (id, result) => {
      results[id] = result;
      return Promise.resolve();
    },
    onProgress: () => undefined,
  });
  return { done, results, steps: [...steps] };
}

test('stopped behind an evaluation and begun again from the file, it ends as one that was never stopped', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'grow-')), 'grown.plab');
  const file = new UnfinishedFile(out);
  const first = await attempt(file.cells, 5);
  expect([first.done, Object.keys(first.results)]).toEqual([false, []]);
  const second = await attempt(file.cells, null);
  expect(second.done).toBe(true);
  expect(Math.min(...second.steps)).toBeGreaterThan(5);
  const whole = await attempt(new UnfinishedFile(null).cells, null);
  expect(timelessAll(second.results)).toEqual(timelessAll(whole.results));
  file.forget();
  expect(existsSync(`${out}.left`)).toBe(false);
});

test('what is damaged, or is another run’s, is nothing to go on from', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'grow-')), 'grown.plab');
  const file = new UnfinishedFile(out);
  await attempt(file.cells, 5);
  const cell = 'grow subj seed 1';
  const left = await file.cells.find(cell);
  const size = 3 * 128;
  const outline = { steps: 10, stages: 4, size };
  expect(growthCheckpointOf(left, outline)?.step).toBe(5);
  expect(growthCheckpointOf(left, { ...outline, size: size + 1 })).toBeNull();
  expect(growthCheckpointOf(left, { ...outline, stages: 3 })).toBeNull();
  expect(growthCheckpointOf(left, { ...outline, steps: 4 })).toBeNull();
  expect(growthCheckpointOf({ ...(left as object), step: 6 }, outline)).toBeNull();
  const values = new Float32Array(size).fill(NaN);
  const state = { prompt: { dims: [3, 128], values } };
  expect(growthCheckpointOf({ ...(left as object), state }, outline)).toBeNull();
  expect(await file.cells.find('grow subj seed 2')).toBeUndefined();
  writeFileSync(`${out}.left`, 'no such thing');
  expect(await file.cells.find(cell)).toBeUndefined();
});
