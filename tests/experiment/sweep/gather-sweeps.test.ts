import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { experimentOf } from '../../../src/experiment/experiments.ts';
import type { SweepFile } from '../../../src/experiment/sweep/fitting-files.ts';
import { gatherSweeps, type GatheredSweep } from '../../../src/experiment/sweep/gather-sweeps.ts';
import { gatheredText } from '../../../src/experiment/sweep/gathered-words.ts';
import { writeSweepRecord } from '../../../src/experiment/sweep/sweep-record-json.ts';
import type { TransferSweep } from '../../../src/experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import {
  cellsFrom,
  failed,
  madePart,
  madeRecord,
  madeSweep,
  madeTask,
  scored,
  scoreOf,
  trained,
} from '../made-sweep.ts';
import { cellId, type SweepCell } from '../transfer-cells.ts';

const trainOf = (task: string, seed: number): SweepCell => ({
  kind: 'train',
  task,
  start: 'shared',
  seed,
  plm: 'plm-a',
});

/** One student's file: a prompt for each of `tasks` with `seed`, and its score on its own task. */
function student(
  name: string,
  day: number,
  sweep: Partial<TransferSweep>,
  change: Partial<TransferRecord> = {},
): SweepFile {
  const recipe = madeSweep(sweep);
  const cells = cellsFrom(
    recipe.seeds.flatMap((seed) =>
      recipe.tasks.flatMap((task) => [
        [trainOf(task, seed), trained([day, seed, 0, 0, 0, 0])] as const,
        [scoreOf(task, task, seed), scored(day)] as const,
      ]),
    ),
  );
  const parts = [madePart(`2026-03-0${String(day)}T08:00:00Z`, name)];
  return { name, record: madeRecord(recipe, cells, { parts, ...change }) };
}

const gather = (files: readonly SweepFile[]): Promise<GatheredSweep> => gatherSweeps(files, experimentOf);

const anna = student('anna.plab', 1, { tasks: ['joy'], seeds: [1] });
const ben = student('ben.plab', 2, { tasks: ['topic'], seeds: [1] });
const cem = student('cem.plab', 3, { tasks: ['joy'], seeds: [4] });

test('sweeps of other tasks and seeds become one, with every task, every seed and all that was computed', async () => {
  const { record, refused, duplicates, disagreements } = await gather([cem, ben, anna]);
  expect(record.recipe).toMatchObject({ tasks: ['joy', 'topic'], seeds: [1, 4] });
  expect(record.tasks.map(({ name }) => name)).toEqual(['joy', 'topic']);
  expect(record.parts.map(({ madeBy }) => madeBy)).toEqual(['anna.plab', 'ben.plab', 'cem.plab']);
  expect(new Set(Object.keys(record.cells))).toEqual(
    new Set([anna, ben, cem].flatMap((file) => Object.keys(file.record.cells))),
  );
  expect(record.cells[cellId(scoreOf('joy', 'joy', 4))]).toEqual(scored(3));
  expect([refused, duplicates, disagreements]).toEqual([[], [], []]);
});

test('the order of the files makes no difference to the file that comes out', async () => {
  const whole = writeSweepRecord((await gather([anna, ben, cem])).record);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([anna, ben, cem], { minLength: 3 }), async (files) => {
      expect(writeSweepRecord((await gather(files)).record)).toBe(whole);
    }),
    { numRuns: 10 },
  );
});

test('who trained what is told by file', async () => {
  const { contributions } = await gather([anna, ben, student('dora.plab', 4, { seeds: [7, 8] })]);
  expect(contributions).toEqual([
    { file: 'anna.plab', cells: 2, trained: [{ task: 'joy', seed: 1 }] },
    { file: 'ben.plab', cells: 2, trained: [{ task: 'topic', seed: 1 }] },
    {
      file: 'dora.plab',
      cells: 12,
      trained: [7, 8].flatMap((seed) => ['joy', 'mood', 'topic'].map((task) => ({ task, seed }))),
    },
  ]);
});

test('what each file knows of leaking rows and initial prompts comes together', async () => {
  const joy = madeTask('joy', { leaked: { mood: [3] } });
  const [a, b] = [
    student(
      'a.plab',
      1,
      { tasks: ['joy', 'mood'], seeds: [1] },
      {
        tasks: [joy, madeTask('mood')],
        initialPrompts: { '1': Float32Array.of(1) },
      },
    ),
    student(
      'b.plab',
      2,
      { tasks: ['joy', 'topic'], seeds: [2] },
      {
        tasks: [madeTask('joy', { leaked: { topic: [5] } }), madeTask('topic')],
        initialPrompts: { '2': Float32Array.of(2) },
      },
    ),
  ];
  const { record } = await gather([a, b]);
  expect(record.tasks[0].leaked).toEqual({ mood: [3], topic: [5] });
  expect(record).toMatchObject({ initialPrompts: { '1': Float32Array.of(1), '2': Float32Array.of(2) } });
});

