/**
 * The gradient into the projector against central differences in float64. The authors' T5 projector never trained
 * because its output was assigned to a parameter's data, which cuts the graph: the gradient must arrive, and be right.
 */
import { beforeAll, expect, test } from 'vitest';
import { liveGraph } from '../../../src/onnx/live.ts';
import type { Value } from '../../../src/onnx/static-graph.ts';
import { allocateFloat64, elementCount, type Tensor } from '../../../src/onnx/tensor.ts';
import { randomStream } from '../../../src/experiment/random.ts';
import type { CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import { batchNumbers, type EncodedTask } from '../../../src/methods/prompt/encoded-task.ts';
import { initialWeights, weightDims } from '../../../src/methods/projector/projector-kinds.ts';
import {
  distanceProgram,
  stateName,
  taskProgram,
  type ProjectorTrainSettings,
} from '../../../src/methods/projector/projector-programs.ts';
import type { Activation, TrainedKind } from '../../../src/methods/projector/projector-types.ts';
import { PROJECTOR_TRAINING } from '../../../src/methods/projector/train-projector.ts';
import { evaluateGraph } from '../../onnx/compiled.ts';
import { model } from '../train-setup.ts';
import { drawnPrompt, encodedTask, KINDS } from './projector-setup.ts';

/** Central differences err by about h². */
const STEP = 1e-4;

const SMALL = { sourceWidth: 3, promptLength: 2, hidden: 2 };

function settingsFor(
  kind: TrainedKind,
  targetWidth: number,
  activation: Activation = 'tanh',
): ProjectorTrainSettings {
  const { optimizer, clipNorm } = PROJECTOR_TRAINING;
  return { kind, shape: { ...SMALL, targetWidth, activation }, optimizer, clipNorm };
}

/** Float64 values for everything a program reads: seeded weights, prompts, and the numbers of a batch. */
function givenFor(
  { graph }: CompiledProgram,
  { kind, shape }: ProjectorTrainSettings,
  numbers: Readonly<Record<string, ArrayLike<number>>>,
): Map<Value, Tensor> {
  const weights = initialWeights(kind, shape, randomStream(3, 'weights'), 0.5);
  const prompts: Record<string, Float32Array> = {
    source_prompt: drawnPrompt('source', shape.promptLength, shape.sourceWidth, 1).values,
    target_prompt: drawnPrompt('target', shape.promptLength, shape.targetWidth, 1).values,
  };
  const given = new Map<Value, Tensor>();
  for (const value of [...graph.inputs, ...graph.hostInputs]) {
    const [, weight] = /^projector\.(\w+)$/.exec(value.name) ?? [];
    const known = weights[weight]?.values ?? prompts[value.name] ?? numbers[value.name];
    const data = allocateFloat64(value.type, elementCount(value.dims));
    if (known === undefined) data.fill(value.name === 'step' ? 1 : 0);
    else data.set(known);
    given.set(value, { type: value.type, dims: value.dims, data });
  }
  return given;
}

interface Slope {
  readonly analytic: number;
  readonly numeric: number;
}

/** Analytic and numeric slope of the loss at elements of one weight: all of them, or the `most` steepest. */
function slopes(
  program: CompiledProgram,
  given: Map<Value, Tensor>,
  weight: string,
  most = Infinity,
): Slope[] {
  const { graph } = program;
  // Outputs stand in the order in which the program names them: loss, projected, gradients.
  const names = program.spec.outputs.map(({ name }) => name);
  const at = names.indexOf(`gradient.${weight}`);
  const value = graph.inputs.find(({ name }) => name === stateName(weight));
  const numbers = value === undefined ? undefined : given.get(value)?.data;
  if (at < 0 || numbers === undefined) throw new Error(`the program has no weight ${weight}`);
  const only = (index: number): typeof graph => liveGraph({ ...graph, outputs: [graph.outputs[index]] });
  const loss = only(names.indexOf('loss'));
  const [gradient] = evaluateGraph(only(at), given, allocateFloat64);
  const lossAt = (index: number, x: number): number => {
    const before = numbers[index];
    numbers[index] = x;
    const [{ data }] = evaluateGraph(loss, given, allocateFloat64);
    numbers[index] = before;
    return data[0];
  };
  const steepest = Array.from(gradient.data, (_, index) => index).sort(
    (i, j) => Math.abs(gradient.data[j]) - Math.abs(gradient.data[i]),
  );
  return steepest.slice(0, most).map((index) => ({
    analytic: gradient.data[index],
    numeric: (lossAt(index, numbers[index] + STEP) - lossAt(index, numbers[index] - STEP)) / (2 * STEP),
  }));
}

function expectEqual(found: readonly Slope[]): void {
  const largest = Math.max(...found.map(({ numeric }) => Math.abs(numeric)));
  expect(largest).toBeGreaterThan(1e-7);
  for (const { analytic, numeric } of found)
    expect(Math.abs(analytic - numeric) / largest).toBeLessThan(1e-5);
}

const cases: [TrainedKind, Activation][] = [
  ...KINDS.map((kind): [TrainedKind, Activation] => [kind, 'tanh']),
  ['whole-prompt', 'leaky-relu'],
];

test.each(cases)('distance: every weight of %s (%s)', (kind, activation) => {
  const settings = settingsFor(kind, 5, activation);
  const program = distanceProgram(SMALL.promptLength, settings);
  const given = givenFor(program, settings, {});
  for (const weight of Object.keys(weightDims(kind, settings.shape)))
    expectEqual(slopes(program, given, weight));
});

let task: EncodedTask;

beforeAll(async () => {
  task = await encodedTask('sst2', 2);
});

test.each([
  ['per-token', 'task'],
  ['low-rank', 'both'],
  ['whole-prompt', 'task'],
] as const)('through the frozen PLM: the first layer of %s, objective %s', (kind, objective) => {
  const { plm, tokenizer } = model;
  const settings = settingsFor(kind, plm.width);
  const { tokenIds, labels } = task.verbalizer;
  const length = task.buckets[task.buckets.length - 1];
  const { promptLength } = SMALL;
  const shape = { batch: 1, length, promptLength, decoderLength: 1, fillerId: plm.fillerId };
  const words = { words: tokenIds.length, classes: labels.length };
  const program = taskProgram(plm, shape, words, objective, settings);
  const numbers = batchNumbers(plm, tokenizer, task.verbalizer, task.train.slice(0, 1), 1, length);
  const given = givenFor(program, settings, numbers);
  const [first] = Object.keys(weightDims(kind, settings.shape));
  expectEqual(slopes(program, given, first, 2));
});
