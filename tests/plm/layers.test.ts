import { describe, expect, test } from 'vitest';
import { openModel, readConfig, readModelAt } from '../../src/cli/open-model.ts';
import { evaluateNodes } from '../../src/onnx/evaluate.ts';
import { runHost } from '../../src/onnx/host.ts';
import { OPERATORS } from '../../src/onnx/operators/index.ts';
import type { StaticGraph, Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat32, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { findFeedForwards } from '../../src/plm/feed-forward.ts';
import { dropLayers, findLayers } from '../../src/plm/layers.ts';
import { openPlm, promptedGraph, type Plm } from '../../src/plm/plm.ts';

const shape = { batch: 2, length: 6, promptLength: 2, decoderLength: 1 };

const fixture = (name: string): Plm => {
  const folder = `tests/fixtures/onnx/${name}`;
  return openPlm(name, readModelAt(folder), readConfig(folder));
};

function computed(graph: StaticGraph, plm: Plm): ReadonlyMap<Value, Tensor> {
  const values = runHost(graph, {
    input_ids: [7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47],
    attention_mask: new Array<number>(12).fill(1),
    token_type_ids: new Array<number>(12).fill(0),
    decoder_input_ids: [0, 0],
  });
  for (const input of graph.inputs) {
    values.set(
      input,
      tensorOf(
        'float32',
        input.dims,
        Array.from({ length: 2 * plm.width }, (_, at) => Math.sin(at)),
      ),
    );
  }
  for (const [value, tensor] of graph.weights) values.set(value, tensor);
  evaluateNodes(graph.nodes, values, OPERATORS, allocateFloat32);
  return values;
}

describe.each([
  'bert-mlm',
  'bert-mlm-opset12',
  'bert-mlm-sdpa',
  'bert-mlm-dynamo',
  'distilbert-mlm',
  'electra-mlm',
  'gpt2-lm',
  'roberta-mlm',
  't5-seq2seq',
])('the layers of %s', (name) => {
  const plm = fixture(name);
  const prompted = promptedGraph(plm, { ...shape, fillerId: plm.fillerId });
  const layers = findLayers(prompted);

  test('are one for each feed-forward block, each beginning where the one before ends', () => {
    expect(layers).toHaveLength(prompted.blocks.length);
    layers.slice(1).forEach((layer, index) => {
      if (prompted.blocks[index + 1].side !== prompted.blocks[index].side) return;
      expect(layer.input).toBe(layers[index].output);
    });
  });

  test('can be left out one by one, each with its feed-forward block', () => {
    const whole = computed(prompted.graph, plm).get(prompted.logits);
    for (const index of layers.keys()) {
      const { builder, value } = dropLayers(prompted.graph, layers, [index]);
      const logits = value(prompted.logits);
      const graph = builder.build([logits]);
      const partial = computed(graph, plm).get(logits);
      expect(findFeedForwards(graph)).toHaveLength(layers.length - 1);
      expect(partial?.dims).toEqual(whole?.dims);
      expect(partial?.data).not.toEqual(whole?.data);
    }
  });

  test('all left out: the head reads what the first layer would have read', () => {
    const { builder, value } = dropLayers(prompted.graph, layers, [...layers.keys()]);
    const logits = value(prompted.logits);
    const graph = builder.build([logits, value(layers[0].input)]);
    expect(findFeedForwards(graph)).toHaveLength(0);
    expect(computed(graph, plm).get(logits)?.data.every(Number.isFinite)).toBe(true);
  });
});

test('a shipped PLM has as many layers as its config says', () => {
  const { plm } = openModel('lab-tiny');
  const prompted = promptedGraph(plm, { ...shape, fillerId: plm.fillerId });
  expect(findLayers(prompted)).toHaveLength(4);
});
