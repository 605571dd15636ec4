import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A copy of a shipped PLM that a test may break. */
function brokenModel(name: string, breaking: (folder: string) => void): string {
  const copy = join(folder, name);
  cpSync(join(projectFolder, 'models/lab-tiny'), copy, { recursive: true });
  breaking(copy);
  return copy;
}

test('inspect finds embeddings, layers, neurons and head of a shipped PLM', async () => {
  const { status, out } = await lab('inspect', 'lab-tiny', '--json');
  const found = JSON.parse(out) as {
    embedding: unknown;
    feedForward: readonly { neurons: number }[];
    layers: readonly { droppable: boolean }[];
    notOnWebgpu: unknown;
  };
  expect(status).toBe(0);
  expect(found.embedding).toMatchObject({ vocabulary: 16384, width: 128 });
  expect(found.feedForward.map((block) => block.neurons)).toEqual([512, 512, 512, 512]);
  expect(found.layers.every((layer) => layer.droppable)).toBe(true);
  expect(found.notOnWebgpu).toEqual([]);
});

test('check holds for a fixture and prints one JSON object', async () => {
  const { status, out } = await lab('check', 'tests/fixtures/onnx/bert-mlm', '--json');
  expect(status).toBe(0);
  expect((JSON.parse(out) as { passed: boolean }).passed).toBe(true);
});

test('train prints the numbers that the contract names', async () => {
  const { status, out } = await lab(
    'train',
    '--plm',
    'lab-tiny',
    '--task',
    'sms_spam',
    '--steps',
    '4',
    '--eval-every',
    '2',
    '--max-length',
    '16',
    '--batch',
    '4',
    '--json',
  );
  expect(status).toBe(0);
  const result = JSON.parse(out) as Record<string, unknown>;
  for (const name of [
    'dev',
    'test',
    'majority',
    'noPrompt',
    'randomPrompt',
    'bestStep',
    'steps',
    'seconds',
    'stepMs',
    'engine',
    'curve',
  ])
    expect(result).toHaveProperty(name);
  expect(result).toMatchObject({ steps: 4, engine: 'cpu' });
  expect(result.curve).toHaveLength(4);
});

describe('bad input is named with a remedy', () => {
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['a number that is none', () => ['train', '--plm', 'lab-tiny', '--task', 'sst2', '--lr', 'fast'], /--lr/],
    ['an unknown PLM', () => ['train', '--plm', 'nobody', '--task', 'sst2'], /--plm/],
    ['an unknown task', () => ['train', '--plm', 'lab-tiny', '--task', 'nothing'], /--task/],
    [
      'label words that are unknown',
      () => ['train', '--plm', 'lab-tiny', '--task', 'sst2', '--label-words', '𓀀;great'],
      /vocabulary/,
    ],
    [
      'label words that share a token',
      () => ['train', '--plm', 'lab-tiny', '--task', 'sst2', '--label-words', 'great;great'],
      /great/,
    ],
    [
      'more tokens than positions',
      () => ['train', '--plm', 'lab-tiny', '--task', 'sst2', '--max-length', '600'],
      /positions/,
    ],
    [
      'a template without a mask',
      () => ['train', '--plm', 'lab-tiny', '--task', 'sst2', '--template', '{a}'],
      /MASK/,
    ],
    [
      'a cut model file',
      () => [
        'inspect',
        brokenModel('cut', (copy) => {
          truncateSync(join(copy, 'model.onnx'), 20_000);
        }),
      ],
      /model\.onnx/,
    ],
    [
      'missing external data',
      () => [
        'inspect',
        brokenModel('bare', (copy) => {
          rmSync(join(copy, 'model.onnx_data'));
        }),
      ],
      /model\.onnx_data/,
    ],
    [
      'short external data',
      () => [
        'inspect',
        brokenModel('short', (copy) => {
          truncateSync(join(copy, 'model.onnx_data'), 1000);
        }),
      ],
      /model\.onnx_data/,
    ],
    [
      'a file that is no model',
      () => [
        'inspect',
        brokenModel('text', (copy) => {
          writeFileSync(join(copy, 'model.onnx'), 'hello');
        }),
      ],
      /model\.onnx/,
    ],
  ];
  test.each(cases)('%s', async (_name, args, message) => {
    const { status, err, out } = await lab(...args());
    expect(status).not.toBe(0);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/ {4}at /);
    expect(out).toBe('');
  });
});
