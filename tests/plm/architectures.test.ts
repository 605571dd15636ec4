/** What must hold for any language model, on models that differ in what architectures and exporters differ in. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { HostTensor } from '../../src/onnx/host-tensor.ts';
import type { CompiledProgram } from '../../src/methods/training/compiled-program.ts';
import {
  evaluateProgram,
  logitsProgram,
  probeProgram,
  trainProgram,
} from '../../src/methods/prompt/programs.ts';
import { Builder } from '../../src/onnx/builder.ts';
import type { StaticGraph, Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat64, elementCount, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { openPlm, promptedGraph, type Plm } from '../../src/plm/plm.ts';
import { evaluateGraph } from '../onnx/compiled.ts';
import { noise } from '../onnx/graph-maker.ts';
import { runOriginal, type Plain } from '../onnx/original.ts';
import { BATCH, LENGTH, originalFeeds, PROMPT, READ, ROWS, shapeOf, STEPS, WORDS } from './zoo/batch.ts';
import { ZOO_MODELS } from './zoo/index.ts';
import { runOnce } from './zoo/run.ts';

const TASK = { words: 2, classes: 2 };
const SETTINGS = {
  optimizer: { kind: 'sgd', momentum: 0, nesterov: false },
  clipNorm: null,
  history: 1,
} as const;
const PROMPT_WORDS = [23, 99, 61];

const run = (
  program: CompiledProgram,
  given: Readonly<Record<string, HostTensor>>,
  fetch: readonly string[],
): Promise<Record<string, HostTensor>> => runOnce(program, BATCH, given, fetch);

/** Rows of the word table as a soft prompt. */
function wordsAsPrompt(plm: Plm): HostTensor {
  const rows = PROMPT_WORDS.map((word) => plm.wordTable.subarray(word * plm.width, (word + 1) * plm.width));
  return {
    type: 'float32',
    dims: [PROMPT, plm.width],
    data: Float32Array.from(rows.flatMap((row) => Array.from(row))),
  };
}

function randomPrompt(plm: Plm): HostTensor {
  const next = noise(7);
  return {
    type: 'float32',
    dims: [PROMPT, plm.width],
    data: Float32Array.from({ length: PROMPT * plm.width }, next),
  };
}

/** Largest difference over the tokens that are attended (all decoder steps). */
function attendedDifference(plm: Plm, actual: HostTensor, expected: Plain, promptLength: number): number {
  expect(actual.dims).toEqual(expected.dims);
  const [, tokens, vocabulary] = actual.dims;
  let largest = 0;
  actual.data.forEach((value, index) => {
    const token = Math.floor(index / vocabulary);
    const [row, at] = [Math.floor(token / tokens), (token % tokens) - promptLength];
    const attended = plm.read === 'decoder' || at < 0 || BATCH.attention_mask[row * LENGTH + at] === 1;
    if (attended) largest = Math.max(largest, Math.abs(value - expected.data[index]));
  });
  return largest;
}

/** Values of a graph's own inputs: the batch for the host part, `device` for the rest. */
function bound(graph: StaticGraph, device: Readonly<Record<string, ArrayLike<number>>>): Map<Value, Tensor> {
  const given = new Map<Value, Tensor>();
  for (const input of graph.hostInputs) given.set(input, tensorOf(input.type, input.dims, BATCH[input.name]));
  for (const input of graph.inputs) {
    const data = allocateFloat64(input.type, elementCount(input.dims));
    data.set(device[input.name] ?? new Float64Array(data.length));
    given.set(input, { type: input.type, dims: input.dims, data });
  }
  return given;
}

