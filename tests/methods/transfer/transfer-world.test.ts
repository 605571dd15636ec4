import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openTask } from '../../../src/cli/open-task.ts';
import { projectFolder } from '../../../src/cli/open-model.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import type { SweepSources } from '../../../src/methods/sweep/sweep-world.ts';
import { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import type { SweptTask } from '../../../src/experiment/sweep/sweep-record.ts';
import type { TransferSweep } from '../../../src/experiment/transfer/sweep-recipe.ts';
import { sweptTasks } from '../../../src/methods/sweep/swept-header.ts';
import { model } from '../train-setup.ts';
import { smallSweep } from './small-sweep.ts';
import { noReading } from '../sweep/no-reading.ts';
import { noWords } from '../sweep/no-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-world-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const sources: SweepSources = {
  plm: () => Promise.resolve(model),
  task: openTask,
  engine: () => Promise.reject(new Error('nothing here computes')),
  words: noWords,
  reading: noReading,
};

async function tasksOf(sweep: TransferSweep): Promise<readonly SweptTask[]> {
  const world = new TransferWorld(sweep, sources);
  return sweptTasks(await Promise.all(sweep.tasks.map((name) => world.task(name))));
}

test('the record of the tasks has the rows used and those that leak among them, in both directions', async () => {
  const all = await tasksOf(smallSweep({ testRows: null }));
  const few = await tasksOf(smallSweep({ testRows: 100 }));
  expect(all.map(({ name }) => name)).toEqual(['sst2', 'subj']);
  for (const [index, other] of ['subj', 'sst2'].entries()) {
    expect(few[index].truth).toEqual(all[index].truth.slice(0, 100));
    expect(all[index].leaked[other].length).toBeGreaterThan(0);
    expect(few[index].leaked[other] ?? []).toEqual(all[index].leaked[other].filter((row) => row < 100));
    expect(Object.keys(all[index].leaked)).toEqual([other]);
  }
});

test('a task in a folder goes by the name that the recipe gives it, whatever it calls itself', async () => {
  const path = join(folder, 'mine');
  cpSync(join(projectFolder, 'public/tasks/sst2'), path, { recursive: true });
  const info = JSON.parse(readFileSync(join(path, 'task.json'), 'utf8')) as object;
  writeFileSync(join(path, 'task.json'), JSON.stringify({ ...info, name: 'another' }));
  const tasks = await tasksOf(smallSweep({ tasks: [path, 'sst2'] }));
  expect(tasks.map(({ name }) => name)).toEqual([path, 'sst2']);
  expect(Object.keys(tasks[0].leaked)).not.toContain('another');
});

test('what fails to open is tried again, and what was opened is not opened twice', async () => {
  let asked = 0;
  const world = new TransferWorld(smallSweep(), {
    ...sources,
    plm: () =>
      ++asked === 1
        ? Promise.reject(new LabError({ code: 'download', message: 'offline', remedy: 'wait' }))
        : Promise.resolve(model),
  });
  await expect(world.plm('lab-tiny')).rejects.toMatchObject({ code: 'download' });
  const [first, second] = await Promise.all([world.plm('lab-tiny'), world.plm('lab-tiny')]);
  expect(second).toBe(first);
  expect(asked).toBe(2);
});

test('a PLM is known by its table, and a seed by the prompt that its tasks start from', async () => {
  const world = new TransferWorld(smallSweep({ seeds: [1, 2] }), sources);
  const { plms, initialPrompts: prompts } = await world.header();
  const [plm] = plms;
  expect(plm).toMatchObject({ name: 'lab-tiny', width: 128 });
  expect(plm.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(prompts)).toEqual(['1', '2']);
  expect(prompts['1']).not.toEqual(prompts['2']);
  const own = await new TransferWorld(smallSweep({ starts: ['own'] }), sources).header();
  expect(own.initialPrompts).toEqual({});
});

test('too few training rows for a recommendation are told with their number', async () => {
  const world = new TransferWorld(smallSweep(), {
    ...sources,
    task: async (name) => ({ ...(await openTask(name)), train: (await openTask(name)).train.slice(0, 5) }),
  });
  await expect(world.fewExamples('lab-tiny', 'sst2', 1, 5, 1)).rejects.toMatchObject({
    code: 'task',
    message: expect.stringContaining('5 training rows') as string,
  });
});
