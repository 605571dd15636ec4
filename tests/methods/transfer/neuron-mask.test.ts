import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, readModelAt } from '../../../src/cli/open-model.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { randomStream } from '../../../src/experiment/random.ts';
import type { OnnxModel } from '../../../src/onnx/model.ts';
import { openPlm } from '../../../src/plm/plm.ts';
import { randomNeuronMask, topNeuronMask } from '../../../src/methods/transfer/neuron-mask.ts';
import type { NeuronActivations } from '../../../src/methods/transfer/neuron-overlap.ts';
import { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import { model } from '../train-setup.ts';
import { smallSweep, sourcesOn } from './small-sweep.ts';

const made: NeuronActivations = { layers: 2, neurons: 4, values: Float32Array.of(5, -9, 1, 0, 2, 8, -1, 2) };

const offOf = (masks: readonly Float32Array[]): number[] =>
  masks.flatMap((mask, layer) =>
    Array.from(mask).flatMap((value, neuron) => (value === 0 ? [layer * mask.length + neuron] : [])),
  );

describe('the neurons that a prompt activates most are switched off', () => {
  test.each<readonly [string, Parameters<typeof topNeuronMask>[2], number, readonly number[]]>([
    ['of all layers, by value', { ranking: 'signed', budget: 'all-layers' }, 0.25, [0, 5]],
    ['of all layers, by size', { ranking: 'absolute', budget: 'all-layers' }, 0.25, [1, 5]],
    ['of each layer, by value', { ranking: 'signed', budget: 'each-layer' }, 0.5, [0, 2, 4, 5]],
    ['of each layer, by size', { ranking: 'absolute', budget: 'each-layer' }, 0.25, [1, 5]],
    ['the first of equals', { ranking: 'signed', budget: 'all-layers' }, 0.375, [0, 4, 5]],
    ['none of them', { ranking: 'signed', budget: 'all-layers' }, 0, []],
    ['all of them', { ranking: 'signed', budget: 'each-layer' }, 1, [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('%s', (_, choice, share, off) => {
    const masks = topNeuronMask(made, share, choice);
    expect(masks.map(({ length }) => length)).toEqual([4, 4]);
    expect(offOf(masks)).toEqual(off);
    expect(new Set(masks.flatMap((mask) => Array.from(mask)))).toEqual(
      new Set([...(off.length > 0 ? [0] : []), ...(off.length < 8 ? [1] : [])]),
    );
  });
});

describe('a random mask', () => {
  const large: NeuronActivations = {
    layers: 3,
    neurons: 50,
    values: Float32Array.from({ length: 150 }, (_, index) => Math.sin(index)),
  };
  const zeros = (masks: readonly Float32Array[]): number[] =>
    masks.map((mask) => mask.filter((value) => value === 0).length);
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

  test.each([0, 0.1, 0.33, 0.5, 1])('has as many zeros at a share of %d', (share) => {
    const all = { ranking: 'signed', budget: 'all-layers' } as const;
    const each = { ranking: 'signed', budget: 'each-layer' } as const;
    const drawn = randomStream(1, 'x');
    expect(sum(zeros(randomNeuronMask(large, share, all, drawn)))).toBe(
      sum(zeros(topNeuronMask(large, share, all))),
    );
    expect(zeros(randomNeuronMask(large, share, each, drawn))).toEqual(
      zeros(topNeuronMask(large, share, each)),
    );
  });

  test('is another one a draw, and the same for the same stream', () => {
    const choice = { ranking: 'signed', budget: 'all-layers' } as const;
    const draw = (name: string) => offOf(randomNeuronMask(large, 0.5, choice, randomStream(1, name)));
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(draw('a')).not.toEqual(offOf(topNeuronMask(large, 0.5, choice)));
  });
});

test.each([-0.1, 1.1, NaN])('%d is no share', (share) => {
  const choice = { ranking: 'signed', budget: 'all-layers' } as const;
  expect(() => topNeuronMask(made, share, choice)).toThrow(expect.objectContaining({ code: 'argument' }));
  expect(() => randomNeuronMask(made, share, choice, randomStream(1, 'x'))).toThrow(/share/);
});

describe('in the PLM', () => {
  /** lab-tiny: 512 neurons in each of four layers, 128 wide. */
  const [LAYERS, NEURONS, WIDTH] = [4, 512, 128];
  const engines: Engine[] = [];
  beforeAll(async () => {
    // An engine knows weights by name, so the model whose weights are cut needs its own.
    for (let i = 0; i < 2; i++) engines.push(await createNodeEngine('cpu'));
  });
  afterAll(async () => {
    for (const engine of engines) await engine.release();
  });

  const prompt = Float32Array.from({ length: 3 * WIDTH }, (_, index) => Math.cos(index));

  async function scores(world: TransferWorld, masks: readonly Float32Array[] | null): Promise<Float32Array> {
    const session = await world.session('lab-tiny', 'sst2', 1);
    return session.scores(session.task.test, prompt, masks);
  }

  const maskOf = (value: (layer: number, neuron: number) => number): Float32Array[] =>
    Array.from({ length: LAYERS }, (_, layer) =>
      Float32Array.from({ length: NEURONS }, (__, neuron) => value(layer, neuron)),
    );

  /** The model without the weights behind the feed-forward neurons: their biases are all that is left. */
  function biasesOnly(): OnnxModel {
    const file = readModelAt('lab-tiny');
    const second = [...file.graph.initializers].filter(
      ([, { dims }]) => dims.length === 2 && dims[0] === NEURONS && dims[1] === WIDTH,
    );
    expect(second).toHaveLength(LAYERS);
    const cut = second.map(
      ([name, tensor]) => [name, { ...tensor, bytes: new Uint8Array(tensor.bytes.length) }] as const,
    );
    return { ...file, graph: { ...file.graph, initializers: new Map([...file.graph.initializers, ...cut]) } };
  }

  test('nothing off changes nothing; all off leaves the biases alone; half off is in between', async () => {
    const world = new TransferWorld(smallSweep(), sourcesOn(engines[0]));
    const plain = await scores(world, null);
    const none = await scores(
      world,
      maskOf(() => 1),
    );
    const all = await scores(
      world,
      maskOf(() => 0),
    );
    const half = await scores(
      world,
      maskOf((_, neuron) => neuron % 2),
    );
    const difference = (a: Float32Array, b: Float32Array): number =>
      a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index])), 0);
    expect(difference(none, plain)).toBeLessThan(1e-5);
    expect(difference(all, plain)).toBeGreaterThan(0.05);
    expect(difference(half, plain)).toBeGreaterThan(0.01);
    expect(difference(half, all)).toBeGreaterThan(0.01);

    const plm = openPlm('lab-tiny', biasesOnly(), readConfig('lab-tiny'));
    const { tokenizer } = model;
    const cut = new TransferWorld(
      smallSweep(),
      sourcesOn(engines[1], { plm: () => Promise.resolve({ plm, tokenizer }) }),
    );
    expect(difference(all, await scores(cut, null))).toBeLessThan(1e-5);
  });
});
