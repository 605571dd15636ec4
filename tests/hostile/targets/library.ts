/** What comes into the library: zips packed by hand, and what a hub says of a model. */
import { strToU8, zipSync } from 'fflate';
import { readHubAddress, type HubModel } from '../../../src/data/models/hub-address.ts';
import { readHubListing } from '../../../src/data/models/hub-listing.ts';
import { shapeOfConfig } from '../../../src/data/models/model-shape.ts';
import { onnxChoices } from '../../../src/data/models/onnx-choices.ts';
import { readTaskZip } from '../../../src/data/task-zip.ts';
import { listZipFiles, readZipFiles } from '../../../src/data/zip-files.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { TEXT_TOKENS } from '../hostile-values.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, REFUSED, textOf, type Target } from '../target.ts';

const encoder = new TextEncoder();
const row = '{"a":"x","y":0}\n{"a":"z","y":1}\n';
const FILES = {
  'mood/task.json': strToU8(
    '{"labels":["no","yes"],"template":"{a} it was [MASK] .","label_words":["bad","good"]}',
  ),
  'mood/train.jsonl': strToU8(row),
  'mood/dev.jsonl': strToU8(row),
  'mood/test.jsonl': strToU8(row),
  __proto__: strToU8('x'),
};
const ZIPS = [0, 6].map((level) =>
  zipSync(FILES, { level: level === 0 ? 0 : 6, mtime: '2000-01-01T00:00:00' }),
);
const LIMITS = { entries: 100, bytes: 1 << 20 };

/** Deflate makes up to 1032 bytes of one. */
const INFLATED = 1 << 24;

const MODEL: HubModel = { base: 'https://hub.test', model: 'lab/tiny', revision: 'main' };
const LISTING = {
  sha: 'a'.repeat(40),
  cardData: { license: 'mit' },
  tags: ['license:mit'],
  siblings: [
    { rfilename: 'onnx/model.onnx', size: 10, lfs: { sha256: 'b'.repeat(64) } },
    { rfilename: 'onnx/model.onnx_data', size: 10 },
    { rfilename: 'tokenizer.json', size: 5 },
    { rfilename: 'config.json', size: 5 },
  ],
};
const CONFIG = {
  architectures: ['T5ForConditionalGeneration'],
  ...{ num_layers: 2, d_model: 8, num_heads: 2, d_ff: 16, vocab_size: 50, n_positions: 64 },
  is_encoder_decoder: true,
};

export const LIBRARY_TARGETS: readonly Target[] = [
  {
    name: 'task in a zip',
    inputs: damagedBytes(ZIPS, ['mood/task.json', '../', '__proto__', 'mood/train.jsonl']),
    read: async (bytes) => {
      const { labels, labelWords } = await readTaskZip(bytes, 'mood.zip');
      check(labels.length === labelWords.length, 'a class has no words');
    },
    allowance: INFLATED,
  },
  {
    name: 'files in a zip',
    inputs: damagedBytes(ZIPS),
    read: (bytes) => {
      const listed = listZipFiles(bytes, 'files.zip', LIMITS);
      const files = readZipFiles(bytes, 'files.zip', () => true, LIMITS);
      check(files.size <= listed.length, 'more files are read than listed');
    },
    allowance: INFLATED,
  },
  {
    name: 'listing of a hub',
    inputs: damagedJson([LISTING]),
    read: (bytes) => {
      const { files } = readHubListing(textOf(bytes), MODEL);
      check(
        files.every(({ path }) => !path.split('/').includes('..')),
        'a path leads out of the model',
      );
      onnxChoices(files);
    },
  },
  {
    name: 'address of a model on a hub',
    inputs: damagedBytes(
      ['lab/tiny@main', 'https://hub.test/lab/tiny/tree/main', 'tiny'].map((text) => encoder.encode(text)),
      [...TEXT_TOKENS, '@', '/', '//', 'http://', 'javascript:', '%2e%2e', '127.0.0.1'],
    ),
    read: (bytes) => {
      const { base, model, revision } = readHubAddress(textOf(bytes));
      check(
        /^https:|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(base),
        'a hub without https',
      );
      check(!`${model}/${revision}`.includes('..'), 'a name leads out of the hub');
    },
  },
  {
    name: 'config.json of a model',
    inputs: damagedJson([CONFIG]),
    read: (bytes) => {
      let config: unknown;
      try {
        config = JSON.parse(textOf(bytes));
      } catch {
        return REFUSED;
      }
      const shape = shapeOfConfig(config);
      if (shape === null) return REFUSED;
      const { layers, width, heads, feedForward, vocabulary } = shape;
      check(
        [layers, width, heads, feedForward, vocabulary].every(Number.isSafeInteger),
        'no size of a model',
      );
      return undefined;
    },
  },
];
