import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { readSweepFile, writeSweepFile } from '../../src/data/sweep-file.ts';
import type { TransferSweep } from '../../src/experiment/transfer/sweep-recipe.ts';
import { parseTransferSweep } from '../../src/experiment/transfer/sweep-schema.ts';
import { transferRecord, type TransferRecord } from '../../src/experiment/transfer/transfer-record.ts';
import { timelessAll } from '../methods/transfer/small-sweep.ts';
import { lab, LAB_SCRIPT, type Outcome } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-sweep-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

/** `lab transfer` of two tasks with few rows and steps. */
const OPTIONS = [
  ...['--plm', 'lab-tiny', '--tasks', 'sst2,subj', '--steps', '4', '--eval-every', '2', '--batch', '4'],
  ...['--max-length', '16', '--prompt-length', '3', '--dev-rows', '12', '--test-rows', '12'],
  ...['--random-prompts', '1', '--initialise', 'subj>sst2', '--mask', 'sst2', '--mask-shares', '0,0.5'],
  ...['--random-masks', '2', '--init-dev-rows', '12'],
];

const open = (name: string): TransferRecord => transferRecord(readSweepFile(readFileSync(at(name)), name));

/** What no repeat gives again left out: times, and who computed when. */
const content = ({ recipe, tasks, plms, initialPrompts, cells }: TransferRecord) => ({
  recipe,
  tasks,
  plms,
  initialPrompts,
  ids: Object.keys(cells),
  cells: timelessAll(cells),
});

let recipe: TransferSweep;
let printed: Outcome;

beforeAll(async () => {
  printed = await lab('transfer', ...OPTIONS, '--print-recipe');
  recipe = parseTransferSweep(JSON.parse(printed.out));
  writeFileSync(at('recipe.json'), printed.out);
  const [whole, ...parts] = await Promise.all([
    lab('sweep', at('recipe.json'), '--out', at('whole.plab'), '--json'),
    lab('sweep', at('recipe.json'), '--out', at('one.plab'), '--shard', '1/2', '--json'),
    lab('sweep', at('recipe.json'), '--out', at('two.plab'), '--shard', '2/2', '--json'),
  ]);
  for (const { status, err } of [whole, ...parts]) expect(status, err).toBe(0);
  const said = JSON.parse(whole.out) as { done: number; total: number; failed: string[] };
  expect(said).toMatchObject({ done: said.total, failed: [] });
}, 120_000);

test('--print-recipe prints a recipe that says what was asked for, and nothing else', () => {
  expect(printed.status).toBe(0);
  expect(printed.out.trim().split('\n')).toHaveLength(1);
  expect(printed.err).toBe('');
  expect(recipe).toMatchObject({
    plm: 'lab-tiny',
    tasks: ['sst2', 'subj'],
    seeds: [1],
    devRows: 12,
    initialisation: [{ source: 'subj', target: 'sst2' }],
    // Looks after the last of four steps are never reached.
    earlyLooks: { examples: 32, looks: [0, 2, 4], devRows: 12 },
    masking: { tasks: ['sst2'], shares: [0, 0.5] },
  });
  expect(recipe.training).toMatchObject({ steps: 4, evalEvery: 2, batch: 4, promptLength: 3, maxLength: 16 });
});

test('--init-examples, --init-looks and --init-dev-rows say how starts are looked at; none is as without', async () => {
  const recipeOf = async (...args: readonly string[]): Promise<TransferSweep> => {
    const { out, err, status } = await lab(
      ...['transfer', '--plm', 'lab-tiny', '--tasks', 'sst2,subj'],
      ...args,
      '--print-recipe',
    );
    expect(status, err).toBe(0);
    return JSON.parse(out) as TransferSweep;
  };
  const pair = ['--initialise', 'subj>sst2'];
  const given = ['--init-examples', '64', '--init-looks', '0,8', '--init-dev-rows', '100'];
  const [looked, all, none, plain] = await Promise.all([
    recipeOf(...pair, ...given),
    recipeOf(...pair, '--init-examples', 'all'),
    recipeOf(...pair, '--init-looks', 'none'),
    recipeOf('--mask', 'subj'),
  ]);
  expect(looked.earlyLooks).toEqual({ examples: 64, looks: [0, 8], devRows: 100 });
  expect(all.earlyLooks).toEqual({ examples: null, looks: [0, 2, 4, 8, 16, 32], devRows: 250 });
  for (const one of [none, plain]) expect(one).not.toHaveProperty('earlyLooks');
  expect(plain).toMatchObject({
    randomPrompts: 5,
    masking: { shares: [0, 0.02, 0.05, 0.1, 0.2, 0.4, 1], randomMasks: 10 },
  });
}, 120_000);

