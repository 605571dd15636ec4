import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { downloadBytes, loadModelCatalogue, parseModelCatalogue } from '../../src/data/model-catalogue.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('models/catalogue.json', root), 'utf8');
const models = await loadModelCatalogue((path) => readFile(new URL(path, root), 'utf8'));

describe.each(models.map((model) => [model.name, model] as const))('%s', (_name, model) => {
  test.each(model.files.map((file) => [file.name, file] as const))(
    '%s has the size and hash that the catalogue says',
    (name, file) => {
      const content = readFileSync(new URL(`models/${model.folder}/${name}`, root));
      expect(content.byteLength).toBe(file.bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256);
    },
  );

  test('has the shape that its config says, and a model card', () => {
    const config = JSON.parse(
      readFileSync(new URL(`models/${model.folder}/config.json`, root), 'utf8'),
    ) as object;
    expect(config).toMatchObject({
      architectures: [model.architecture],
      num_hidden_layers: model.layers,
      hidden_size: model.width,
      num_attention_heads: model.heads,
      intermediate_size: model.feedForward,
      vocab_size: model.vocabulary,
    });
    const card = readFileSync(new URL(`models/${model.folder}/README.md`, root), 'utf8');
    expect(card).toContain(model.parameters.toLocaleString('en'));
    expect(card).toContain(model.licence);
  });

  test('stores two bytes a parameter, but for a few that stay float32', () => {
    const weights = model.files.find(({ name }) => name === 'model.onnx_data')?.bytes ?? 0;
    expect(weights / 2 / model.parameters).toBeGreaterThan(0.99);
    expect(weights / 2).toBeLessThanOrEqual(model.parameters);
    expect(downloadBytes(model)).toBeGreaterThan(weights);
  });
});

test('one PLM is the default', () => {
  expect(models.filter((model) => model.default).map(({ name }) => name)).toEqual(['lab-small']);
});

describe('a catalogue that is wrong is refused', () => {
  const changed = (change: object) => JSON.stringify([{ ...models[0], ...change }]);

  test.each<readonly [string, string, RegExp]>([
    ['no JSON', '{', /no valid JSON/],
    ['no list', '{}', /must be a list of models/],
    ['a default on demand', changed({ onDemand: true }), /must not have a default that is downloaded/],
    ['two defaults', JSON.stringify([models[0], { ...models[1], default: true }]), /exactly one default/],
    [
      'a name twice',
      JSON.stringify([models[0], { ...models[0], default: false }]),
      /must not name a model twice/,
    ],
    [
      'a folder that leads elsewhere',
      changed({ folder: '../secrets' }),
      /0\.folder must be a plain file name/,
    ],
    [
      'a file that leads elsewhere',
      changed({ files: [{ name: '..', bytes: 1, sha256: '0'.repeat(64) }] }),
      /0\.files\.0\.name/,
    ],
    [
      'a hash that is none',
      changed({ files: [{ name: 'x', bytes: 1, sha256: 'abc' }] }),
      /must be a SHA-256/,
    ],
    ['no files', changed({ files: [] }), /must list the files/],
  ])('%s', (_what, json, cause) => {
    expect(() => parseModelCatalogue(json)).toThrow(cause);
    expect(() => parseModelCatalogue(json)).toThrow(expect.objectContaining({ code: 'file' }) as Error);
  });

  test('and the real one is not', () => {
    expect(parseModelCatalogue(text)).toHaveLength(3);
  });
});
