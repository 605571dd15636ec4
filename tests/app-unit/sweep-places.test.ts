import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Experiments } from '../../src/app/library/experiments.ts';
import { ITEM_ACTIONS } from '../../src/app/library/item-actions.ts';
import { EMPTY_SHELF, type ShelfState } from '../../src/app/library/shelf.ts';
import { SWEEP_PLACES } from '../../src/app/library/sweep-places.ts';
import { PLACES } from '../../src/app/places/places.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { SWEEP_RECIPES } from '../../src/experiment/sweep-recipes.ts';
import { openExperiment } from '../../workers/experiment/open-experiment.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';

const plab = (sweep: unknown): Uint8Array => zipSync({ 'sweep.json': strToU8(JSON.stringify(sweep)) });

/** Opens a file as the Library does; resolves with the place's name and what it was given. */
async function open(bytes: Uint8Array): Promise<readonly [string, readonly string[]]> {
  let given: readonly [string, readonly string[]] | null = null;
  const experiments = new Experiments({
    ask: async (request) => {
      const answer = await request({
        open: async (picked, task) => ({ ok: true, value: await openExperiment(picked, task) }),
        save: () => Promise.reject(new Error('nothing is saved')),
      });
      if (!answer.ok) throw new LabError(answer.error);
      return answer.value;
    },
    storage: memoryKeyValue(),
    shelf: createStore<ShelfState>(() => EMPTY_SHELF),
    openSweeps: (place, files) => {
      given = [place.name, files.map(({ name }) => name)];
      return Promise.resolve();
    },
    now: () => new Date(),
  });
  await experiments.open([{ path: 'mine.plab', blob: new Blob([new Uint8Array(bytes)]) }]);
  if (given === null) throw new Error('no place was asked');
  return given;
}

describe('a sweep in a file goes to the place that shows its experiment', () => {
  test.each([
    ['transfer-lab-small', 'Transfer'],
    ['words-lab-tiny-subj', 'Words'],
    ['grow-lab-tiny-subj', 'Grow'],
  ])('%s', async (file, place) => {
    expect(await open(readFileSync(`public/recorded/${file}.plab`))).toEqual([place, ['mine.plab']]);
  });

  test('where none shows it, that is said with what does', async () => {
    await expect(open(plab({ recipe: { method: 'read' } }))).rejects.toMatchObject({
      message: expect.stringContaining('“read”') as string,
      remedy: expect.stringContaining('report') as string,
    });
    await expect(open(plab({ recipe: null }))).rejects.toMatchObject({ code: 'file' });
    await expect(open(plab(null))).rejects.toMatchObject({ code: 'file' });
    await expect(open(zipSync({ 'sweep.json': strToU8('{') }))).rejects.toMatchObject({
      code: 'file',
      message: expect.stringContaining('damaged') as string,
    });
  });
});

test('places of sweeps are places of the page, and their experiments are the lab’s', () => {
  for (const { id, name, experiment } of SWEEP_PLACES) {
    expect(PLACES.find((place) => place.id === id)?.name).toBe(name);
    expect(SWEEP_RECIPES.has(experiment)).toBe(true);
  }
});

test('the Library offers to open a sweep in its own place alone', () => {
  for (const { experiment, name } of SWEEP_PLACES) {
    const offered = ITEM_ACTIONS.sweep.filter(({ fits }) => fits?.({ experiment }) ?? true);
    expect(offered.map(({ label }) => label)).toEqual([`Open in ${name}`]);
  }
});
