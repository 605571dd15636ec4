import { promptOf } from '../../src/experiment/artefacts.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRecord, writeRecord } from '../../src/cli/record-file.ts';
import type { CurveComparison } from '../../src/experiment/compare-curves.ts';
import type { RunRecord } from '../../src/experiment/run-record.ts';
import { lab, type Outcome } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-repeat-'));
const at = (name: string): string => join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let record: RunRecord;

beforeAll(async () => {
  const options =
    '--steps 4 --eval-every 2 --max-length 16 --batch 4 --prompt-length 3 --seed 5 --engine wasm';
  const { status, err } = await lab(
    'train',
    ...['--plm', 'lab-tiny', '--task', 'sst2', ...options.split(' ')],
    ...['--out', at('run.plab')],
  );
  expect(status, err).toBe(0);
  record = readRecord(at('run.plab'));
}, 120_000);

const answerOf = ({
  out,
}: Outcome): CurveComparison & { readonly same: boolean; readonly changed: unknown } =>
  JSON.parse(out) as CurveComparison & { same: boolean; changed: unknown };

test('the file says what it was trained with, in hashes', () => {
  expect(record.hashes).toEqual({
    plm: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    tokenizer: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    task: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(promptOf(record.artefacts)?.values).toHaveLength(3 * 128);
  expect(record.activations[0]?.prompted).toHaveLength(4 * 512);
});

describe('repeat', () => {
  test('is the same bit for bit, on the engine that it was recorded on', async () => {
    const outcome = await lab('repeat', at('run.plab'), '--json');
    expect(outcome.err).toContain('same bit for bit: 4 steps, 2 dev evaluations, test accuracy');
    expect(answerOf(outcome)).toMatchObject({
      same: true,
      steps: 4,
      firstDifference: null,
      largestLossDifference: 0,
      changed: [],
    });
    expect(outcome.status).toBe(0);
  });

  test('a curve that is not the recipe’s ends in another exit status, and other rows are named', async () => {
    const points = record.points.map((point, i) => (i === 2 ? { ...point, loss: point.loss + 0.5 } : point));
    const hashes = record.hashes === null ? null : { ...record.hashes, task: 'f'.repeat(64) };
    writeRecord(at('other.plab'), { ...record, points, hashes });
    const outcome = await lab('repeat', at('other.plab'), '--json');
    expect(outcome.status).toBe(1);
    const answer = answerOf(outcome);
    expect(answer).toMatchObject({
      same: false,
      changed: ['task'],
      firstDifference: { step: 3, what: 'loss' },
    });
    expect(answer.largestLossDifference).toBeCloseTo(0.5);
    expect(outcome.err).toContain('Not the same task as recorded.');
  });

  test('an unfinished run has nothing to compare with', async () => {
    writeRecord(at('half.json'), { ...record, result: null });
    const { status, err } = await lab('repeat', at('half.json'));
    expect(status).toBe(1);
    expect(err).toContain('did not finish');
  });
});

describe('run', () => {
  test('trains a recipe in a file, and writes what train writes', async () => {
    writeFileSync(
      at('recipe.json'),
      JSON.stringify({ ...record.recipe, training: { ...record.recipe.training, steps: 2 } }),
    );
    const { status, out } = await lab('run', at('recipe.json'), '--out', at('again.json'), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ steps: 2, engine: 'wasm', recipe: { seed: 5, promptLength: 3 } });
    const again = readRecord(at('again.json'));
    expect(again.points[0]).toEqual(record.points[0]);
    expect(again.hashes).toEqual(record.hashes);
  });

  test.each<readonly [string, string, RegExp]>([
    ['no-file.json', '', /is not there/],
    ['text.json', 'x', /is no valid JSON/],
    ['broken.json', '{"version":1,"steps":"many"}', /steps|plm/],
    ['list.json', '[]', /recipe/],
    ['bad.plab', 'x', /is no zip file/],
  ])('%s is refused in words', async (name, content, cause) => {
    if (content !== '') writeFileSync(at(name), content);
    const { status, err } = await lab('run', at(name));
    expect(status).toBe(1);
    expect(err).toMatch(cause);
  });
});