test('two shards, merged in either order, are what one run gives', async () => {
  const [one, two, whole] = [open('one.plab'), open('two.plab'), open('whole.plab')];
  const ids = [...Object.keys(one.cells), ...Object.keys(two.cells)];
  expect(Object.keys(one.cells).length).toBeGreaterThan(0);
  expect(Object.keys(two.cells).length).toBeGreaterThan(0);
  expect(ids.sort()).toEqual(Object.keys(whole.cells).sort());
  const merged = await Promise.all([
    lab('merge', at('one.plab'), at('two.plab'), '--out', at('forth.plab'), '--json'),
    lab('merge', at('two.plab'), at('one.plab'), '--out', at('back.plab'), '--json'),
  ]);
  for (const { status, out } of merged) {
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ done: ids.length, total: ids.length, failed: [], parts: 2 });
  }
  expect(content(open('forth.plab'))).toEqual(content(whole));
  expect(readFileSync(at('back.plab')).equals(readFileSync(at('forth.plab')))).toBe(true);
});

test('a file that can’t be read is named, and the others are merged all the same', async () => {
  writeFileSync(at('damaged.plab'), 'half a file');
  const files = ['one.plab', 'damaged.plab', 'two.plab', 'one.plab'].map(at);
  const { status, out, err } = await lab(
    'merge',
    ...files,
    '--out',
    at('rest.plab'),
    '--shards',
    '2',
    '--json',
  );
  expect(status).toBe(1);
  const said = JSON.parse(out) as { done: number; total: number };
  expect(said).toMatchObject({
    done: said.total,
    refused: [{ file: at('damaged.plab'), reason: expect.stringContaining('no zip') as string }],
    duplicates: [{ file: at('one.plab'), of: at('one.plab') }],
    missingShards: [],
  });
  expect(err).toMatch(/damaged\.plab is left out/);
  expect(content(open('rest.plab'))).toEqual(content(open('whole.plab')));
});

test('a shard that nobody computed is named, with the command that was given for it', async () => {
  const again = ['--shards', '2', '--again', 'do it'];
  const { status, out, err } = await lab(
    'merge',
    at('one.plab'),
    '--out',
    at('half.plab'),
    ...again,
    '--json',
  );
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ missingShards: [2], again: 'do it --only 2' });
  expect(err).toMatch(/Not complete: 2 of 2 shards.*do it --only 2/s);
});

test('sweeps with other seeds are one, and what nobody computed is computed by its own file as the recipe', async () => {
  const part = open('one.plab');
  const cells = Object.entries(part.cells).map(
    ([id, cell]) => [id.replace('seed 1', 'seed 5'), cell] as const,
  );
  const other = { ...part, recipe: { ...recipe, seeds: [5] }, cells: Object.fromEntries(cells) };
  writeFileSync(at('other.plab'), writeSweepFile(other));
  const merged = await lab('merge', at('whole.plab'), at('other.plab'), '--out', at('class.plab'), '--json');
  expect(merged.status).toBe(0);
  const said = JSON.parse(merged.out) as { done: number; total: number };
  expect(said.done).toBeLessThan(said.total);
  const { status, out, err } = await lab('sweep', at('class.plab'), '--out', at('class.plab'), '--json');
  expect(status, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ done: said.total, total: said.total, failed: [] });
  expect(open('class.plab').recipe.seeds).toEqual([1, 5]);
}, 120_000);

test('a sweep that is killed goes on from its file, and ends with the same cells', async () => {
  const out = at('killed.plab');
  const child = spawn('node', [LAB_SCRIPT, 'sweep', at('recipe.json'), '--out', out], {
    cwd: projectFolder,
    stdio: 'ignore',
  });
  const gone = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_, signal) => resolve(signal)),
  );
  const cellsThere = (): number => (existsSync(out) ? Object.keys(open('killed.plab').cells).length : 0);
  for (let waited = 0; cellsThere() === 0 && waited < 40_000; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGKILL');
  expect(await gone).toBe('SIGKILL');
  const before = open('killed.plab');
  const whole = open('whole.plab');
  expect(Object.keys(before.cells).length).toBeGreaterThan(0);
  expect(Object.keys(before.cells).length).toBeLessThan(Object.keys(whole.cells).length);
  const { status, err } = await lab('sweep', at('recipe.json'), '--out', out);
  expect(status, err).toBe(0);
  const after = open('killed.plab');
  expect(content(after)).toEqual(content(whole));
  expect(after.parts).toHaveLength(2);
  // Times come along, so a cell that was computed again would show.
  for (const [id, result] of Object.entries(before.cells)) expect(after.cells[id]).toEqual(result);
});

