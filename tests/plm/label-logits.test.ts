import { expect, test } from 'vitest';
import type { BatchNumbers } from '../../src/methods/training/compiled-program.ts';
import { evaluateProgram, logitsProgram } from '../../src/methods/prompt/programs.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { TINY, tinyModel, type Tokens } from './tiny-model.ts';
import { randomBatch } from './zoo/random-batch.ts';
import { runOnce } from './zoo/run.ts';
import type { TorchMaker } from './zoo/torch-maker.ts';

type Head = (t: TorchMaker, x: string, tokens: Tokens) => string;

const { vocabulary, width } = TINY;

const tied: Head = (t, x, { table }) => t.matMul(x, t.permute(table, 1, 0));

/** [B, S, width] → Gemm over all tokens → [B, S, columns]. */
const byGemm =
  (transB: 0 | 1): Head =>
  (t, x, { batch, length }) => {
    const weight = t.weight(transB === 1 ? [vocabulary, width] : [width, vocabulary]);
    const y = t.op('Gemm', [t.view(x, -1, width), weight, t.weight([vocabulary])], {
      transB,
      alpha: 0.5,
      beta: 2,
    });
    return t.view(y, batch, length, vocabulary);
  };

const HEADS: Readonly<Record<string, Head>> = {
  'the table, transposed': tied,
  'the table with a bias': (t, x, tokens) => t.add(tied(t, x, tokens), t.weight([vocabulary])),
  'a weight of its own': (t, x) => t.linear(x, width, vocabulary),
  'a bias with leading ones': (t, x, tokens) => t.add(tied(t, x, tokens), t.weight([1, vocabulary])),
  'a Gemm on a stored weight': byGemm(0),
  'a Gemm on a transposed weight': byGemm(1),
  'logits that are scaled': (t, x, tokens) => t.mul(tied(t, x, tokens), t.float(0.25)),
  'logits divided by a number a token': (t, x, tokens) => {
    const size = t.op('ReduceL2', [x], { axes: [-1], keepdims: 1 });
    return t.op('Div', [tied(t, x, tokens), size]);
  },
  'logits that are capped': (t, x, tokens) => {
    const inner = t.op('Div', [tied(t, x, tokens), t.float(3)]);
    return t.mul(t.op('Tanh', [inner]), t.float(3));
  },
  'a padded vocabulary that is cut': (t, x) => t.slice(t.linear(x, width, vocabulary + 14), 2, 0, vocabulary),
  'tokens turned round and back': (t, x, tokens) =>
    t.permute(tied(t, t.permute(x, 1, 0, 2), tokens), 1, 0, 2),
};

/** Heads that hide their columns: the scores are right, at the price of all logits. */
const OPAQUE: Readonly<Record<string, Head>> = {
  'log probabilities': (t, x, tokens) => t.op('LogSoftmax', [tied(t, x, tokens)], { axis: -1 }),
  'two halves of the vocabulary': (t, x) =>
    t.op('Concat', [t.linear(x, width, 20), t.linear(x, width, vocabulary - 20)], { axis: -1 }),
};

const SHAPE = { batch: 3, length: 5, promptLength: 2, decoderLength: 1 };

async function scoresAndLogits(head: Head) {
  const plm = openPlm('tiny', tinyModel({ head }), { architectures: ['TinyForMaskedLM'] });
  const shape = { ...SHAPE, fillerId: plm.fillerId };
  const random = randomBatch(shape);
  const batch: BatchNumbers = {
    ...random,
    input_ids: Array.from(random.input_ids, (id) => id % vocabulary),
    label_words: [7, 31],
  };
  const prompt = {
    type: 'float32',
    dims: [2, width],
    data: Float32Array.from({ length: 2 * width }, (_, at) => Math.sin(at)),
  } as const;
  const program = evaluateProgram(plm, shape, { words: 2, classes: 2 });
  const { scores } = await runOnce(program, batch, { prompt }, ['scores']);
  const { logits } = await runOnce(logitsProgram(plm, shape), batch, { prompt }, ['logits']);
  const expected = Array.from(scores.data, (_, index) => {
    const row = Math.floor(index / 2);
    const token = row * 7 + batch.read_position[row] + 2;
    return logits.data[token * vocabulary + batch.label_words[index % 2]];
  });
  const widest = Math.max(
    ...program.graph.nodes.flatMap((node) => node.outputs.map((output) => output.dims.at(-1) ?? 0)),
  );
  return { scores: Array.from(scores.data), expected, widest };
}

const close = (a: readonly number[], b: readonly number[]): void => {
  a.forEach((x, index) => expect(Math.abs(x - b[index])).toBeLessThan(1e-5));
  expect(a).toHaveLength(b.length);
};

test.each(Object.entries(HEADS))('label words alone are computed from %s', async (_name, head) => {
  const { scores, expected, widest } = await scoresAndLogits(head);
  close(scores, expected);
  // Nothing is as wide as the vocabulary, so a step does not depend on its size.
  expect(widest).toBeLessThan(vocabulary - 20);
});

test.each(Object.entries(OPAQUE))('label words are read from %s', async (_name, head) => {
  const { scores, expected } = await scoresAndLogits(head);
  close(scores, expected);
});
