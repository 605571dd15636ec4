import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oldRecord } from './old-records.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { readRunRecord, writeRunRecord } from '../../src/experiment/run-record-json.ts';
import type { RunRecord } from '../../src/experiment/run-record.ts';

const recipe = defaultRecipe(
  { name: 'sst2', template: '{a} [MASK]', labelWords: [['bad'], ['good']] },
  'lab-tiny',
);

const record: RunRecord = {
  version: 3,
  hashes: { plm: 'a'.repeat(64), tokenizer: 'b'.repeat(64), task: '0'.repeat(64) },
  recipe,
  labels: ['negative', 'positive'],
  startedAt: '2026-01-02T03:04:05.678Z',
  engine: {
    engine: 'cpu',
    device: 'x86',
    why: 'no GPU',
    threads: 2,
    parity: 1e-6,
    graphCapture: 'off',
    versions: { onnxruntime: '1.30.0' },
    diagnostics: {},
  },
  points: [{ step: 0, loss: 0.693, accuracy: 0.5, gradientNorm: Infinity, learningRate: 0 }],
  dev: [{ step: 100, loss: NaN, accuracy: 0.5 }],
  baselines: [
    { name: 'majority', dev: 0.5, test: 0.5 },
    { name: 'noPrompt', dev: 0.6, test: 0.6 },
    { name: 'randomPrompt', dev: 0.5, test: 0.5 },
  ],
  activations: [
    {
      step: 0,
      layers: 1,
      neurons: 2,
      scale: 1,
      prompted: Float32Array.of(0.1, -0),
      plain: Float32Array.of(1 / 3, 1e-45),
    },
  ],
  promptTokens: {
    step: 0,
    tokens: [{ position: 0, gradientNorm: 1, norm: 2, nearest: [{ token: 'the', id: 9, cosine: 0.5 }] }],
  },
  examples: {
    step: 0,
    rows: [
      { a: 'x', label: null, before: [0.5, 0.5], after: [0.1, 0.9] },
      { a: 'x', b: 'y', label: 1, before: [], after: [] },
    ],
  },
  stage: {
    layers: 1,
    neurons: 3,
    limit: 2.5,
    sentences: [{ a: 'x', label: 1, before: [0.9, 0.1], plain: Int8Array.of(-127, 0, 127) }],
    frames: [
      { step: 1, gradients: [0.5], sentences: [{ after: [0.2, 0.8], neurons: Int8Array.of(1, -1, -128) }] },
    ],
  },
  artefacts: { prompt: { dims: [1, 3], values: Float32Array.of(Math.PI, NaN, -Infinity) } },
  result: { bestStep: 100, dev: 0.7, test: 0.69, seconds: 12.5, stepMs: 20, compileMs: 900 },
  madeBy: 'a test',
};

test('a record comes back as it was, diverged numbers included', () => {
  expect(readRunRecord(writeRunRecord(record))).toEqual(record);
});

test('draws of a baseline come back, and none are invented', () => {
  const draws = [
    { dev: 0.5, test: 0.25 },
    { dev: 0.5, test: 0.75 },
  ];
  const drawn = { ...record, baselines: [{ name: 'randomPrompt', dev: 0.5, test: 0.5, draws }] };
  expect(readRunRecord(writeRunRecord(drawn)).baselines).toEqual(drawn.baselines);
  expect(readRunRecord(writeRunRecord(record)).baselines[2]).not.toHaveProperty('draws');
});

test('single-precision values come back bit for bit', () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 4, maxLength: 4 }), (values) => {
      const copy = readRunRecord(
        writeRunRecord({ ...record, artefacts: { prompt: { dims: [2, 2], values } } }),
      );
      const read = copy.artefacts.prompt.values;
      values.forEach((value, i) => expect(Object.is(read[i], value)).toBe(true));
    }),
    { numRuns: 500 },
  );
});

test.each([1, 2] as const)('a record of version %i is read as one of today', (version) => {
  const json = writeRunRecord(oldRecord(version, record) as RunRecord);
  expect(readRunRecord(json)).toEqual({ ...record, hashes: version === 1 ? null : record.hashes });
});

test('numbers are written short', () => {
  expect(writeRunRecord(record)).toContain('"prompted":[0.1,"-0"]');
  expect(writeRunRecord(record)).toContain('"plain":[0.33333334,');
});

describe('what is no record is refused by its field', () => {
  const changed = (change: object): string =>
    JSON.stringify({ ...(JSON.parse(writeRunRecord(record)) as object), ...change });

  test.each<readonly [string, string, RegExp]>([
    ['no JSON', '{', /no valid JSON/],
    ['a list', '[]', /is no run record/],
    ['a later version', changed({ version: 4 }), /must be a run record of version 1, 2 or 3/],
    [
      'hashes of another kind',
      changed({ hashes: { plm: 'x', tokenizer: 'y', task: 'z' } }),
      /hashes\.plm must be a SHA-256/,
    ],
    ['no word on hashes', changed({ hashes: undefined }), /hashes/],
    [
      'a broken recipe',
      changed({ recipe: { ...recipe, training: { ...recipe.training, steps: 0 } } }),
      /training\.steps must be at least 1/,
    ],
    [
      'a baseline of no draws',
      changed({ baselines: [{ name: 'randomPrompt', dev: 0.5, test: 0.5, draws: [] }] }),
      /baselines\.0\.draws must have at least one draw/,
    ],
    ['a date in words', changed({ startedAt: 'yesterday' }), /startedAt must be an ISO date/],
    [
      'a prompt of the wrong size',
      changed({ artefacts: { prompt: { dims: [2, 2], values: [1, 2, 3] } } }),
      /artefacts\.prompt must have as many values as its sizes say/,
    ],
    [
      'activations of the wrong size',
      changed({ activations: [{ step: 0, layers: 2, neurons: 2, scale: 1, prompted: [1], plain: [1] }] }),
      /activations\.0 must have layers × neurons/,
    ],
    [
      'text among the numbers',
      changed({ artefacts: { prompt: { dims: [1, 1], values: ['1'] } } }),
      /artefacts\.prompt\.values\.0 must be a number/,
    ],
    ['a key that reaches a prototype', '{"version":1,"__proto__":{"x":1}}', /__proto__ is not allowed/],
  ])('%s', (_what, json, cause) => {
    expect(() => readRunRecord(json, 'run.json')).toThrow(cause);
    expect(() => readRunRecord(json, 'run.json')).toThrow(
      expect.objectContaining({ code: 'file', where: 'run.json' }) as Error,
    );
  });
});
