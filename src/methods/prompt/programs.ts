/**
 * The programs of soft prompt tuning: a training step, an evaluation, and a probe that also shows the neurons. All read
 * the class scores at the mask position and nothing else of the vocabulary.
 */
import { differentiate } from '../../autodiff/differentiate.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { optimise, optimiseForGradient } from '../../onnx/optimise/index.ts';
import { maskNeurons } from '../../plm/feed-forward.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import type { GraphPass } from '../../plm/partial-plm.ts';
import { architecturePart, promptedGraph, type Plm, type PromptedGraph } from '../../plm/plm.ts';
import { compileProgram, type CompiledProgram } from '../training/compiled-program.ts';
import { stepProgram, type StepSettings } from '../training/step-program.ts';
import { addLoss, addReadout, addWeightedReadout } from './readout.ts';

export interface TaskShape {
  readonly words: number;
  readonly classes: number;
}

/** Trained tensor with the weights of the label words' tokens, [1, words]. */
export const WORD_WEIGHTS = 'word_weights';

/** What is remembered of each step, beside the gradient's norm. */
export const PROMPT_COLUMNS = ['loss', 'accuracy'] as const;

const describe = (kind: string, shape: BatchShape): string =>
  `${kind} ${String(shape.batch)}×(${String(shape.promptLength)}+${String(shape.length)})`;

/** The PLM as it is. */
export const wholePlm: GraphPass = (prompted) => prompted;

/**
 * Forward, loss, backward, clipping and update of the soft prompt: a step program whose trained tensor is `prompt`.
 * Outputs: `loss`, `scores`, `gradient`.
 * @param task `weighted` trains `word_weights` along, with a rate of its own
 * @param pass what is made of the PLM before anything is read from it: a partial one, say
 */
export function trainProgram(
  plm: Plm,
  shape: BatchShape,
  task: TaskShape & { readonly weighted?: boolean },
  settings: StepSettings,
  pass: GraphPass = wholePlm,
): CompiledProgram {
  const prompted = pass(promptedGraph(plm, shape));
  if (prompted.prompt === null) throw new Error('a training program needs a soft prompt');
  const { prompt } = prompted;
  const readoutShape = { read: plm.read, ...task };
  const weighted = task.weighted === true ? addWeightedReadout(prompted, readoutShape, WORD_WEIGHTS) : null;
  const readout = weighted ?? addReadout(prompted, readoutShape);
  const forward = addLoss(readout.builder, readout.scores);
  const wanted = [forward.loss, forward.accuracy, readout.scores];
  const { builder: b, value } = optimiseForGradient(readout.builder.build(wanted));
  const [loss, accuracy, scores] = wanted.map(value);
  return stepProgram(b, {
    name: describe('train', shape),
    loss,
    trained: [
      { name: 'prompt', value: prompt, gradientOutput: 'gradient' },
      ...(weighted === null
        ? []
        : [
            {
              name: WORD_WEIGHTS,
              value: weighted.weights,
              gradientOutput: 'weights_gradient',
              ownRate: true,
            },
          ]),
    ],
    columns: { loss, accuracy },
    outputs: { loss, scores },
    settings,
    part: architecturePart(prompted.blocks, b.build([loss, accuracy, scores])),
  });
}

/** Input that holds what the neurons of feed-forward block `index` are multiplied by, [size]. */
export const neuronMaskName = (index: number): string => `neuron_mask_${String(index)}`;

interface MaskedGraph {
  readonly prompted: PromptedGraph;
  readonly masks: readonly Value[];
}

/** `prompted` with an input a feed-forward block by which its neurons are multiplied at every position. */
function withNeuronMasks(prompted: PromptedGraph): MaskedGraph {
  let masks: readonly Value[] = [];
  const masked = maskNeurons(prompted.graph, prompted.blocks, (b) => {
    masks = prompted.blocks.map(({ size }, index) => b.input(neuronMaskName(index), 'float32', [size]));
    return masks;
  });
  const logits = masked.value(prompted.logits);
  return { prompted: { ...prompted, graph: masked.builder.build([logits]), logits, blocks: [] }, masks };
}

/**
 * Class scores of a batch; `prompt` is an input. Without a prompt length: the template alone.
 * @param masked whether neurons can be switched off, by the inputs `neuronMaskName`
 * @param pass as for `trainProgram`
 */
export function evaluateProgram(
  plm: Plm,
  shape: BatchShape,
  task: TaskShape,
  masked = false,
  pass: GraphPass = wholePlm,
): CompiledProgram {
  const plain = pass(promptedGraph(plm, shape));
  const prompted = masked ? withNeuronMasks(plain).prompted : plain;
  const readout = addReadout(prompted, { read: plm.read, ...task });
  const { builder, value } = optimise(readout.builder.build([readout.scores]));
  return compileProgram(describe('evaluate', shape), (outputs) => builder.build(outputs), {
    scores: value(readout.scores),
  });
}

/** As `evaluateProgram`, with the neurons of every feed-forward block at the read position: `neurons` [blocks, batch, size]. */
export function probeProgram(plm: Plm, shape: BatchShape, task: TaskShape): CompiledProgram {
  const prompted = promptedGraph(plm, shape);
  const size = Math.max(0, ...prompted.blocks.map((block) => block.size));
  const probes = prompted.blocks.filter((block) => block.size === size).map((block) => block.neurons);
  const readout = addReadout(prompted, { read: plm.read, ...task }, probes);
  const { reshape } = arithmetic(readout.builder);
  const stacked = readout.builder.op(
    'Concat',
    readout.probes.map((probe) => reshape(probe, [1, shape.batch, size])),
    { axis: 0 },
  );
  const { builder, value } = optimise(readout.builder.build([readout.scores, stacked]));
  return compileProgram(describe('probe', shape), (outputs) => builder.build(outputs), {
    scores: value(readout.scores),
    neurons: value(stacked),
  });
}

/** Gradient of the loss with respect to masks on the neurons, all ones here: `neuron_gradient` [blocks, size], `loss`, `gradient`. */
export function neuronGradientProgram(plm: Plm, shape: BatchShape, task: TaskShape): CompiledProgram {
  const plain = promptedGraph(plm, shape);
  const sizes = plain.blocks.map((block) => block.size);
  const { prompted, masks } = withNeuronMasks(plain);
  const readout = addReadout(prompted, { read: plm.read, ...task });
  const { loss } = addLoss(readout.builder, readout.scores);
  const optimised = optimiseForGradient(readout.builder.build([loss]));
  const b = optimised.builder;
  const total = optimised.value(loss);
  const gradients = differentiate(b, b.build([total]).nodes, total, masks);
  const { reshape } = arithmetic(b);
  const stacked = b.op(
    'Concat',
    gradients.map((g, index) => reshape(g, [1, sizes[index]])),
    { axis: 0 },
  );
  return compileProgram(describe('neuron gradient', shape), (outputs) => b.build(outputs), {
    loss: total,
    neuron_gradient: stacked,
  });
}

/** All vocabulary logits at all positions: `logits`. Used to check a model against its reference. */
export function logitsProgram(plm: Plm, shape: BatchShape, pass: GraphPass = wholePlm): CompiledProgram {
  const prompted = pass(promptedGraph(plm, shape));
  const { builder, value } = optimise(prompted.graph);
  return compileProgram(describe('logits', shape), (outputs) => builder.build(outputs), {
    logits: value(prompted.logits),
  });
}
