import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSweepFile, writeSweepFile } from '../../src/data/sweep-file.ts';
import { verbalizeRecord, type VerbalizeRecord } from '../../src/experiment/verbalizer/verbalize-record.ts';
import { parseVerbalizeSweep } from '../../src/experiment/verbalizer/verbalize-schema.ts';
import type { ReportedCell, VerbalizedTask } from '../../src/experiment/verbalizer/verbalize-report.ts';
import { timelessAll } from '../methods/transfer/small-sweep.ts';
import { lab, type Outcome } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-verbalize-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

/** One template of agnews, two seeds, few rows; every variant but the tuned prompt. */
const OPTIONS = [
  ...['verbalize', '--plm', 'lab-tiny', '--task', 'agnews', '--templates', 'A [MASK] news : {a}'],
  ...['--seeds', '1,2', '--support', '20', '--support-sizes', '0,10,20', '--test-rows', '24'],
  ...['--max-length', '32', '--shots', '2', '--learn', 'weights', '--baselines', 'soft,auto'],
  ...['--show', '0', '--predictions', '--engine', 'cpu'],
];

const open = (name: string): VerbalizeRecord => verbalizeRecord(readSweepFile(readFileSync(at(name)), name));

let recipe: string;
let printed: Outcome;
let report: VerbalizedTask & Record<string, unknown>;

beforeAll(async () => {
  const asked = await lab(...OPTIONS, '--print-recipe');
  expect(asked.status, asked.err).toBe(0);
  recipe = asked.out;
  writeFileSync(at('recipe.json'), recipe);
  printed = await lab(...OPTIONS, '--out', at('whole.plab'), '--json');
  expect(printed.status, printed.err).toBe(0);
  report = JSON.parse(printed.out) as typeof report;
}, 180_000);

test('--print-recipe prints a recipe that says what was asked for, and nothing else', () => {
  const parsed = parseVerbalizeSweep(JSON.parse(recipe));
  expect(parsed).toEqual(JSON.parse(recipe));
  expect(open('whole.plab').recipe).toEqual(parsed);
  expect(parsed).toMatchObject({
    templates: { agnews: ['A [MASK] news : {a}'] },
    words: { agnews: { kind: 'preset' } },
    support: 20,
    supportSizes: [0, 10, 20],
    shots: [2],
    testRows: 24,
    shown: { agnews: 0 },
  });
  expect(parsed.variants).toContain('KPT+weights');
  expect(parsed.variants).not.toContain('KPT+prompt');
});

