/** Prompts trained together give the cells that each gives alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openModel } from '../../../src/cli/open-model.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { defaultSweep } from '../../../src/experiment/transfer/default-sweep.ts';
import type { PromptInit } from '../../../src/experiment/recipe-types.ts';
import type { TrainedCell } from '../../../src/experiment/transfer/cells/train.ts';
import { SweepRunner } from '../../../src/methods/sweep/sweep-runner.ts';
import { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import { untrainedPrompt } from '../../../src/methods/transfer/untrained-prompt.ts';
import { typed, type SweepCell } from '../../experiment/transfer-cells.ts';
import type { SavedPrompt } from '../../../src/methods/prompt/prompt-init.ts';
import { TRANSFER_COMPUTATIONS } from '../../../src/methods/transfer/cells/index.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { smallTask } from '../train-setup.ts';
import { noReading } from '../sweep/no-reading.ts';
import { noWords } from '../sweep/no-words.ts';

const TASKS = ['sst2', 'agnews', 'subj'];
const base = defaultSweep('lab-tiny', TASKS);
const sweep = {
  ...base,
  training: { ...base.training, steps: 10, evalEvery: 5, batch: 4, maxLength: 24, promptLength: 5 },
};

let engine: Engine;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});

afterAll(() => engine.release());

function worldOf(init: PromptInit, bankSize = 1): TransferWorld {
  return new TransferWorld(
    { ...sweep, training: { ...sweep.training, init } },
    {
      plm: (name) => Promise.resolve(openModel(name)),
      task: (name) => smallTask(name),
      engine: () => Promise.resolve(engine),
      words: noWords,
      reading: noReading,
    },
    undefined,
    () => bankSize,
  );
}

function runner(bankSize: number, control = new RunControl()): SweepRunner<TransferWorld> {
  const world = worldOf(sweep.training.init, bankSize);
  return new SweepRunner({ world, computations: TRANSFER_COMPUTATIONS, control });
}

const cellOf = (task: string): SweepCell => ({
  kind: 'train',
  task,
  start: 'shared',
  seed: 1,
  plm: 'lab-tiny',
});

async function trained(from: SweepRunner<TransferWorld>, task: string): Promise<TrainedCell> {
  const result = typed(await from.run(cellOf(task)));
  if (result.kind !== 'trained') throw new Error('no prompt was trained');
  return result;
}

test('a bank of three tasks leaves the prompts and curves that each task leaves alone', async () => {
  const [alone, together] = [runner(1), runner(3)];
  for (const task of TASKS) {
    const [one, banked] = [await trained(alone, task), await trained(together, task)];
    expect(banked.bestStep).toBe(one.bestStep);
    expect(banked.curve.map(({ step, accuracy }) => [step, accuracy])).toEqual(
      one.curve.map(({ step, accuracy }) => [step, accuracy]),
    );
    const apart = banked.prompt.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - one.prompt[i])),
      0,
    );
    const size = one.prompt.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(apart / size).toBeLessThan(1e-4);
    expect(banked.activated).toHaveLength(2);
  }
});

test('a bank that is stopped between two steps says so and keeps nothing half-trained', async () => {
  const control = new RunControl();
  const stopping = runner(3, control);
  control.stop();
  await expect(stopping.run(cellOf('sst2'))).rejects.toMatchObject({ code: 'cancelled' });
});

test('untrained prompts are drawn as initial prompts are: words of the vocabulary, or normal numbers', async () => {
  const { plm } = openModel('lab-tiny');
  const world = worldOf({ kind: 'class-words' });
  const drawn = (seed: number): Promise<SavedPrompt> => untrainedPrompt(world, 'lab-tiny', 'sst2', seed);
  const words = await drawn(1);
  const first = words.values.slice(0, plm.width).join();
  const rows = Array.from({ length: plm.vocabulary }, (_, id) =>
    plm.wordTable.subarray(id * plm.width, (id + 1) * plm.width),
  );
  expect(rows.filter((row) => row[0] === words.values[0]).map((row) => row.join())).toContain(first);
  expect(await drawn(1)).toEqual(words);
  expect(await drawn(2)).not.toEqual(words);
  const normal = await untrainedPrompt(worldOf({ kind: 'normal', sigma: 0.5 }), 'lab-tiny', 'sst2', 1);
  const deviation = Math.sqrt(normal.values.reduce((sum, x) => sum + x * x, 0) / normal.values.length);
  expect(deviation).toBeCloseTo(0.5, 1);
});
