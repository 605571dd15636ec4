import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../../src/cli/open-model.ts';
import { KNOWN_MODELS } from '../../../src/data/models/known-models.ts';
import { shapeOfConfig } from '../../../src/data/models/model-shape.ts';
import { layerParameters, needsOf, parameterCount, preflight, size, type DeviceFacts } from '../../../src/data/models/preflight.ts';

const BERT = shapeOfConfig({
  architectures: ['BertForMaskedLM'],
  num_hidden_layers: 12,
  hidden_size: 768,
  num_attention_heads: 12,
  intermediate_size: 3072,
  vocab_size: 30_522,
  max_position_embeddings: 512,
});
if (BERT === null) throw new Error('BERT has a shape');
const RUN = { batch: 16, maxLength: 64, promptLength: 20 };
const LAPTOP: DeviceFacts = {
  engine: 'wasm',
  diskFreeBytes: 10e9,
  memoryBytes: 8 * 1024 ** 3,
  bufferBytes: null,
  operationsPerSecond: 35e9,
};

describe('a model’s shape', () => {
  test.each(['lab-small', 'lab-tiny'])('of %s is what its config says', (name) => {
    const config: unknown = JSON.parse(readFileSync(`${projectFolder}/models/${name}/config.json`, 'utf8'));
    expect(shapeOfConfig(config)).toMatchObject({ vocabulary: 16_384, width: name === 'lab-tiny' ? 128 : 192 });
  });

  test('GPT-2 and T5 call the same things otherwise', () => {
    expect(shapeOfConfig({ n_layer: 6, n_embd: 768, n_head: 12, vocab_size: 50_257, n_positions: 1024 })).toMatchObject({
      layers: 6,
      feedForward: 3072,
      maxLength: 1024,
    });
    expect(
      shapeOfConfig({ num_layers: 6, d_model: 512, d_ff: 2048, num_heads: 8, vocab_size: 32_128, is_encoder_decoder: true }),
    ).toMatchObject({ layers: 12, feedForward: 2048, maxLength: null });
  });

  test.each([null, 7, [], {}, { num_hidden_layers: -1, hidden_size: 'x', vocab_size: 1e12 }])('%j tells too little', (config) => {
    expect(shapeOfConfig(config)).toBeNull();
  });
});

describe('what a model needs', () => {
  test('BERT-base has 85 million parameters in its layers, as published', () => {
    expect(layerParameters(BERT) / 1e6).toBeCloseTo(84.9, 1);
  });

  // Measured with scripts/make-large-model.ts and `lab train --engine wasm --batch …`: see docs/models.md.
  test.each([
    [4, 678e6],
    [16, 1317e6],
  ])('with batch %i the wasm heap was measured at %i bytes, and the estimate is no less', (batch, measured) => {
    const needs = needsOf(BERT, { ...RUN, batch }, null);
    expect(needs.engineBytes).toBeGreaterThan(measured);
    expect(needs.engineBytes).toBeLessThan(1.5 * measured);
  });

  test('more of anything needs more', () => {
    const base = needsOf(BERT, RUN, null);
    for (const run of [{ ...RUN, batch: 32 }, { ...RUN, maxLength: 128 }, { ...RUN, promptLength: 100 }]) {
      const more = needsOf(BERT, run, null);
      expect(more.engineBytes).toBeGreaterThan(base.engineBytes);
      expect(more.stepOperations).toBeGreaterThan(base.stepOperations);
    }
  });
});

describe('whether it fits', () => {
  const judged = (device: Partial<DeviceFacts>, run = RUN) => preflight(BERT, run, 438e6, { ...LAPTOP, ...device });

  test('a laptop trains BERT-base', () => {
    const found = judged({});
    expect(found.verdict).toEqual({ kind: 'fits' });
    expect(found.stepSeconds).toBeGreaterThan(1);
  });

  test('a full disk is named with both sizes', () => {
    expect(judged({ diskFreeBytes: 300e6 }).verdict).toEqual({
      kind: 'does-not-fit',
      because: 'it takes 438 MB of storage, and this browser has 300 MB left for the page',
    });
  });

  test('wasm ends at 4 GiB: a smaller batch is offered where one fits', () => {
    const found = judged({ memoryBytes: null }, { ...RUN, batch: 64, maxLength: 256 });
    expect(found.verdict).toMatchObject({ kind: 'smaller-batch' });
    if (found.verdict.kind !== 'smaller-batch') return;
    expect(judged({ memoryBytes: null }, { ...RUN, batch: found.verdict.batch, maxLength: 256 }).verdict.kind).toBe('fits');
  });

  test('a GPU with small buffers does not take it at all', () => {
    const found = judged({ engine: 'webgpu', bufferBytes: 1e6 });
    expect(found.verdict).toMatchObject({ kind: 'does-not-fit' });
  });

  test('what a browser does not tell is said to be unknown', () => {
    const found = judged({ engine: 'webgpu', diskFreeBytes: null, memoryBytes: null, operationsPerSecond: null });
    expect(found.unknown).toHaveLength(3);
    expect(found.stepSeconds).toBeNull();
  });
});

test('known models: six besides those that ship, of five families, all with a shape', () => {
  expect(KNOWN_MODELS.length).toBeGreaterThanOrEqual(6);
  expect(new Set(KNOWN_MODELS.map(({ family }) => family)).size).toBeGreaterThanOrEqual(5);
  for (const { shape, parameters, bytes } of KNOWN_MODELS) {
    expect(shape.feedForward).toBeGreaterThan(shape.width);
    // float32, give or take what is counted as a parameter.
    expect(bytes.float32 / (4 * parameters)).toBeGreaterThan(0.9);
    expect(bytes.float32 / (4 * parameters)).toBeLessThan(1.1);
  }
});

test('sizes in words', () => {
  expect([34_400, 5_968_384, 109_512_767].map(parameterCount)).toEqual(['34 k', '6.0 M', '110 M']);
  expect([0, 400, 2_500_000, 438e6, 1.12e9].map(size)).toEqual(['0 kB', '1 kB', '2.5 MB', '438 MB', '1.1 GB']);
});
