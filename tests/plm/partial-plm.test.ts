/** Parts of PLMs of all architectures: cut is the same as switched off, whole is whole, and what can't be made is refused. */
import { describe, expect, test } from 'vitest';
import { evaluateProgram, logitsProgram, trainProgram } from '../../src/methods/prompt/programs.ts';
import { countFlops } from '../../src/onnx/count-flops.ts';
import { tensorOf } from '../../src/onnx/tensor.ts';
import { maskNeurons } from '../../src/plm/feed-forward.ts';
import { findLayers } from '../../src/plm/layers.ts';
import { partialPass, type GraphPass, type PartialPlm } from '../../src/plm/partial-plm.ts';
import { openPlm, promptedGraph, type Plm } from '../../src/plm/plm.ts';
import { plmStructure } from '../../src/plm/structure.ts';
import { usualOptimiser } from '../../src/experiment/optimisers.ts';
import { plainBlock, TINY, tinyModel } from './tiny-model.ts';
import { ZOO_MODELS } from './zoo/index.ts';
import { randomBatch } from './zoo/random-batch.ts';
import { runOnce } from './zoo/run.ts';

const SHAPE = { batch: 2, length: 6, promptLength: 3, decoderLength: 2 };
const TASK = { words: 2, classes: 2 };
const SETTINGS = { optimizer: usualOptimiser('adamw'), clipNorm: 1, history: 2 };

const shapeOf = (plm: Plm) => ({ ...SHAPE, fillerId: plm.fillerId });

const promptOf = ({ width }: Plm) => ({
  prompt: {
    type: 'float32',
    dims: [SHAPE.promptLength, width],
    data: Float32Array.from({ length: SHAPE.promptLength * width }, (_, at) => Math.sin(at)),
  } as const,
});

/** All layers, of every block's neurons those whose number leaves a remainder; highest first, so that order matters. */
function halfOf(plm: Plm): PartialPlm {
  const { layers } = plmStructure(plm);
  return {
    layers: [...layers.keys()],
    neurons: layers.flatMap(({ neurons }) =>
      neurons.map((size) => {
        const order = Array.from({ length: size }, (_, at) => size - 1 - at);
        const odd = order.filter((neuron) => neuron % 3 === 1);
        return { order: [...odd, ...order.filter((neuron) => neuron % 3 !== 1)], keep: odd.length };
      }),
    ),
  };
}

/** The same by switching neurons off. */
const masked =
  ({ neurons }: PartialPlm): GraphPass =>
  (prompted) => {
    const result = maskNeurons(prompted.graph, prompted.blocks, (b) =>
      neurons.map((choice) => {
        if (choice === null) return null;
        const kept = new Set(choice.order.slice(0, choice.keep));
        const { length } = choice.order;
        const mask = Array.from({ length }, (_, neuron) => (kept.has(neuron) ? 1 : 0));
        return b.constant(tensorOf('float32', [length], mask));
      }),
    );
    const logits = result.value(prompted.logits);
    return { ...prompted, graph: result.builder.build([logits]), logits, blocks: [] };
  };

describe.each(ZOO_MODELS)('$name', ({ make, config, blocks }) => {
  const open = (): Plm => openPlm('zoo', make(), config);

  test('neurons that are cut give what neurons that are switched off give', async () => {
    const plm = open();
    const half = halfOf(plm);
    const logits = async (pass: GraphPass): Promise<Float32Array> => {
      const program = logitsProgram(plm, shapeOf(plm), pass);
      const results = await runOnce(program, randomBatch(shapeOf(plm)), promptOf(plm), ['logits']);
      return Float32Array.from(results.logits.data);
    };
    const [cut, off, whole] = [
      await logits(partialPass(half)),
      await logits(masked(half)),
      await logits((prompted) => prompted),
    ];
    const largest = Math.max(...off.map(Math.abs));
    const apart = (one: Float32Array, other: Float32Array): number =>
      Math.max(...one.map((x, at) => Math.abs(x - other[at])));
    expect(apart(cut, off) / largest).toBeLessThan(1e-6);
    expect(apart(off, whole) / largest).toBeGreaterThan(1e-3);
  });

  test('a layer that is left out takes its attention and its feed-forward block along', () => {
    const plm = open();
    const { layers, separable } = plmStructure(plm);
    expect(separable).toBe(true);
    expect(layers.map(({ side }) => side)).toEqual(blocks);
    const parts = (pass: GraphPass): [attention: number, blocks: number] => {
      const { graph, blocks: left } = pass(promptedGraph(plm, shapeOf(plm)));
      return [graph.nodes.filter(({ op }) => op === 'Softmax').length, left.length];
    };
    const [attention, all] = parts((prompted) => prompted);
    for (const layer of layers.keys()) {
      const kept = [...layers.keys()].filter((other) => other !== layer);
      const neurons = kept.flatMap((other) => layers[other].neurons.map(() => null));
      const softmaxes = layers[layer].side === 'decoder' ? 2 : 1;
      expect(parts(partialPass({ layers: kept, neurons }))).toEqual([attention - softmaxes, all - 1]);
    }
  });

  test('all layers with all neurons are the PLM itself, untouched', () => {
    const plm = open();
    const { layers } = plmStructure(plm);
    const neurons = layers.flatMap((layer) => layer.neurons.map(() => null));
    const prompted = promptedGraph(plm, shapeOf(plm));
    expect(partialPass({ layers: [...layers.keys()], neurons })(prompted)).toBe(prompted);
  });
});