test('a failure stays to be tried again, and gives way to another file’s result', async () => {
  const id = cellId(scoreOf('joy', 'joy', 1));
  const broken: SweepFile = {
    name: 'broken.plab',
    record: { ...anna.record, cells: { [id]: failed() } },
  };
  expect((await gather([broken, ben])).record.cells[id]).toEqual(failed());
  expect((await gather([broken, anna, ben])).record.cells[id]).toEqual(scored(1));
});

describe('files that say the same', () => {
  const copy: SweepFile = {
    name: 'copy.plab',
    record: {
      ...anna.record,
      parts: [madePart('2026-03-09T08:00:00Z')],
      cells: Object.fromEntries(
        Object.entries(anna.record.cells).map(([id, cell]) => [id, { ...cell, seconds: [9, 9] }]),
      ),
    },
  };

  test('are recognised though they took other times, and count once', async () => {
    const { duplicates, contributions } = await gather([copy, anna, ben]);
    expect(duplicates).toEqual([{ file: 'copy.plab', of: 'anna.plab' }]);
    expect(contributions.map(({ file }) => file)).toEqual(['anna.plab', 'ben.plab']);
  });

  test('but two that have computed nothing are no copies of one another', async () => {
    const empty = (name: string): SweepFile => ({ name, record: { ...anna.record, cells: {} } });
    expect((await gather([empty('a'), empty('b'), ben])).duplicates).toEqual([]);
  });

  test('and one cell with two results is named; the file that began first counts', async () => {
    const other = student('other.plab', 5, { tasks: ['joy'], seeds: [1] });
    const { record, disagreements } = await gather([other, anna]);
    expect(disagreements).toEqual([cellId(trainOf('joy', 1)), cellId(scoreOf('joy', 'joy', 1))]);
    expect(record.cells[cellId(scoreOf('joy', 'joy', 1))]).toEqual(scored(1));
  });
});

describe('files that don’t fit are left out with a reason', () => {
  const settings = madeSweep().training;

  test.each<readonly [string, SweepFile, RegExp]>([
    [
      'other settings',
      student('odd.plab', 1, { tasks: ['joy'], training: { ...settings, steps: 30 }, devRows: 9 }),
      /^it is of another sweep than ben\.plab: training, devRows differ$/,
    ],
    [
      'another PLM of the same name',
      student('odd.plab', 1, { tasks: ['joy'] }, { plms: [{ name: 'plm-a', width: 3, sha256: 'another' }] }),
      /^it was made with other PLMs than ben\.plab/,
    ],
    [
      'other rows of a task',
      student('odd.plab', 1, { tasks: ['joy'] }, { tasks: [madeTask('joy', { sha256: 'shuffled' })] }),
      /^it was made with other rows of joy than most$/,
    ],
  ])('%s, though that file began first', async (_, odd, reason) => {
    const more = student('eva.plab', 6, { tasks: ['joy'], seeds: [6] });
    const { record, refused } = await gather([odd, ben, cem, more]);
    expect(refused).toEqual([{ file: 'odd.plab', reason: expect.stringMatching(reason) as string }]);
    expect(record.recipe).toMatchObject({ tasks: ['topic', 'joy'], seeds: [1, 4, 6] });
  });

  test('two files that don’t fit one another leave nothing to join, which is an error', async () => {
    const odd = student('odd.plab', 2, { devRows: 9 });
    await expect(gather([anna, odd])).rejects.toThrow(
      expect.objectContaining({
        code: 'file',
        where: 'odd.plab',
        message: expect.stringMatching(/devRows/) as string,
      }),
    );
  });

  test('no file at all is an error too', async () => {
    await expect(gather([])).rejects.toThrow(LabError);
  });
});

describe('in words', () => {
  const said = async (files: readonly SweepFile[]): Promise<string> =>
    gatheredText(await gather(files)).join('\n');

  test('each file has a line', async () => {
    const text = await said([anna, ben, student('dora.plab', 4, { tasks: ['joy', 'topic'], seeds: [7, 8] })]);
    expect(text).toMatch(/^anna\.plab: trained joy \(seed 1\); 2 cells\.$/m);
    expect(text).toMatch(/^dora\.plab: trained joy \(seeds 7, 8\), topic \(seeds 7, 8\); 8 cells\.$/m);
  });

  test('seeds are called students where no two share one, and not where they do', async () => {
    expect(await said([ben, cem])).toMatch(/spread over files: 1 ben\.plab, 4 cem\.plab\./);
    expect(await said([anna, ben])).not.toMatch(/spread over files/);
  });

  test('copies, disagreements and what is left out are said', async () => {
    const text = await said([
      anna,
      { ...anna, name: 'twin.plab' },
      student('other.plab', 5, { tasks: ['joy'], seeds: [1] }),
      student('odd.plab', 6, { devRows: 9 }),
    ]);
    expect(text).toMatch(/twin\.plab has the same results as anna\.plab and counts once/);
    expect(text).toMatch(/2 cells were computed in several files with different results/);
    expect(text).toMatch(/odd\.plab is left out: .*devRows differ\./);
  });
});
