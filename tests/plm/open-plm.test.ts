/** What is found in a model, how its inputs are bound, and what is said when something is not there. */
import { expect, test } from 'vitest';
import { logitsProgram, trainProgram } from '../../src/methods/prompt/programs.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { tensorOf } from '../../src/onnx/tensor.ts';
import { openPlm, promptedGraph } from '../../src/plm/plm.ts';
import { BOOL, FLOAT, INT32, INT64 } from '../onnx/graph-maker.ts';
import { runOriginal } from '../onnx/original.ts';
import { plainBlock, TINY, tinyModel, type TinyParts } from './tiny-model.ts';
import { randomBatch } from './zoo/random-batch.ts';
import { runOnce } from './zoo/run.ts';

const CONFIG = { architectures: ['TinyForMaskedLM'] };
const SHAPE = { batch: 2, length: 4, promptLength: 2, decoderLength: 1 };
const WORDS = [3, 8];

/** Logits with a prompt made of two words, and those of the original graph on the words themselves. */
async function promptedAndOriginal(model: OnnxModel): Promise<number> {
  const plm = openPlm('tiny', model, CONFIG);
  const shape = { ...SHAPE, fillerId: plm.fillerId };
  const ids = Array.from(randomBatch(shape).input_ids, (id) => id % TINY.vocabulary);
  const rows = WORDS.flatMap((word) =>
    Array.from(plm.wordTable.subarray(word * plm.width, (word + 1) * plm.width)),
  );
  const prompt = { type: 'float32', dims: [2, plm.width], data: Float32Array.from(rows) } as const;
  const mask = new Array<number>(ids.length).fill(1);
  const { logits } = await runOnce(
    logitsProgram(plm, shape),
    { input_ids: ids, attention_mask: mask },
    { prompt },
    ['logits'],
  );
  const whole = [0, 1].flatMap((row) => [...WORDS, ...ids.slice(row * 4, row * 4 + 4)]);
  const extra = model.graph.inputs.filter((input) => input.name === 'attention_mask');
  const fed = {
    input_ids: tensorOf('int64', [2, 6], whole),
    ...Object.fromEntries(
      extra.map((input) => [input.name, tensorOf('float32', [2, 6], new Array<number>(12).fill(1))]),
    ),
  };
  const truth = await runOriginal(model, fed);
  return Math.max(...Array.from(logits.data, (x, at) => Math.abs(x - truth.logits.data[at])));
}

const EMBEDDINGS: Readonly<Record<string, TinyParts['embed']>> = {
  'by the ids themselves': undefined,
  'by ids flattened to one axis': (t, { ids, table, batch, length }) =>
    t.view(t.embed(table, t.view(ids, -1)), batch, length, TINY.width),
  'by ids of 32 bits': (t, { ids, table }) => t.embed(table, t.cast(ids, INT32)),
  twice: (t, { ids, table }) =>
    t.add(t.embed(table, ids), t.op('Tanh', [t.embed(table, t.view(ids, t.size(ids, 0), -1))])),
  'with tokens first': (t, { ids, table }) => t.permute(t.embed(table, t.permute(ids, 1, 0)), 1, 0, 2),
  'beside a smaller table that the ids read as well': (t, { ids, table }) =>
    t.add(t.embed(table, ids), t.linear(t.embed(t.weight([TINY.vocabulary, 4], 0), ids), 4, TINY.width)),
};

test.each(Object.entries(EMBEDDINGS))(
  'words looked up %s are replaced by the soft prompt',
  async (_name, embed) => {
    expect(await promptedAndOriginal(tinyModel(embed === undefined ? {} : { embed }))).toBeLessThan(1e-5);
  },
);

test('a mask of floats is fed as floats', async () => {
  const model = tinyModel({
    inputs: (t) => t.input('attention_mask', FLOAT, ['batch', 'sequence']),
    embed: (t, { ids, table }) =>
      t.mul(t.embed(table, ids), t.unsqueeze(t.mul('attention_mask', t.float(0.5)), -1)),
  });
  expect(await promptedAndOriginal(model)).toBeLessThan(1e-5);
});

test('inputs of decoders are bound: positions, places in the cache, how many logits to keep, empty caches', () => {
  const model = tinyModel({
    inputs: (t) => {
      for (const name of ['position_ids', 'attention_mask']) t.input(name, INT64, ['batch', 'sequence']);
      t.input('cache_position', INT64, ['sequence']);
      t.input('num_logits_to_keep', INT64, []);
      t.input('use_cache_branch', BOOL, [1]);
      t.input('past_key_values.0.key', FLOAT, ['batch', 2, 'past', 6]);
    },
    embed: (t, { ids, table }) => {
      const places = t.embed(
        t.weight([20, TINY.width]),
        t.add('position_ids', t.unsqueeze('cache_position', 0)),
      );
      const cached = t.op('ReduceSum', ['past_key_values.0.key'], { keepdims: 0 });
      return t.add(t.add(t.embed(table, ids), places), cached);
    },
  });
  const plm = openPlm('tiny', model, CONFIG);
  expect(promptedGraph(plm, { ...SHAPE, fillerId: plm.fillerId }).logits.dims).toEqual([
    2,
    6,
    TINY.vocabulary,
  ]);
});