describe('weights of parts', () => {
  const plm = openPlm('tiny', tinyModel({ block: wideBlock }), { architectures: ['TinyForMaskedLM'] });
  const order = Array.from({ length: WIDE }, (_, at) => (at * 7) % WIDE);

  const weightsOf = (
    choice: PartialPlm['neurons'][number],
  ): ReadonlyMap<string, { data: ArrayLike<number> }> =>
    evaluateProgram(plm, shapeOf(plm), TASK, false, partialPass({ layers: [0, 1], neurons: [choice, null] }))
      .weights;

  test('of other neurons never share a name, and those of the same always do', () => {
    const [half, other, again] = [
      weightsOf({ order, keep: 512 }),
      weightsOf({ order: [...order].reverse(), keep: 512 }),
      weightsOf({ order: [...order], keep: 512 }),
    ];
    const own = [...half.keys()].filter((name) => !other.has(name));
    expect(own).toHaveLength(2);
    expect([...again.keys()]).toEqual([...half.keys()]);
  });

  test('that are narrower are views of one copy', () => {
    const [narrow, wide] = [weightsOf({ order, keep: 512 }), weightsOf({ order, keep: 768 })];
    const buffers = [narrow, wide].map(
      (weights) =>
        new Set(
          [...weights]
            .filter(([name]) => name.includes(' of '))
            .map(([, { data }]) => (data instanceof Float32Array ? data.buffer : null)),
        ),
    );
    expect(buffers[0].size).toBe(2);
    expect(buffers[0]).toEqual(buffers[1]);
  });

  test('make a step cheaper as neurons are cut', () => {
    const flops = (keep: number): number =>
      countFlops(
        trainProgram(
          plm,
          shapeOf(plm),
          TASK,
          SETTINGS,
          partialPass({
            layers: [0, 1],
            neurons: [
              { order, keep },
              { order, keep },
            ],
          }),
        ).graph,
      );
    expect(flops(256) / flops(512)).toBeLessThan(0.6);
  });
});

const WIDE = 1024;

function wideBlock(t: Parameters<typeof plainBlock>[0], x: string): string {
  return t.linear(t.gelu(t.linear(x, TINY.width, WIDE)), WIDE, TINY.width);
}

describe('what can’t be made smaller', () => {
  test('a PLM whose layers have no residual stream between them is refused in depth, and cut in width', () => {
    let carried: string | null = null;
    const block = (t: Parameters<typeof plainBlock>[0], x: string): string => {
      // What the first layer reads is read by all others too: nothing but the last sum is passed by every path.
      carried ??= x;
      return t.add(plainBlock(t, x), t.mul(carried, t.weight([TINY.width], 0.1)));
    };
    const plm = openPlm('tiny', tinyModel({ block }), { architectures: ['TinyForMaskedLM'] });
    const prompted = promptedGraph(plm, shapeOf(plm));
    expect(prompted.blocks).toHaveLength(2);
    expect(findLayers(prompted)).toEqual([]);
    expect(() => partialPass({ layers: [0], neurons: [null] })(prompted)).toThrow(/can’t be left out/);
    const neurons = [{ order: [3, 1, 2], keep: 3 }, null];
    expect(partialPass({ layers: [0, 1], neurons })(prompted).blocks.map(({ size }) => size)).toEqual([
      3,
      TINY.neurons,
    ]);
  });

  test('neurons that are taken apart between their maps are refused with the node’s name', () => {
    const block = (t: Parameters<typeof plainBlock>[0], x: string): string => {
      const hidden = t.gelu(t.linear(x, TINY.width, TINY.neurons));
      const apart = t.view(hidden, 2, -1, 2, TINY.neurons / 2);
      const together = t.view(t.mul(apart, t.weight([TINY.neurons / 2])), 2, -1, TINY.neurons);
      return t.linear(together, TINY.neurons, TINY.width);
    };
    const plm = openPlm('tiny', tinyModel({ block }), { architectures: ['TinyForMaskedLM'] });
    const prompted = promptedGraph(plm, shapeOf(plm));
    expect(prompted.blocks).toHaveLength(2);
    const neurons = [{ order: [3, 1, 2], keep: 3 }, null];
    expect(() => partialPass({ layers: [0, 1], neurons })(prompted)).toThrow(/taken apart/);
  });
});
