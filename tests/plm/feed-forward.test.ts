import { describe, expect, test } from 'vitest';
import type { HostTensor } from '../../src/onnx/host-tensor.ts';
import { neuronGradientProgram } from '../../src/methods/prompt/programs.ts';
import { Builder } from '../../src/onnx/builder.ts';
import type { StaticGraph, Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat64, elementCount, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { maskNeurons } from '../../src/plm/feed-forward.ts';
import { openPlm, promptedGraph } from '../../src/plm/plm.ts';
import { evaluateGraph } from '../onnx/compiled.ts';
import { plainBlock, TINY, tinyModel, type TinyParts } from './tiny-model.ts';
import { randomBatch } from './zoo/random-batch.ts';
import { runOnce } from './zoo/run.ts';
import type { TorchMaker } from './zoo/torch-maker.ts';

type Block = (t: TorchMaker, x: string, layer: number) => string;

const { width, neurons } = TINY;

const gated =
  (activation: (t: TorchMaker, x: string) => string): Block =>
  (t, x) =>
    t.linear(t.mul(activation(t, t.linear(x, width, neurons)), t.linear(x, width, neurons)), neurons, width);

const relu = (t: TorchMaker, x: string): string => t.op('Relu', [x]);

const BLOCKS: Readonly<Record<string, Block>> = {
  Gelu: plainBlock,
  'Gelu by tanh': (t, x) => t.linear(t.newGelu(t.linear(x, width, neurons)), neurons, width),
  ReLU: (t, x) => t.linear(relu(t, t.linear(x, width, neurons)), neurons, width),
  'a squared ReLU': (t, x) => {
    const hidden = relu(t, t.linear(x, width, neurons));
    return t.linear(t.mul(hidden, hidden), neurons, width);
  },
  SwiGLU: gated((t, x) => t.silu(x)),
  GeGLU: gated((t, x) => t.gelu(x)),
  'both halves of a gate in one matrix': (t, x) => {
    const both = t.linear(x, width, 2 * neurons);
    const [input, gate] = t.add('Split', [both, t.ints(neurons, neurons)], { axis: -1 }, 2);
    return t.linear(t.mul(t.silu(gate), input), neurons, width);
  },
  'Gemm over flattened tokens': (t, x) => {
    const flat = t.view(x, -1, width);
    const hidden = t.gelu(
      t.op('Gemm', [flat, t.weight([neurons, width]), t.weight([neurons])], { transB: 1 }),
    );
    const y = t.op('Gemm', [hidden, t.weight([width, neurons]), t.weight([width])], { transB: 1 });
    return t.view(y, t.size(x, 0), t.size(x, 1), width);
  },
};

const SHAPE = { batch: 2, length: 4, promptLength: 2, decoderLength: 1 };

function open(parts: TinyParts) {
  const plm = openPlm('tiny', tinyModel(parts), { architectures: ['TinyForMaskedLM'] });
  const shape = { ...SHAPE, fillerId: plm.fillerId };
  const random = randomBatch(shape);
  const batch = {
    ...random,
    input_ids: Array.from(random.input_ids, (id) => id % TINY.vocabulary),
    label_words: [7, 31],
  };
  return { plm, shape, batch };
}

/** The batch and a fixed prompt; masks are one unless `masks` says otherwise. */
function bound(
  graph: StaticGraph,
  batch: Readonly<Record<string, ArrayLike<number>>>,
  masks: Readonly<Record<string, ArrayLike<number>>>,
): Map<Value, Tensor> {
  const host = graph.hostInputs.map(
    (input) => [input, tensorOf(input.type, input.dims, batch[input.name])] as const,
  );
  const device = graph.inputs.map((input) => {
    const data = allocateFloat64(input.type, elementCount(input.dims)).fill(1);
    if (input.name === 'prompt') data.forEach((_, at) => (data[at] = Math.sin(at)));
    data.set(masks[input.name] ?? []);
    return [input, { type: input.type, dims: input.dims, data }] as const;
  });
  return new Map([...host, ...device]);
}

describe.each(Object.entries(BLOCKS))('a feed-forward block with %s', (_name, block) => {
  test('is found in every layer, its neurons after the activation', () => {
    const { plm, shape } = open({ block });
    const { blocks } = promptedGraph(plm, shape);
    expect(blocks.map(({ width: d, size }) => [d, size])).toEqual([
      [width, neurons],
      [width, neurons],
    ]);
    expect(blocks.every(({ neurons: value }) => value.dims.at(-1) === neurons)).toBe(true);
  });

  test('is silenced by a mask of zeros, and left alone by one of ones', () => {
    const { plm, shape, batch } = open({ block });
    const prompted = promptedGraph(plm, shape);
    const masked = maskNeurons(prompted.graph, prompted.blocks, (b) => [
      b.input('mask', 'float32', [neurons]),
      null,
    ]);
    const graph = masked.builder.build([
      masked.value(prompted.logits),
      masked.value(prompted.blocks[1].neurons),
    ]);
    const plain = new Builder(prompted.graph).build([prompted.logits]);
    const whole = evaluateGraph(plain, bound(plain, batch, {}), allocateFloat64)[0].data;
    const ones = evaluateGraph(graph, bound(graph, batch, {}), allocateFloat64)[0].data;
    expect(Array.from(ones)).toEqual(Array.from(whole));
    const half = Array.from({ length: neurons }, (_, at) => at % 2);
    const changed = evaluateGraph(graph, bound(graph, batch, { mask: half }), allocateFloat64)[0].data;
    expect(Math.max(...Array.from(changed, (x, at) => Math.abs(x - whole[at])))).toBeGreaterThan(1e-3);
  });

  test('has the gradient of its neurons’ masks, equal to finite differences', async () => {
    const { plm, shape, batch } = open({ block });
    const program = neuronGradientProgram(plm, shape, { words: 2, classes: 2 });
    const [loss] = program.graph.outputs;
    const forward = new Builder(program.graph).build([loss]);
    const lossAt = (mask: number, neuron: number, step: number): number => {
      const masks = {
        [`neuron_mask_${String(mask)}`]: Array.from({ length: neurons }, (_, at) =>
          at === neuron ? 1 + step : 1,
        ),
      };
      return evaluateGraph(forward, bound(forward, batch, masks), allocateFloat64)[0].data[0];
    };
    const ones: HostTensor = { type: 'float32', dims: [neurons], data: new Float32Array(neurons).fill(1) };
    const prompt: HostTensor = {
      type: 'float32',
      dims: [2, width],
      data: Float32Array.from({ length: 2 * width }, (_, at) => Math.sin(at)),
    };
    const { neuron_gradient: gradient } = await runOnce(
      program,
      batch,
      { prompt, neuron_mask_0: ones, neuron_mask_1: ones },
      ['neuron_gradient'],
    );
    const largest = Math.max(...Array.from(gradient.data, Math.abs));
    for (const [mask, neuron] of [
      [0, 3],
      [0, 17],
      [1, 0],
      [1, 11],
    ] as const) {
      const slope = (lossAt(mask, neuron, 1e-4) - lossAt(mask, neuron, -1e-4)) / 2e-4;
      expect(Math.abs(gradient.data[mask * neurons + neuron] - slope) / largest).toBeLessThan(1e-4);
    }
  });
});

describe('what is not a feed-forward block', () => {
  const found = (parts: TinyParts): number => {
    const { plm, shape } = open(parts);
    return promptedGraph(plm, shape).blocks.length;
  };

  test('a head with a nonlinear map and a norm of its own', () => {
    const head: TinyParts['head'] = (t, x) =>
      t.linear(t.layerNorm(t.gelu(t.linear(x, width, width)), width), width, TINY.vocabulary);
    expect(found({ head })).toBe(TINY.layers);
  });

  test('a narrow embedding that is widened', () => {
    const embed: TinyParts['embed'] = (t, { ids }) => t.linear(t.embed(t.weight([60, 5]), ids), 5, width);
    expect(found({ embed })).toBe(TINY.layers);
  });

  test('two linear maps with nothing nonlinear between them', () => {
    expect(found({ block: (t, x) => t.linear(t.linear(x, width, neurons), neurons, width) })).toBe(0);
  });

  test('a gate by what another token says', () => {
    const block: Block = (t, x) => {
      const other = t.op('ReduceMax', [t.linear(x, width, neurons)], { axes: [1], keepdims: 1 });
      return t.linear(t.mul(t.gelu(t.linear(x, width, neurons)), other), neurons, width);
    };
    expect(found({ block })).toBe(0);
  });
});
