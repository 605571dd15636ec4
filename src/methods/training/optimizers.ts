/**
 * The update as part of the program: new values of what is trained and of the optimiser's state, from the gradient, the
 * learning rate and the step's number (inputs, so that schedules need no recompilation).
 */
import type { OptimiserKind, OptimizerSettings } from '../../experiment/optimisers.ts';
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import type { Value } from '../../onnx/static-graph.ts';
import type { Dims } from '../../onnx/tensor.ts';

export interface StateTensor {
  readonly name: string;
  readonly value: Value;
  readonly next: Value;
}

export interface StepInputs {
  /** [] learning rate of this step, or one for each of several matrices, [many, 1, 1]. */
  readonly learningRate: Value;
  /** [] number of the step, from 1. */
  readonly step: Value;
}

export interface Update {
  readonly next: Value;
  readonly state: readonly StateTensor[];
}

type UpdateRule<K extends OptimiserKind> = (
  b: Builder,
  settings: Extract<OptimizerSettings, { kind: K }>,
  at: {
    readonly value: Value;
    readonly gradient: Value;
    readonly inputs: StepInputs;
    readonly state: (name: string, dims: Dims) => Value;
  },
) => { readonly next: Value; readonly state: Readonly<Record<string, Value>> };

const EPSILON_ROWS = 1e-30;

/** Loshchilov and Hutter 2019, as torch.optim.AdamW: decay first, then the bias-corrected step. */
const adamw: UpdateRule<'adamw'> = (b, settings, { value, gradient, inputs, state }) => {
  const { add, sub, mul, div, op } = arithmetic(b);
  const { beta1, beta2, epsilon, weightDecay } = settings;
  const power = (beta: number): Value => op('Exp', mul(inputs.step, Math.log(beta)));
  const mean = add(mul(state('mean', value.dims), beta1), mul(gradient, 1 - beta1));
  const square = add(mul(state('square', value.dims), beta2), mul(mul(gradient, gradient), 1 - beta2));
  const scale = div(op('Sqrt', square), op('Sqrt', sub(1, power(beta2))));
  const rate = div(inputs.learningRate, sub(1, power(beta1)));
  const decayed = weightDecay === 0 ? value : mul(value, sub(1, mul(inputs.learningRate, weightDecay)));
  return { next: sub(decayed, div(mul(rate, mean), add(scale, epsilon))), state: { mean, square } };
};

/**
 * Shazeer and Stern 2018 as transformers' Adafactor with scale_parameter and relative_step off (FPT's settings):
 * factored second moments, update clipped by its root mean square, no first moment. Several matrices in one tensor,
 * [many, rows, columns], are each updated as if alone.
 */
const adafactor: UpdateRule<'adafactor'> = (b, settings, { value, gradient, inputs, state }) => {
  const { add, sub, mul, div, op, reduce } = arithmetic(b);
  const [rows, columns] = value.dims.slice(-2);
  const many = value.dims.slice(0, -2);
  const [down, across] = [many.length, many.length + 1];
  const rest = op('Exp', mul(op('Log', inputs.step), settings.decayRate));
  const square = add(mul(gradient, gradient), EPSILON_ROWS);
  const moving = (before: Value, now: Value): Value => add(mul(before, sub(1, rest)), mul(now, rest));
  const row = moving(state('row', [...many, rows, 1]), reduce('ReduceMean', square, across));
  const column = moving(state('column', [...many, 1, columns]), reduce('ReduceMean', square, down));
  const rowFactor = op('Reciprocal', op('Sqrt', div(row, reduce('ReduceMean', row, down))));
  const columnFactor = op('Reciprocal', op('Sqrt', column));
  const raw = mul(mul(rowFactor, columnFactor), gradient);
  const size = op('Sqrt', b.op('ReduceMean', [mul(raw, raw), b.ints([down, across])], { keepdims: 1 }));
  const clipped = div(raw, b.op('Max', [div(size, settings.clipThreshold), b.number(1)]));
  const decayed =
    settings.weightDecay === 0 ? value : mul(value, sub(1, mul(inputs.learningRate, settings.weightDecay)));
  return { next: sub(decayed, mul(clipped, inputs.learningRate)), state: { row, column } };
};

/** torch.optim.SGD with momentum; the first step's momentum is the gradient itself. */
const sgd: UpdateRule<'sgd'> = (b, settings, { value, gradient, inputs, state }) => {
  const { add, sub, mul } = arithmetic(b);
  if (settings.momentum === 0) return { next: sub(value, mul(gradient, inputs.learningRate)), state: {} };
  const velocity = add(mul(state('velocity', value.dims), settings.momentum), gradient);
  const direction = settings.nesterov ? add(gradient, mul(velocity, settings.momentum)) : velocity;
  return { next: sub(value, mul(direction, inputs.learningRate)), state: { velocity } };
};

/** The update of each optimiser of experiment/optimisers.ts. */
const UPDATE_RULES: { readonly [K in OptimiserKind]: UpdateRule<K> } = { adamw, adafactor, sgd };

/**
 * Adds the update of one tensor to the graph.
 * @param name of the trained tensor; its optimiser state is named after it
 */
export function addUpdate(
  b: Builder,
  settings: OptimizerSettings,
  name: string,
  value: Value,
  gradient: Value,
  inputs: StepInputs,
): Update {
  const before = new Map<string, Value>();
  const state = (part: string, dims: Dims): Value => {
    const made = b.input(`${name}.${part}`, 'float32', dims);
    before.set(part, made);
    return made;
  };
  // The table pairs each kind with the rule of its settings, which is more than the compiler sees.
  const rule = UPDATE_RULES[settings.kind] as UpdateRule<OptimiserKind>;
  const { next, state: after } = rule(b, settings, { value, gradient, inputs, state });
  const tensors = [...before].map(([part, made]) => ({ name: made.name, value: made, next: after[part] }));
  return { next, state: tensors };
}

/** Scales gradients so that their common Euclidean norm is at most `limit`; torch adds 1e-6 to the norm. */
export function clipGradients(
  b: Builder,
  gradients: readonly Value[],
  limit: number | null,
): { readonly clipped: readonly Value[]; readonly norm: Value } {
  const { add, mul, div, op } = arithmetic(b);
  const squares = gradients.map((g) =>
    b.op('ReduceSumSquare', [g, b.ints(g.dims.map((_, axis) => axis))], { keepdims: 0 }),
  );
  const norm = op(
    'Sqrt',
    squares.reduce((sum, square) => add(sum, square)),
  );
  if (limit === null) return { clipped: gradients, norm };
  const factor = b.op('Min', [div(limit, add(norm, 1e-6)), b.number(1)]);
  return { clipped: gradients.map((g) => mul(g, factor)), norm };
}

/** Scales each matrix of a stack [many, rows, columns] so that its norm is at most `limit`, as `clipGradients` does for one. */
export function clipEach(
  b: Builder,
  gradients: readonly Value[],
  limit: number | null,
): { readonly clipped: readonly Value[]; readonly norm: Value } {
  if (gradients.length !== 1) throw new Error('several are trained as one stack');
  const [gradient] = gradients;
  const { add, mul, div, op } = arithmetic(b);
  const norm = op('Sqrt', b.op('ReduceSumSquare', [gradient, b.ints([1, 2])], { keepdims: 1 }));
  if (limit === null) return { clipped: gradients, norm };
  const factor = b.op('Min', [div(limit, add(norm, 1e-6)), b.number(1)]);
  return { clipped: [mul(gradient, factor)], norm };
}