describe.each(ZOO_MODELS)('$name', ({ make, config, blocks }) => {
  const model = make();
  let plm: Plm;
  beforeAll(() => {
    plm = openPlm('zoo', model, config);
  });

  test('logits are those of the original graph', async () => {
    const { logits } = await run(logitsProgram(plm, shapeOf(0, plm.fillerId)), {}, ['logits']);
    const truth = await runOriginal(model, originalFeeds(model, []));
    expect(attendedDifference(plm, logits, truth.logits, 0)).toBeLessThan(2e-5);
  });

  test('a soft prompt of word embeddings acts as those words', async () => {
    const { logits } = await run(
      logitsProgram(plm, shapeOf(PROMPT, plm.fillerId)),
      { prompt: wordsAsPrompt(plm) },
      ['logits'],
    );
    const truth = await runOriginal(model, originalFeeds(model, PROMPT_WORDS));
    expect(attendedDifference(plm, logits, truth.logits, PROMPT)).toBeLessThan(2e-5);
  });

  test('class scores are the logits of the label words where they are read', async () => {
    const prompt = randomPrompt(plm);
    const shape = shapeOf(PROMPT, plm.fillerId);
    const { logits } = await run(logitsProgram(plm, shape), { prompt }, ['logits']);
    const { scores } = await run(evaluateProgram(plm, shape, TASK), { prompt }, ['scores']);
    const [, tokens, vocabulary] = logits.dims;
    const expected = READ.flatMap((position, row) =>
      WORDS.map(
        (word) =>
          logits.data[(row * tokens + (plm.read === 'decoder' ? 0 : position + PROMPT)) * vocabulary + word],
      ),
    );
    scores.data.forEach((score, index) => expect(Math.abs(score - expected[index])).toBeLessThan(2e-5));
  });

  test('the prompt’s gradient is the slope of the loss, and the engine’s the same', async () => {
    const prompt = randomPrompt(plm);
    const program = trainProgram(plm, shapeOf(PROMPT, plm.fillerId), TASK, SETTINGS);
    const [loss, , gradient] = program.graph.outputs;
    const own = evaluateGraph(
      new Builder(program.graph).build([gradient]),
      bound(program.graph, { prompt: prompt.data }),
      allocateFloat64,
    )[0];
    const forward = new Builder(program.graph).build([loss]);
    const lossAt = (direction: ArrayLike<number>, step: number): number => {
      const moved = Float64Array.from(prompt.data, (x, index) => x + step * direction[index]);
      return evaluateGraph(forward, bound(forward, { prompt: moved }), allocateFloat64)[0].data[0];
    };
    const next = noise(5);
    for (let trial = 0; trial < 8; trial++) {
      const direction = Array.from(prompt.data, next);
      const slope = (lossAt(direction, 1e-4) - lossAt(direction, -1e-4)) / 2e-4;
      const expected = direction.reduce((sum, x, index) => sum + x * own.data[index], 0);
      const size = Math.hypot(...own.data) * Math.hypot(...direction);
      expect(Math.abs(slope - expected) / size).toBeLessThan(1e-6);
      expect(size).toBeGreaterThan(1e-4);
    }
    const scalar = (x: number): HostTensor => ({ type: 'float32', dims: [], data: Float32Array.of(x) });
    const step = {
      prompt,
      learning_rate: scalar(0.1),
      step: scalar(1),
      slot: { type: 'float32', dims: [1, 1], data: Float32Array.of(1) },
    } as const;
    const computed = await run(program, step, ['gradient']);
    const largest = Math.max(...Array.from(own.data, Math.abs));
    computed.gradient.data.forEach((x, index) =>
      expect(Math.abs(x - own.data[index]) / largest).toBeLessThan(1e-4),
    );
  });

  test('every layer has one feed-forward block, whose neurons are read where the prediction is', async () => {
    const prompt = randomPrompt(plm);
    const shape = shapeOf(PROMPT, plm.fillerId);
    const prompted = promptedGraph(plm, shape);
    expect(prompted.blocks.map((block) => block.side)).toEqual(blocks);
    expect(new Set(prompted.blocks.map((block) => `${String(block.width)}→${String(block.size)}`))).toEqual(
      new Set(['32→48']),
    );
    const whole = new Builder(prompted.graph).build(prompted.blocks.map((block) => block.neurons));
    const all = evaluateGraph(whole, bound(whole, { prompt: prompt.data }));
    const { neurons } = await run(probeProgram(plm, shape, TASK), { prompt }, ['neurons']);
    expect(neurons.dims).toEqual([blocks.length, ROWS, 48]);
    neurons.data.forEach((value, index) => {
      const [block, row, neuron] = [Math.floor(index / 48 / ROWS), Math.floor(index / 48) % ROWS, index % 48];
      const tokens = blocks[block] === 'decoder' ? STEPS : PROMPT + LENGTH;
      const token = blocks[block] === 'decoder' ? 0 : READ[row] + PROMPT;
      const tokensFirst = all[block].dims[0] === tokens && all[block].dims[1] === ROWS;
      const at = tokensFirst ? token * ROWS + row : row * tokens + token;
      expect(Math.abs(value - all[block].data[at * 48 + neuron])).toBeLessThan(2e-5);
    });
  });
});
