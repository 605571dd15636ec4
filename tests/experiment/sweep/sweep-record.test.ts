import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSweepFile, writeSweepFile } from '../../../src/data/sweep-file.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import { readSweepRecord } from '../../../src/experiment/experiments.ts';
import { writeSweepRecord } from '../../../src/experiment/sweep/sweep-record-json.ts';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { type CellResult, cellId, typed } from '../transfer-cells.ts';
import {
  cellsFrom,
  failed,
  initialised,
  madeRecord,
  neurons,
  predictions,
  scored,
  scoreOf,
  trained,
  trainOf,
  wholeSweep,
} from '../made-sweep.ts';

const all = predictions(5);

/** A record with a cell of every kind, and numbers that JSON lacks. */
const record: TransferRecord = madeRecord(
  wholeSweep(),
  cellsFrom([
    [
      trainOf('joy', 1),
      { ...trained([NaN, Infinity, -Infinity, -0, 1e-45, 0.1], [NaN, 0.5]), activated: ['AQ==', ''] },
    ],
    [scoreOf('joy', 'mood', 1), scored(3)],
    [{ kind: 'neurons', task: 'joy', start: 'shared', seed: 1 }, neurons([-0, 1 / 3, NaN])],
    [{ kind: 'initialise', source: 'joy', target: 'mood', seed: 1 }, initialised([0.5], 6)],
    [
      { kind: 'mask', task: 'joy', target: 'mood', mask: { kind: 'own' }, share: 0.5, seed: 1 },
      { kind: 'scored', predictions: all.slice(0, 4), seconds: [0.1, NaN] },
    ],
    [
      { kind: 'recommend', target: 'joy', seed: 1 },
      {
        kind: 'recommended',
        length: 2,
        width: 3,
        prompt: Float32Array.of(1, 2, 3, 4, 5, NaN),
        layers: 1,
        neurons: 2,
        alone: Float32Array.of(-1, 1),
        probes: [{ steps: 0, results: [{ name: 'mood', loss: NaN, accuracy: 0.5 }] }],
      },
    ],
    [
      { kind: 'project', index: 0, seed: 1 },
      {
        kind: 'projected',
        parameters: 12,
        losses: [0.7, Infinity],
        tasks: Object.fromEntries(
          ['joy', 'mood', 'topic'].map((task) => [
            task,
            {
              prompt: Float32Array.of(1, -0),
              predictions: { projected: all, zero: all, noise: all, shuffled: all, otherTask: all },
            },
          ]),
        ),
        collapsed: true,
        cosines: [[1, NaN]],
        seconds: 2,
      },
    ],
    [trainOf('mood', 1), failed('no luck')],
  ]),
  { initialPrompts: { '1': Float32Array.of(0.1, -0, NaN, 1, 2, 3) } },
);

describe('a record', () => {
  test('comes back as it was, with NaN, infinities and negative zeros', () => {
    expect(readSweepRecord(writeSweepRecord(record), 'x')).toEqual(record);
  });

  test('keeps every bit of its prompts', () => {
    const id = cellId(trainOf('joy', 1));
    fc.assert(
      fc.property(fc.float32Array({ minLength: 6, maxLength: 6 }), (prompt) => {
        const cell = { ...trained([]), prompt };
        const copy = typed(
          readSweepRecord(writeSweepRecord({ ...record, cells: { [id]: cell } }), 'x').cells[id],
        );
        const values = copy.kind === 'trained' ? copy.prompt : new Float32Array();
        expect(values).toHaveLength(6);
        prompt.forEach((value, index) => expect(Object.is(values[index], value)).toBe(true));
      }),
      { numRuns: 50 },
    );
  });
});

