import { describe, expect, test } from 'vitest';
import type { CellKind, CellResult } from '../../../src/experiment/sweep/cell-kind.ts';
import {
  compareSweeps,
  isSweepRepeated,
  recordedCells,
} from '../../../src/experiment/sweep/compare-sweeps.ts';
import type { Experiment } from '../../../src/experiment/sweep/experiment.ts';
import type { SweepRecord } from '../../../src/experiment/sweep/sweep-record.ts';
import { verbalizeExperiment } from '../../../src/experiment/verbalizer/verbalize-record.ts';

const result = (change: object): CellResult => ({ kind: 'made', ...change });
const recordOf = (cells: SweepRecord['cells'], header: object = {}): SweepRecord => ({
  version: 1,
  kind: 'sweep',
  recipe: { method: 'made', version: 1, plm: 'p', tasks: ['t'], seeds: [1, 2], engine: 'cpu' },
  tasks: [],
  plms: [],
  parts: [],
  cells,
  ...header,
});
const values = Float32Array.from([0.1, -0, NaN]);
const BEFORE = recordOf({
  'cell 1': result({ values, seconds: [3, 1], list: [1, 2] }),
  'cell 2': result({ values, seconds: [3, 1], list: [] }),
});

const compared = (cells: SweepRecord['cells'], header: object = {}) =>
  compareSweeps(['cell 1', 'cell 2'], BEFORE, recordOf({ ...BEFORE.cells, ...cells }, header));

describe('a sweep that was computed again', () => {
  test('is the same whatever time it took and whatever the order of its fields', () => {
    const again = { list: [1, 2], seconds: [9, 8], values: Float32Array.from(values) };
    const found = compared({ 'cell 1': result(again) });
    expect(found).toEqual({ cells: 2, different: [], changed: [] });
    expect(isSweepRepeated(found)).toBe(true);
  });

  test.each<readonly [string, object]>([
    ['the last bit of a number', { values: Float32Array.from([Math.fround(0.1 + 1e-8), -0, NaN]) }],
    ['a sign of zero', { values: Float32Array.from([0.1, 0, NaN]) }],
    ['a number that is none', { values: Float32Array.from([0.1, -0, 0]) }],
    ['one number more', { values: Float32Array.from([0.1, -0, NaN, 1]) }],
  ])('is another by %s', (_name, change) => {
    const found = compared({ 'cell 1': result({ seconds: [3, 1], list: [1, 2], ...change }) });
    expect(found.different).toEqual([{ id: 'cell 1', fields: ['values'] }]);
    expect(isSweepRepeated(found)).toBe(false);
  });

  test('names fields that only one has, and cells that could not be computed', () => {
    const failed = { kind: 'failed', error: { code: 'engine-lost', message: 'm', remedy: 'r' } } as const;
    const { list: _list, ...without } = { values, seconds: [3, 1], list: [1, 2] };
    expect(compared({ 'cell 1': result(without), 'cell 2': failed }).different).toEqual([
      { id: 'cell 1', fields: ['list'] },
      { id: 'cell 2', fields: [] },
    ]);
  });

  test('says what lies beside the cells and is another', () => {
    const { changed } = compared({}, { plms: [{ name: 'p', width: 1, sha256: 'f' }], words: {} });
    expect(changed).toEqual(['plms', 'words']);
  });
});

test('cells that follow from times are told apart, and those without a result are not there', () => {
  const kind: CellKind = {
    kind: 'cell',
    id: ({ seed }) => `cell ${String(seed)}`,
    list: ({ seeds }) => [...seeds, 3].map((seed) => ({ kind: 'cell', seed })),
    owner: () => '',
    tasks: () => [],
    result: { kind: 'made', schema: verbalizeExperiment.cells[0].result.schema },
    fits: () => true,
    holds: () => true,
    followsTimes: ({ seed }) => seed === 2,
    takesAsLongAs: 'cell',
  };
  const experiment: Experiment = { ...verbalizeExperiment, cells: [kind] };
  expect(recordedCells(experiment, BEFORE)).toEqual({ repeatable: ['cell 1'], following: ['cell 2'] });
});