describe('the report in JSON', () => {
  test('has every field that the command line promises', () => {
    const number = expect.any(Number) as number;
    const estimate = { mean: number, interval: { low: number, high: number }, seeds: [number, number] };
    expect(report).toMatchObject({
      recipe: { method: 'verbalize' },
      plm: 'lab-tiny',
      task: 'agnews',
      labels: ['World', 'Sports', 'Business', 'Sci/Tech'],
      templates: ['A [MASK] news : {a}'],
      seeds: [1, 2],
      rows: 24,
      majority: number,
      seconds: number,
      forwardSeconds: number,
      engine: 'cpu',
    });
    expect(report.done).toBe(report.total);
    expect(report.words).toHaveLength(4);
    const [word] = report.words[0].words;
    expect(word).toMatchObject({ word: 'politics', ids: [number], score: number, source: 'list', path: [] });
    expect(report.words[0].dropped[0]).toMatchObject({ why: expect.any(String) as string });
    expect(report.phases.map(({ name }) => name)).toEqual(['expanded', 'tokens', 'frequency', 'relevance']);
    expect(report.phases[3].rate).toBeGreaterThan(0);
    expect(report.table.map(({ variant, shots }) => `${variant} ${String(shots)}`)).toEqual([
      ...['PT 0', 'PT+CC 0', 'KPT 0', 'KPT+CC 0', 'KPT+CC+FR 0', 'KPT+CC+FR+RR 0'],
      ...['SOFT 2', 'AUTO 2', 'KPT+weights 2'],
    ]);
    for (const row of report.table)
      expect(row).toMatchObject({ accuracy: estimate, best: number, spread: number });
    expect(report.supportCurve.map(({ size }) => size)).toEqual([0, 10, 20]);
    expect(report.supportCurve[0].accuracy).toMatchObject(estimate);
    for (const counts of [report.confusion.before, report.confusion.after])
      expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(2 * 24);
  });

  const cellsOf = (variant: string): readonly ReportedCell[] =>
    report.cells.filter((cell) => cell.variant === variant);

  test('names rows and words of each cell, so that others can compute it again', () => {
    const [cell] = cellsOf('KPT+CC');
    expect(cell.support).toHaveLength(20);
    expect(new Set(cell.support).size).toBe(20);
    expect(cell.predictions).toHaveLength(24);
    expect(cell.kept).toEqual(cell.words.map(({ length }) => length));
    expect(cell.calibration).toHaveLength(cell.words.flat().length);
    expect(cell.scores).toHaveLength(24);
    const right = cell.predictions.filter((chosen, row) => chosen === report.truth[row]).length;
    expect(cell.accuracy).toBeCloseTo(right / 24, 12);
    // What is chosen is where the score is highest.
    cell.scores?.forEach((scores, row) => {
      expect(scores[cell.predictions[row]]).toBe(Math.max(...scores));
    });
    expect(cellsOf('PT')[0].support).toEqual([]);
    expect(cellsOf('PT')[0]).not.toHaveProperty('calibration');
    const [weights] = cellsOf('KPT+weights');
    expect(weights.labelled).toHaveLength(8);
    expect(weights.weights?.map(({ length }) => length)).toEqual(weights.kept);
  });

  test('of an accuracy is the mean over its cells', () => {
    for (const { variant, accuracy, best } of report.table) {
      const found = cellsOf(variant).map((cell) => cell.accuracy);
      expect(found).toHaveLength(2);
      expect(accuracy.mean).toBeCloseTo((found[0] + found[1]) / 2, 12);
      expect(best).toBe(Math.max(...found));
    }
  });

  test('of support sizes: none is words without calibration, all is words with it', () => {
    const mean = (variant: string): number | undefined =>
      report.table.find((row) => row.variant === variant)?.accuracy.mean;
    expect(report.supportCurve[0].accuracy.mean).toBe(mean('KPT'));
    expect(report.supportCurve[2].accuracy.mean).toBe(mean('KPT+CC'));
  });

  test('is what `lab report` prints of the file, to the last character', async () => {
    const again = await lab('report', at('whole.plab'), '--json');
    expect(again.status, again.err).toBe(0);
    expect(again.out).toBe(printed.out);
  });

  test('names the cells that failed, and why, in JSON and for people', async () => {
    const cell = 'chain agnews template 0 seed 2';
    const error = {
      code: 'engine-failed',
      message: 'The engine stopped.',
      remedy: 'Try again.',
      where: 'cpu',
    };
    const record = open('whole.plab');
    const cells = { ...record.cells, [cell]: { kind: 'failed', error } as const };
    writeFileSync(at('failed.plab'), writeSweepFile({ ...record, cells }));
    const { out, err } = await lab('report', at('failed.plab'), '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({ failed: [{ cell, error }], done: Number(report.done) - 1 });
    expect((await lab('report', at('failed.plab'))).err).toContain(
      `failed: ${cell}: The engine stopped. Try again.`,
    );
    expect(report.failed).toEqual([]);
  });

  test('for people names variants, words and what the steps add', async () => {
    const { err } = await lab('report', at('whole.plab'));
    for (const text of ['KPT+CC+FR+RR', 'words relevance', 'KPT − PT+CC', 'support 10', 'forward passes'])
      expect(err).toContain(text);
  });
});

test('two shards, merged in any order, are what one run leaves', async () => {
  for (const part of ['1', '2']) {
    const out = ['--out', at(`part${part}.plab`), '--shard', `${part}/2`];
    const { status, err } = await lab('sweep', at('recipe.json'), ...out);
    expect(status, err).toBe(0);
  }
  const parts = [at('part2.plab'), at('part1.plab')];
  const { status, err } = await lab('merge', ...parts, '--out', at('merged.plab'), '--shards', '2');
  expect(status, err).toBe(0);
  const [whole, merged] = [open('whole.plab'), open('merged.plab')];
  expect(Object.keys(merged.cells)).toEqual(Object.keys(whole.cells));
  expect(timelessAll(merged.cells)).toEqual(timelessAll(whole.cells));
  expect(merged.words).toEqual(whole.words);
}, 180_000);

describe('repeat', () => {
  interface Answer {
    readonly same: boolean;
    readonly cells: number;
    readonly different: readonly { readonly id: string; readonly fields: readonly string[] }[];
    readonly changed: readonly string[];
  }

  test('computes every cell again and finds it the same bit for bit', async () => {
    const { status, out, err } = await lab('repeat', at('whole.plab'), '--json');
    expect(status, err).toBe(0);
    expect(err).toContain('same bit for bit: 11 cells');
    expect(JSON.parse(out)).toEqual({ same: true, cells: 11, different: [], changed: [], following: [] });
  }, 120_000);

  test('says which cell is another, and in what', async () => {
    const record = open('whole.plab');
    const id = 'chain agnews template 0 seed 2';
    const result = record.cells[id];
    if (!('prior' in result) || !(result.prior instanceof Float32Array)) throw new Error('no prior');
    const prior = result.prior.slice();
    // The last bit of one number.
    new Uint32Array(prior.buffer)[3] ^= 1;
    const words = { agnews: record.words.agnews.map((own) => ({ ...own, listed: own.listed + 1 })) };
    const other: VerbalizeRecord = {
      ...record,
      words,
      cells: Object.fromEntries([[id, Object.assign({}, result, { prior })]]),
    };
    writeFileSync(at('other.plab'), writeSweepFile(other));
    const { status, out, err } = await lab('repeat', at('other.plab'), '--json');
    expect(status).toBe(1);
    const answer = JSON.parse(out) as Answer;
    expect(answer).toEqual({
      same: false,
      cells: 1,
      different: [{ id, fields: ['prior'] }],
      changed: ['words'],
      following: [],
    });
    expect(err).toContain('different: 1 of 1 cells');
    expect(err).toContain('Not the same words as recorded.');
  }, 120_000);

  test('a sweep without a result has nothing to compare with', async () => {
    writeFileSync(at('empty.plab'), writeSweepFile({ ...open('whole.plab'), cells: {} }));
    const { status, err } = await lab('repeat', at('empty.plab'));
    expect(status).toBe(1);
    expect(err).toContain('has no result yet');
  });
});

describe('what can’t be is said, with its option', () => {
  const words = at('words.txt');
  const rows = at('rows.json');
  writeFileSync(words, 'politics,law\nsports\n\n');
  writeFileSync(rows, '[0, 5, 999999]');
  const base = ['verbalize', '--plm', 'lab-tiny', '--task', 'agnews'];

  test.each<readonly [string, readonly string[], RegExp]>([
    ['an unknown variant', ['--variants', 'PT,KTP'], /KTP/],
    ['nothing to learn from', ['--learn', 'weights'], /labelled rows/],
    ['words in two ways', ['--expand', 'wordnet', '--label-words-file', words], /in two ways/],
    ['words for too few classes', ['--label-words-file', words], /words\.txt/],
    ['a file of words that isn’t there', ['--label-words-file', at('none.txt')], /none\.txt is not there/],
    ['an unknown preset', ['--preset', 'nothing'], /nothing/],
    ['a cut that is no share', ['--frequency-cut', '1.5'], /--frequency-cut/],
    ['an empty support', ['--support', '0'], /--support/],
    ['a baseline that is none', ['--baselines', 'KPT', '--shots', '1'], /--baselines: “kpt”/],
    [
      'a prompt trained through the largest token',
      ['--learn', 'both', '--shots', '1', '--handling', 'max'],
      /handling must be mean or first/,
    ],
    ['a file of another sweep', ['--out', at('whole.plab')], /--out: This run .*variants/],
    ['an unknown rule', ['--handling', 'last'], /last/],
    ['a template without a mask', ['--templates', '{a}'], /\[MASK\]|mask/],
    ['a support row beyond the task', ['--support-rows', rows], /training row 999999/],
    [
      'a file of support rows that isn’t there',
      ['--support-rows', at('none.json')],
      /none\.json is not there/,
    ],
    ['a support larger than the task', ['--support', '900000'], /support: agnews has \d+ training rows/],
    [
      'a second template that can’t be filled',
      ['--templates', 'A [MASK] news : {a};;{b} is [MASK]'],
      /\{b\}|second text/,
    ],
    [
      'more labelled rows than there are',
      ['--shots', '5000', '--baselines', 'auto'],
      /shots: The class “World” of agnews has \d+ training rows/,
    ],
  ])('%s', async (_name, options, cause) => {
    const { status, out, err } = await lab(...base, ...options, '--test-rows', '4', '--json');
    expect(status).toBe(1);
    const { error } = JSON.parse(out) as { error: Record<'code' | 'message' | 'remedy' | 'where', string> };
    expect(`${error.where}: ${error.message}`).toMatch(cause);
    expect(error.remedy).not.toBe('');
    expect(error.code).not.toBe('unexpected');
    expect(err).not.toMatch(/ at .*\.ts:\d+/);
  });
});
