/**
 * Several soft prompts trained by one program: the rows of a batch are grouped by prompt, every row sees its own prompt
 * and is scored by its own task's label words, and every prompt has its own optimiser state and gradient norm. The PLM
 * computes all rows at once, so a bank of prompts costs what one prompt costs at the same number of rows.
 *
 * The training loss is the sum of the prompts' losses: a prompt's rows are no other prompt's, so its gradient is exactly
 * what it would have alone.
 */
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { optimiseForGradient } from '../../onnx/optimise/index.ts';
import type { Value } from '../../onnx/static-graph.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import { architecturePart, promptedGraph, type Plm } from '../../plm/plm.ts';
import type { CompiledProgram } from '../training/compiled-program.ts';
import { stepProgram, type StepSettings } from '../training/step-program.ts';
import type { TaskShape } from './programs.ts';
import { addReadout, rowResults } from './readout.ts';

/** Label words and classes are those of all the bank's tasks together. */
export interface BankShape extends TaskShape {
  readonly prompts: number;
}

/**
 * What a class of another task gets added to its score. e to this power is exactly 0 in float32, so the cross-entropy
 * over all classes is the one over the row's own.
 */
export const OTHER_CLASS = -1e9;

/**
 * Beyond this a prompt has diverged. Word embeddings are around 1, and the squares that normalisation takes of numbers up
 * to it stay far from float32's largest.
 */
const LARGEST_VALUE = 1e6;

/** [prompts, 1, 1]: whether every value is a number within bounds; false for NaN. */
function isSound(b: Builder, prompts: Value): Value {
  const largest = b.op('ReduceMax', [b.op('Abs', [prompts]), b.ints([1, 2])], { keepdims: 1 });
  return b.op('LessOrEqual', [largest, b.number(LARGEST_VALUE)]);
}

/**
 * From [prompts, length, width] the prompt of each row, [batch, length, width]; rows are grouped by prompt. A prompt that has
 * diverged counts as zeros: the gradient of a lookup is a product with zeros and ones, in which the NaN of one row
 * would reach all.
 */
function promptOfEachRow(b: Builder, prompts: Value, rowsEach: number): Value {
  const { reshape, expand } = arithmetic(b);
  const [count, length, width] = prompts.dims;
  const sound = b.op('Where', [isSound(b, prompts), prompts, b.number(0)]);
  const flat = reshape(sound, [count, 1, length * width]);
  return reshape(expand(flat, [count, rowsEach, length * width]), [count * rowsEach, length, width]);
}

/**
 * Forward, loss, backward, clipping and update of all prompts: a step program whose one trained tensor is `prompts`
 * [prompts, promptLength, width], with `losses` (NaN for one that has diverged) in its history.
 * Inputs are a batch whose rows are grouped by prompt. Host input beside those of a single prompt: `class_mask`
 * [batch, classes], 0 for the classes of the row's task and `OTHER_CLASS` for others; `row_weights` sum to one for each
 * prompt. Outputs: `losses` [prompts], `scores` [batch, classes], `gradient` [prompts, promptLength, width].
 */
export function bankProgram(
  plm: Plm,
  shape: BatchShape,
  bank: BankShape,
  settings: StepSettings,
): CompiledProgram {
  const { prompts: count } = bank;
  const rowsEach = shape.batch / count;
  if (!Number.isInteger(rowsEach) || shape.promptLength === 0)
    throw new Error(`${shape.batch} rows and ${shape.promptLength} virtual tokens are no bank of ${count}`);
  const states: Value[] = [];
  const prompted = promptedGraph(plm, shape, (b) => {
    const made = b.input('prompts', 'float32', [count, shape.promptLength, plm.width]);
    states.push(made);
    return promptOfEachRow(b, made, rowsEach);
  });
  const [prompts] = states;
  const readout = addReadout(prompted, { read: plm.read, ...bank });
  const forward = addBankLoss(readout.builder, readout.scores, count);
  const wanted = [forward.total, forward.losses, forward.accuracies, forward.scores];
  const { builder: b, value } = optimiseForGradient(readout.builder.build(wanted));
  const [total, computed, accuracy, scores] = wanted.map(value);
  const part = architecturePart(prompted.blocks, b.build([total, computed, accuracy, scores]));
  const sound = arithmetic(b).reshape(isSound(b, prompts), [count]);
  const losses = b.op('Where', [sound, computed, b.number(NaN)]);
  return stepProgram(b, {
    name: `bank ${String(count)}×${String(rowsEach)}×(${String(shape.promptLength)}+${String(shape.length)})`,
    loss: total,
    trained: [{ name: 'prompts', value: prompts, gradientOutput: 'gradient' }],
    columns: { loss: losses, accuracy },
    outputs: { losses, scores },
    settings,
    several: count,
    part,
  });
}

interface BankLoss {
  /** [] */
  readonly total: Value;
  /** [prompts] each. */
  readonly losses: Value;
  readonly accuracies: Value;
  /** [batch, classes], those of other tasks far below any that counts. */
  readonly scores: Value;
}

function addBankLoss(b: Builder, all: Value, count: number): BankLoss {
  const { add, mul, reduce, reshape } = arithmetic(b);
  const [batch] = all.dims;
  const targets = b.hostInput('targets', 'float32', all.dims);
  const weights = b.hostInput('row_weights', 'float32', [batch]);
  const scores = add(all, b.hostInput('class_mask', 'float32', all.dims));
  const rows = rowResults(b, scores, targets);
  const each = (values: Value): Value =>
    reduce('ReduceSum', reshape(mul(reshape(values, [batch]), weights), [count, batch / count]), 1, 0);
  const losses = each(rows.losses);
  return { total: reduce('ReduceSum', losses, 0, 0), losses, accuracies: each(rows.right), scores };
}