function refusal(json: string): LabError {
  try {
    readSweepRecord(json, 'bad.plab');
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

describe('hostile and damaged records are refused, with the file and the reason', () => {
  const withCell = (cell: Parameters<typeof cellId>[0], result: unknown): string =>
    writeSweepRecord({ ...record, cells: { [cellId(cell)]: result as CellResult } });
  const promptless: unknown = { ...trained([1, 2, 3, 4, 5, 6]), prompt: undefined };

  test.each<readonly [string, () => string, RegExp]>([
    ['no JSON', () => '{', /no valid JSON/],
    ['a list', () => '[]', /no record of a sweep/],
    ['another version', () => writeSweepRecord({ ...record, version: 2 as 1 }), /version must be 1/],
    [
      'a task that is missing',
      () => writeSweepRecord({ ...record, tasks: record.tasks.slice(1) }),
      /tasks lacks joy/,
    ],
    [
      'a key that reaches the prototype',
      () => writeSweepRecord(record).replace('"cells":{', '"cells":{"__proto__":{"kind":"scored"},'),
      /__proto__ is not allowed/,
    ],
    ['nesting without end', () => `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, /nested too deep/],
    [
      'a result of an unknown kind',
      () => withCell(trainOf('joy', 1), { kind: 'magic' }),
      /must be a result of a cell/,
    ],
    ['a prompt that is missing', () => withCell(trainOf('joy', 1), promptless), /prompt/],
    [
      'a prompt of another size',
      () => withCell(trainOf('joy', 1), trained([1, 2, 3])),
      /other lengths than it says/,
    ],
    [
      'a prompt of another length than the recipe’s',
      () => withCell(trainOf('joy', 1), { ...trained([1, 2, 3]), length: 1 }),
      /another length/,
    ],
    [
      'bits that are none',
      () => withCell(trainOf('joy', 1), { ...trained([1, 2, 3, 4, 5, 6]), activated: ['!'] }),
      /base64/,
    ],
    ['a score under a prompt’s name', () => withCell(trainOf('joy', 1), scored(1)), /is scored/],
    [
      'half a class',
      () => withCell(scoreOf('joy', 'mood', 1), { ...scored(1), predictions: [0.5] }),
      /whole numbers?|must be a whole/,
    ],
    [
      'classes for too few rows',
      () => withCell(scoreOf('joy', 'mood', 1), { ...scored(1), predictions: [0, 1] }),
      /for other rows/,
    ],
    [
      'neurons that are not there',
      () =>
        withCell(
          { kind: 'neurons', task: 'joy', start: 'shared', seed: 1 },
          { ...neurons([1, 2, 3]), neurons: 9 },
        ),
      /other lengths/,
    ],
  ])('%s', (_name, json, message) => {
    const error = refusal(json());
    expect(error).toMatchObject({ code: 'file', where: 'bad.plab' });
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(2000);
  });

  test('a recipe that is none is named by its fields', () => {
    const error = refusal(writeSweepRecord({ ...record, recipe: { ...record.recipe, seeds: [] } }));
    expect(error.code).toBe('recipe');
    expect(error.message).toMatch(/seeds/);
  });
});

describe('an experiment file', () => {
  test('comes back as it was, and the same record gives the same bytes', () => {
    const bytes = writeSweepFile(record);
    expect(readSweepFile(bytes, 'x.plab')).toEqual(record);
    expect(writeSweepFile(record)).toEqual(bytes);
  });

  test.each<readonly [string, Uint8Array, RegExp]>([
    ['no zip', strToU8('hello'), /is no zip file/],
    ['nothing', new Uint8Array(), /is no zip file/],
    ['half a zip', writeSweepFile(record).slice(0, 300), /is no zip file/],
    ['a zip of something else', zipSync({ 'run.json': strToU8('{}') }), /holds no sweep\.json/],
    ['a zip whose sweep is none', zipSync({ 'sweep.json': strToU8('{}') }), /no record of a sweep/],
  ])('%s is refused by name', (_, bytes, message) => {
    expect(() => readSweepFile(bytes, 'my.plab')).toThrow(
      expect.objectContaining({ code: 'file', where: 'my.plab' }),
    );
    expect(() => readSweepFile(bytes, 'my.plab')).toThrow(message);
  });
});

test.each(['lab-tiny', 'lab-small'])('the recorded sweep of %s is written as it was read', (plm) => {
  const bytes = readFileSync(`public/recorded/transfer-${plm}.plab`);
  const { 'sweep.json': json } = unzipSync(bytes);
  expect(writeSweepRecord(readSweepFile(bytes, plm)) === strFromU8(json)).toBe(true);
});
