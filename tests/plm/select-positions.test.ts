/** Computing one token a row gives what computing all of them and choosing gives, whatever sizes happen to be equal. */
import { describe, expect, test } from 'vitest';
import type { HostTensor } from '../../src/onnx/host-tensor.ts';
import { evaluateProgram, logitsProgram } from '../../src/methods/prompt/programs.ts';
import { Builder } from '../../src/onnx/builder.ts';
import { arithmetic } from '../../src/onnx/lowering/lowering.ts';
import { elementCount, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { selectPositions } from '../../src/plm/select-positions.ts';
import { evaluateGraph } from '../onnx/compiled.ts';
import { openPlm, promptedGraph, type Plm } from '../../src/plm/plm.ts';
import { noise } from '../onnx/graph-maker.ts';
import { readFixture } from '../fixtures/read-file.ts';
import { openReferenceModel } from '../fixtures/reference-models.ts';
import { ZOO_MODELS } from './zoo/index.ts';
import { randomBatch } from './zoo/random-batch.ts';
import { runOnce } from './zoo/run.ts';

const TASK = { words: 2, classes: 2 };

/** Sizes that collide with one another, with the number of heads and their width; and one too large to fold masks. */
const SHAPES = [
  { batch: 4, length: 1, promptLength: 3, decoderLength: 4 },
  { batch: 8, length: 5, promptLength: 3, decoderLength: 1 },
  { batch: 1, length: 3, promptLength: 1, decoderLength: 1 },
  { batch: 16, length: 44, promptLength: 20, decoderLength: 2 },
] as const;

async function expectEqual(plm: Plm, sizes: (typeof SHAPES)[number]): Promise<void> {
  const shape = { ...sizes, fillerId: plm.fillerId };
  const batch = randomBatch(shape);
  const next = noise(3);
  const data = Float32Array.from({ length: shape.promptLength * plm.width }, next);
  const prompt: HostTensor = { type: 'float32', dims: [shape.promptLength, plm.width], data };
  const { logits } = await runOnce(logitsProgram(plm, shape), batch, { prompt }, ['logits']);
  const { scores } = await runOnce(evaluateProgram(plm, shape, TASK), batch, { prompt }, ['scores']);
  const [, tokens, vocabulary] = logits.dims;
  const largest = Math.max(1, ...Array.from(scores.data, Math.abs));
  scores.data.forEach((score, index) => {
    const row = Math.floor(index / 2);
    const token = plm.read === 'decoder' ? 0 : batch.read_position[row] + shape.promptLength;
    const expected = logits.data[(row * tokens + token) * vocabulary + batch.label_words[index % 2]];
    expect(Math.abs(score - expected) / largest).toBeLessThan(2e-5);
  });
}

describe.each(SHAPES)('$batch rows of $promptLength + $length tokens', (sizes) => {
  test.each(ZOO_MODELS)('$name', async ({ make, config }) => {
    await expectEqual(openPlm('zoo', make(), config), sizes);
  });

  test.each(['bert-mlm-dynamo', 'gpt2-lm', 't5-seq2seq'])('%s', async (name) => {
    await expectEqual((await openReferenceModel(name, readFixture)).plm, sizes);
  });
});

test('a bias that all rows and heads share, made on the device, is chosen from once a row and head', () => {
  const [batch, tokens, heads, size] = [2, 5, 3, 4];
  const b = new Builder();
  const { reshape, transpose, add, op } = arithmetic(b);
  const x = b.input('x', 'float32', [batch, tokens, heads * size]);
  const positions = b.hostInput('positions', 'int64', [batch]);
  const values = (dims: readonly number[], seed: number): Tensor =>
    tensorOf('float32', dims, Array.from({ length: elementCount(dims) }, noise(seed)));
  const shared = op('Tanh', b.input('bias', 'float32', [1, tokens, tokens]));
  const flat = reshape(transpose(reshape(x, [batch, tokens, heads, size]), [0, 2, 1, 3]), [
    batch * heads,
    tokens,
    size,
  ]);
  const scores = add(b.op('MatMul', [flat, transpose(flat, [0, 2, 1])]), shared);
  const context = b.op('MatMul', [b.op('Softmax', [scores], { axis: -1 }), flat]);
  const apart = transpose(reshape(context, [batch, heads, tokens, size]), [0, 2, 1, 3]);
  const y = reshape(apart, [batch, tokens, heads * size]);
  const graph = b.build([y, positions]);
  const given = new Map([
    [graph.inputs[0], values([batch, tokens, heads * size], 1)],
    [graph.inputs[1], values([1, tokens, tokens], 2)],
    [positions, tensorOf('int64', [batch], [3, 1])],
  ]);
  const selected = selectPositions(graph, [y], positions, { batch, tokens });
  const chosen = selected.builder.build(selected.targets);
  const [{ data, dims }] = evaluateGraph(chosen, given);
  const [whole] = evaluateGraph(new Builder(graph).build([y]), given);
  expect(dims).toEqual([batch, 1, heads * size]);
  const rows = [3, 1].flatMap((position, row) =>
    Array.from(
      whole.data.slice(
        (row * tokens + position) * heads * size,
        (row * tokens + position + 1) * heads * size,
      ),
    ),
  );
  rows.forEach((expected, at) => expect(Math.abs(data[at] - expected)).toBeLessThan(1e-6));
  // The softmax sees one query a row and head.
  expect(chosen.nodes.find((node) => node.op === 'Softmax')?.outputs[0].dims).toEqual([
    batch * heads,
    1,
    tokens,
  ]);
});

/** Elements of the largest product of a program: what selecting positions is there to shrink. */
function products(program: ReturnType<typeof logitsProgram>): number[] {
  const wide = program.graph.nodes.filter((node) => node.op === 'Gemm' || node.op === 'MatMul');
  return wide.map((node) => node.outputs[0].dims.slice(0, -1).reduce((product, dim) => product * dim, 1));
}

test('behind the last attention, linear maps see one token a row', async () => {
  const { plm } = await openReferenceModel('bert-mlm', readFixture);
  const shape = { batch: 2, length: 12, promptLength: 5, decoderLength: 1, fillerId: plm.fillerId };
  const rows = products(evaluateProgram(plm, shape, TASK));
  const all = 2 * (5 + 12);
  // Layer 1: q, k, v, two products of attention, output, two of the block; layer 2: keys and values of all tokens.
  expect(rows.filter((count) => count === all)).toHaveLength(6 + 2);
  // Layer 2: query, output, two of the block; head: transform and label words; the class scores.
  expect(rows.filter((count) => count === 2)).toHaveLength(4 + 2 + 1);
});

test('a graph that works on tokens first is computed whole and read at the end', () => {
  const xlnet = ZOO_MODELS.find((model) => model.name.includes('XLNet'));
  if (xlnet === undefined) throw new Error('no XLNet in the zoo');
  const plm = openPlm('xlnet', xlnet.make(), xlnet.config);
  const shape = { batch: 2, length: 9, promptLength: 3, decoderLength: 1, fillerId: plm.fillerId };
  expect(promptedGraph(plm, shape).embedding.tokensFirst).toBe(true);
  expect(products(evaluateProgram(plm, shape, TASK)).filter((count) => count === 24).length).toBeGreaterThan(
    10,
  );
});
