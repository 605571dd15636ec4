/** What is done with sweeps is done with those of any experiment: one that no table of the lab knows. */
import { beforeEach, describe, expect, test } from 'vitest';
import { readSweepFile, writeSweepFile } from '../../../src/data/sweep-file.ts';
import { experimentOf } from '../../../src/experiment/experiments.ts';
import { parseSweep, readSweep } from '../../../src/experiment/sweep-recipes.ts';
import { resultOf } from '../../../src/experiment/sweep/cell-kind.ts';
import { cellsOf, idOf, shardOf } from '../../../src/experiment/sweep/list-cells.ts';
import { mergeSweeps } from '../../../src/experiment/sweep/merge-sweeps.ts';
import { reusedCells } from '../../../src/experiment/sweep/reuse-cells.ts';
import { isFailed, type SweepRecord } from '../../../src/experiment/sweep/sweep-record.ts';
import { transferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { runSweep } from '../../../src/methods/sweep/run-sweep.ts';
import { TimeLeft } from '../../../src/methods/sweep/time-left.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { loadSweep } from '../../../src/storage/load-sweep.ts';
import { listSweeps, saveSweep } from '../../../src/storage/saved-sweeps.ts';
import { memoryKeyValue } from '../../storage/memory-key-value.ts';
import {
  COMPARE,
  COUNT,
  counted,
  EXPERIMENTS_WITH_LETTERS,
  letters,
  lettersMethod,
  lettersRecord,
  lettersSweep,
} from './second-experiment.ts';
import { noReading } from './no-reading.ts';
import { noWords } from './no-words.ts';

beforeEach(() => counted.splice(0));

/** `record` with part `index` of `count` computed. */
async function worked(record: SweepRecord, index = 1, count = 1): Promise<SweepRecord> {
  const recipe = letters.parse(record.recipe);
  let done = record;
  await runSweep({
    method: lettersMethod,
    world: lettersMethod.world(recipe, {
      plm: () => Promise.reject(new Error('no PLM')),
      task: () => Promise.reject(new Error('no task')),
      engine: () => Promise.reject(new Error('no engine')),
      words: noWords,
      reading: noReading,
    }),
    cells: shardOf(letters, cellsOf(letters, record), recipe, index, count),
    known: record.cells,
    control: new RunControl(),
    onCell: (id, result) => {
      done = { ...done, cells: { ...done.cells, [id]: result } };
      return Promise.resolve();
    },
    onProgress: () => undefined,
  });
  return done;
}

const idsOf = (record: SweepRecord): readonly string[] =>
  cellsOf(letters, record).map((cell) => idOf(letters, cell));

test('its cells are listed seed by seed, in a seed kind by kind', async () => {
  expect(idsOf(await lettersRecord())).toEqual([
    ...['count banana seed 1', 'count alpha seed 1', 'count moon seed 1'],
    ...['compare banana alpha seed 1', 'compare alpha moon seed 1'],
    ...['count banana seed 2', 'count alpha seed 2', 'count moon seed 2'],
    ...['compare banana alpha seed 2', 'compare alpha moon seed 2'],
  ]);
});

test('a cell takes what another left, and computes it once where it is not there', async () => {
  const record = await lettersRecord(lettersSweep({ seeds: [1] }));
  const done = await worked(record);
  expect(counted).toEqual(['banana', 'alpha', 'moon']);
  const compare = { kind: 'compare', first: 'banana', second: 'alpha', seed: 1 } as const;
  expect(resultOf(done.cells, COMPARE, compare)).toEqual({ kind: 'compared', difference: -1 });
  counted.splice(0);
  const { [COUNT.id({ kind: 'count', task: 'moon', seed: 1 })]: moon, ...others } = done.cells;
  const kept = Object.fromEntries(Object.entries(others).filter(([id]) => !id.startsWith('compare')));
  expect((await worked({ ...record, cells: kept })).cells).toEqual(done.cells);
  expect([counted, moon]).toEqual([['moon'], { kind: 'counted', letters: Float32Array.of(1) }]);
});

test('a result of another kind under a cell’s id is computed again', async () => {
  const record = await lettersRecord(lettersSweep({ seeds: [1], tasks: ['banana', 'alpha'] }));
  const strange = { [COUNT.id({ kind: 'count', task: 'banana', seed: 1 })]: { kind: 'compared' } };
  const cells = Object.fromEntries(Object.entries((await worked({ ...record, cells: strange })).cells));
  expect(cells['compare banana alpha seed 1']).toEqual({ kind: 'compared', difference: -1 });
});

test('parts that ran apart are joined into what one run leaves', async () => {
  const [first, second] = [
    await worked(await lettersRecord(undefined, '2026-01-01T00:00:00Z'), 1, 2),
    await worked(await lettersRecord(undefined, '2026-01-02T00:00:00Z'), 2, 2),
  ];
  for (const part of [first, second])
    expect(Object.keys(part.cells).length).toBeLessThan(idsOf(first).length);
  const whole = mergeSweeps(letters, [second, first], ['second', 'first']);
  expect(Object.keys(whole.cells)).toEqual(idsOf(first));
  expect(whole.cells).toEqual((await worked(await lettersRecord())).cells);
});

test('a cell that fails is a result like others, and is tried again', async () => {
  const record = await lettersRecord(lettersSweep({ seeds: [1], tasks: ['banana', 'broken'] }));
  const done = await worked(record);
  expect(Object.entries(done.cells).flatMap(([id, result]) => (isFailed(result) ? [id] : []))).toEqual([
    'count broken seed 1',
    'compare banana broken seed 1',
  ]);
  counted.splice(0);
  await worked(done);
  expect(counted).toContain('broken');
  expect(counted).not.toContain('banana');
});

describe('its record', () => {
  test('comes back from a file and from the device as it was', async () => {
    const done = await worked(await lettersRecord());
    const bytes = writeSweepFile(done);
    expect(readSweepFile(bytes, 'mine.plab', EXPERIMENTS_WITH_LETTERS)).toEqual(done);
    const store = memoryKeyValue();
    await saveSweep(store, 'x', done, done.cells, EXPERIMENTS_WITH_LETTERS);
    expect(await loadSweep(store, 'x', EXPERIMENTS_WITH_LETTERS)).toEqual(done);
    expect(await listSweeps(store)).toMatchObject([
      { id: 'x', experiment: 'letters', name: 'a in 3 tasks', cells: idsOf(done).length },
    ]);
  });

  test('is refused where it lacks a field of its own, or where a result can’t be its cell’s', async () => {
    const done = await worked(await lettersRecord());
    const read = (change: object) => () =>
      readSweepFile(writeSweepFile({ ...done, ...change }), 'mine.plab', EXPERIMENTS_WITH_LETTERS);
    const id = 'count banana seed 1';
    const letterless = { kind: 'counted', letters: new Float32Array() };
    expect(read({ alphabet: 7 })).toThrow(/alphabet/);
    expect(read({ cells: { [id]: { kind: 'compared', difference: 1 } } })).toThrow(
      /banana seed 1 is compared/,
    );
    expect(read({ cells: { [id]: letterless } })).toThrow(/of another length/);
    expect(read({ cells: { [id]: { kind: 'scored', predictions: [] } } })).toThrow(
      /must be a result of a cell/,
    );
    expect(read({ recipe: { ...done.recipe, letter: 'ab' } })).toThrow(/letter must be one letter/);
  });

  test('is none of an experiment that doesn’t know it', async () => {
    const record = await lettersRecord();
    expect(() => readSweepFile(writeSweepFile(record), 'mine.plab')).toThrow(/kind must be transfer/);
    expect(() => transferRecord(record)).toThrow(/none of transfers/);
  });

  test.each(['toString', '__proto__', 'constructor', 'hasOwnProperty'])(
    'of the method %s is refused',
    (method) => {
      const json = JSON.stringify(lettersSweep()).replace('"letters"', JSON.stringify(method));
      expect(() => readSweep(json, 'x.json', EXPERIMENTS_WITH_LETTERS)).toThrow(/kind must be letters/);
      expect(() => experimentOf({ kind: method })).toThrow(/kind must be transfer/);
    },
  );
});

test('its recipe is read by its own rules', () => {
  expect(parseSweep({ ...lettersSweep() }, EXPERIMENTS_WITH_LETTERS)).toEqual(lettersSweep());
});

test('cells of an earlier sweep are used again where they hold', async () => {
  const done = await worked(await lettersRecord(lettersSweep({ tasks: ['banana', 'alpha'], seeds: [1] })));
  const more = await lettersRecord();
  expect(Object.keys(reusedCells(letters, more, done))).toEqual(Object.keys(done.cells));
  expect(reusedCells(letters, await lettersRecord(lettersSweep({ letter: 'n' })), done)).toEqual({});
});

test('how long it will take is told by the kinds that were seen', async () => {
  const cells = cellsOf(letters, await lettersRecord(lettersSweep({ seeds: [1] })));
  const time = new TimeLeft(letters.cells, cells);
  expect(time.left(0, 0)).toBeNull();
  time.took(cells[0], 3);
  expect(time.left(1, 0)).toBe(4 * 3);
});