test('report prints what a file says, as JSON or for people', async () => {
  const [json, text] = await Promise.all([
    lab('report', at('whole.plab'), '--json'),
    lab('report', at('whole.plab')),
  ]);
  expect([json.status, text.status]).toEqual([0, 0]);
  const report = JSON.parse(json.out) as Record<string, unknown>;
  const cells = Object.keys(open('whole.plab').cells).length;
  expect(report).toMatchObject({ plm: 'lab-tiny', start: 'shared', seeds: [1], done: cells, total: cells });
  for (const section of ['tasks', 'cells', 'indicators', 'initialisation', 'neurons', 'masking'])
    expect(report[section], section).not.toEqual([]);
  expect(text.out).toBe('');
  expect(text.err).toMatch(/sst2/);
  expect(text.err).toMatch(/same − different type within a target/);
  expect(text.err).toMatch(/own − .* points \[/);
});

describe('bad input is named with a remedy, and nothing is written', () => {
  const write = (name: string, change: Partial<TransferRecord>): string => {
    writeFileSync(at(name), writeSweepFile({ ...open('one.plab'), ...change }));
    return at(name);
  };
  const recipeFile = (name: string, change: Record<string, unknown>): string => {
    writeFileSync(at(name), JSON.stringify({ ...recipe, ...change }));
    return at(name);
  };
  const out = (name: string): string[] => ['--out', at(name)];

  test.each<readonly [string, () => readonly string[], RegExp]>([
    [
      'merging parts of different recipes',
      () => [
        'merge',
        at('one.plab'),
        write('r.plab', { recipe: { ...recipe, seeds: [2], probeRows: 3 } }),
        ...out('x.plab'),
      ],
      /another sweep than .*: probeRows differ/,
    ],
    [
      'merging parts made with different PLMs of one name',
      () => [
        'merge',
        at('one.plab'),
        write('p.plab', { plms: [{ name: 'lab-tiny', width: 128, sha256: 'other' }] }),
        ...out('x.plab'),
      ],
      /other PLMs/,
    ],
    [
      'going on with a file of another sweep',
      () => ['sweep', recipeFile('more.json', { seeds: [1, 2] }), '--out', at('one.plab')],
      /another sweep.*seeds differ/s,
    ],
    [
      'a sweep of nothing',
      () => ['sweep', recipeFile('empty.json', { tasks: [] }), ...out('x.plab')],
      /the sweep is empty/,
    ],
    ['a shard that is none', () => ['sweep', at('recipe.json'), '--shard', '3/2', ...out('x.plab')], /3\/2/],
    ['a file that is no .plab', () => ['sweep', at('recipe.json'), '--out', at('x.zip')], /\.plab/],
    [
      'a folder that is not there',
      () => ['sweep', at('recipe.json'), '--out', at('no/x.plab')],
      /can’t be written/,
    ],
    ['a file that is not there', () => ['report', at('none.plab')], /is not there/],
    [
      'a task that is not there',
      () => ['transfer', '--plm', 'lab-tiny', '--tasks', 'sst2,nothing', ...out('x.plab')],
      /nothing/,
    ],
    [
      'a pair that is none',
      () => ['transfer', '--plm', 'lab-tiny', '--tasks', 'sst2', '--initialise', 'sst2', '--print-recipe'],
      /--initialise/,
    ],
  ])('%s', async (_, args, message) => {
    const one = readFileSync(at('one.plab'));
    const outcome = await lab(...args());
    expect(outcome.status).toBe(1);
    expect(outcome.err).toMatch(message);
    expect(outcome.err).not.toMatch(/ {4}at /);
    expect(outcome.out).toBe('');
    expect(existsSync(at('x.plab'))).toBe(false);
    expect(readFileSync(at('one.plab')).equals(one)).toBe(true);
  });
});

test('repeat computes a sweep again, cell by cell, and a part of one as far as it goes', async () => {
  const [whole, part] = await Promise.all([
    lab('repeat', at('whole.plab'), '--json'),
    lab('repeat', at('one.plab'), '--json'),
  ]);
  expect(whole.status, whole.err).toBe(0);
  const cells = (name: string): number => Object.keys(open(name).cells).length;
  expect(JSON.parse(whole.out)).toEqual({
    same: true,
    cells: cells('whole.plab'),
    different: [],
    changed: [],
    following: [],
  });
  expect(JSON.parse(part.out)).toMatchObject({ same: true, cells: cells('one.plab') });
  expect(cells('one.plab')).toBeLessThan(cells('whole.plab'));
}, 120_000);