test('the filler is an ordinary token, whatever the config calls special', () => {
  const middle = TINY.vocabulary / 2;
  const plm = openPlm('tiny', tinyModel(), { ...CONFIG, pad_token_id: middle, mask_token_id: middle + 1 });
  expect(plm.fillerId).toBe(middle + 2);
  expect(plm).toMatchObject({ vocabulary: TINY.vocabulary, width: TINY.width, read: 'mask' });
});

test('the logits are the output of that name, or else the one as wide as the vocabulary', () => {
  const model = tinyModel();
  const outputs = model.graph.outputs.map((output) => ({ ...output, name: '/MatMul_0' }));
  const last = model.graph.nodes.at(-1);
  if (last === undefined) throw new Error('no nodes');
  const nodes = [...model.graph.nodes.slice(0, -1), { ...last, outputs: ['/MatMul_0'] }];
  const plm = openPlm('tiny', { ...model, graph: { ...model.graph, nodes, outputs } }, CONFIG);
  expect(promptedGraph(plm, { ...SHAPE, fillerId: plm.fillerId }).logits.dims.at(-1)).toBe(TINY.vocabulary);
});

const broken =
  (change: (model: OnnxModel) => OnnxModel): (() => unknown) =>
  () =>
    openPlm('tiny', change(tinyModel()), CONFIG);

const failure = (code: string, message: RegExp): Error =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message) as string,
    remedy: expect.stringMatching(/./) as string,
  }) as Error;

test('a model without token ids says what it has instead', () => {
  const renamed = broken((model) => ({
    ...model,
    graph: {
      ...model.graph,
      inputs: model.graph.inputs.map((input) => ({ ...input, name: 'pixel_values' })),
    },
  }));
  expect(renamed).toThrow(failure('no-word-embedding', /input_ids.*pixel_values/));
});

test('a model that looks no words up says so', () => {
  const model = tinyModel({
    embed: (t, { ids }) => t.linear(t.unsqueeze(t.cast(ids, FLOAT), -1), 1, TINY.width),
  });
  expect(() => openPlm('tiny', model, CONFIG)).toThrow(failure('no-word-embedding', /no table is looked up/));
});

test('a model without a head says what its outputs are', () => {
  const model = tinyModel({ head: (_t, x) => x });
  const headless = {
    ...model,
    graph: {
      ...model.graph,
      outputs: [{ name: 'last_hidden_state', elementType: FLOAT, dims: undefined }],
      nodes: [
        ...model.graph.nodes.slice(0, -1),
        ...model.graph.nodes.slice(-1).map((node) => ({ ...node, outputs: ['last_hidden_state'] })),
      ],
    },
  };
  expect(() => openPlm('tiny', headless, CONFIG)).toThrow(failure('no-head', /last_hidden_state/));
});

test('an input that text models do not have is named', () => {
  const model = tinyModel({ inputs: (t) => t.input('bbox', INT64, ['batch', 'sequence', 4]) });
  expect(() => openPlm('tiny', model, CONFIG)).toThrow(failure('onnx-unsupported', /bbox/));
});

test('an operator that the lab does not know is named with its node and domain', () => {
  const model = tinyModel({ block: (t, x) => t.op('com.example:Mystery', [plainBlock(t, x)]) });
  expect(() => openPlm('tiny', model, CONFIG)).toThrow(
    failure('onnx-unsupported', /\/Mystery_\d+.*com\.example\.Mystery/),
  );
});

test('an operator without a gradient is named with its node and layer when the model is trained', () => {
  const block: TinyParts['block'] = (t, x, layer) =>
    layer === 0 ? plainBlock(t, x) : plainBlock(t, t.op('Mod', [x, t.float(2)], { fmod: 1 }));
  const plm = openPlm('tiny', tinyModel({ block }), CONFIG);
  const settings = {
    optimizer: { kind: 'sgd', momentum: 0, nesterov: false },
    clipNorm: null,
    history: 1,
  } as const;
  const compile = () =>
    trainProgram(plm, { ...SHAPE, fillerId: plm.fillerId }, { words: 2, classes: 2 }, settings);
  expect(compile).toThrow(failure('operator-without-rule', /\/Mod_\d+ in layer 2 of 2 uses Mod/));
});
