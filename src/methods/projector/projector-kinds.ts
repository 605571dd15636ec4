/**
 * The projectors from one PLM's prompts P ∈ R^{l×d_s} to another's R^{l×d_t}, a table entry each: shapes, first values
 * and the forward pass as graph. Training and applying read the same entry, so they can't drift apart.
 */
import type { RandomStream } from '../../experiment/random.ts';
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { elementCount, type Dims } from '../../onnx/tensor.ts';
import type { ProjectorShape, ProjectorWeight, TrainedKind, WeightedKind } from './projector-types.ts';

/** PyTorch's; the paper's projectors use it. */
const LAYER_NORM_EPSILON = 1e-5;

const LEAKY_SLOPE = 0.01;

/** How one weight begins. */
type Start =
  /** Uniform in ±1/√fanIn, as torch.nn.Linear begins, weight and bias alike. */
  | { readonly kind: 'linear'; readonly fanIn: number }
  | { readonly kind: 'zero' }
  /** The deviation of the target's word embeddings in every place. */
  | { readonly kind: 'target-deviation' };

interface WeightSpec {
  readonly dims: Dims;
  readonly start: Start;
}

interface KindEntry {
  /** Weights by name, the one nearest the input first. */
  readonly weights: (shape: ProjectorShape) => Readonly<Record<string, WeightSpec>>;
  /** Adds the projection of `prompt` [l, sourceWidth] to the graph; returns [l, targetWidth]. */
  readonly forward: (
    b: Builder,
    weights: Readonly<Record<string, Value>>,
    prompt: Value,
    shape: ProjectorShape,
  ) => Value;
}

const linear = (rows: number, columns: number): WeightSpec => ({
  dims: [rows, columns],
  start: { kind: 'linear', fanIn: rows },
});

const bias = (size: number, fanIn: number): WeightSpec => ({
  dims: [size],
  start: { kind: 'linear', fanIn },
});

/** Row by row x·W + b: per token, and both affine closed forms. */
const perToken: KindEntry = {
  weights: ({ sourceWidth, targetWidth }) => ({
    weight: linear(sourceWidth, targetWidth),
    bias: bias(targetWidth, sourceWidth),
  }),
  forward: (b, { weight, bias: shift }, prompt) => arithmetic(b).add(b.op('MatMul', [prompt, weight]), shift),
};

/** Row by row x·D·U + b with few columns in D: (d_s + d_t)·r parameters instead of d_s·d_t. */
const lowRank: KindEntry = {
  weights: ({ sourceWidth, targetWidth, hidden }) => ({
    down: linear(sourceWidth, hidden),
    up: linear(hidden, targetWidth),
    bias: bias(targetWidth, hidden),
  }),
  forward: (b, { down, up, bias: shift }, prompt) =>
    arithmetic(b).add(b.op('MatMul', [b.op('MatMul', [prompt, down]), up]), shift),
};

/**
 * Su et al. 2022: the whole prompt flattened through one hidden layer, then LayerNorm over each row, without which
 * their projected prompts grew to norms of 10⁴ and more. One deviation: LayerNorm's scale begins at the deviation of
 * the target's word embeddings instead of 1, so that the first prompts are as long as words.
 */
const wholePrompt: KindEntry = {
  weights: ({ sourceWidth, targetWidth, promptLength, hidden }) => ({
    in: linear(promptLength * sourceWidth, hidden),
    inBias: bias(hidden, promptLength * sourceWidth),
    out: linear(hidden, promptLength * targetWidth),
    outBias: bias(promptLength * targetWidth, hidden),
    scale: { dims: [targetWidth], start: { kind: 'target-deviation' } },
    shift: { dims: [targetWidth], start: { kind: 'zero' } },
  }),
  forward: (b, weights, prompt, { activation, sourceWidth, targetWidth, promptLength }) => {
    const { add, mul, op, reshape } = arithmetic(b);
    const flat = reshape(prompt, [1, promptLength * sourceWidth]);
    const inner = add(b.op('MatMul', [flat, weights.in]), weights.inBias);
    const active = activation === 'tanh' ? op('Tanh', inner) : b.op('Max', [inner, mul(inner, LEAKY_SLOPE)]);
    const outer = add(b.op('MatMul', [active, weights.out]), weights.outBias);
    const rows = reshape(outer, [promptLength, targetWidth]);
    const attributes = { axis: -1, epsilon: LAYER_NORM_EPSILON };
    // Mean and deviation are outputs too: the gradient reads them.
    return b.add('LayerNormalization', [rows, weights.scale, weights.shift], attributes, 3)[0];
  },
};

export const PROJECTOR_KINDS: Readonly<Record<WeightedKind, KindEntry>> = {
  'per-token': perToken,
  'low-rank': lowRank,
  'whole-prompt': wholePrompt,
  'least-squares': perToken,
  procrustes: perToken,
};

/** Number of trained numbers. */
export function parameterCount(kind: WeightedKind, shape: ProjectorShape): number {
  const specs = Object.values(PROJECTOR_KINDS[kind].weights(shape));
  return specs.reduce((sum, { dims }) => sum + elementCount(dims), 0);
}

/** Dims of each weight, in the table's order. */
export function weightDims(kind: WeightedKind, shape: ProjectorShape): Readonly<Record<string, Dims>> {
  const specs = Object.entries(PROJECTOR_KINDS[kind].weights(shape));
  return Object.fromEntries(specs.map(([name, { dims }]) => [name, dims]));
}

/**
 * Weights at step 0.
 * @param targetDeviation of the target's word embeddings, about which prompts are sized
 */
export function initialWeights(
  kind: TrainedKind,
  shape: ProjectorShape,
  random: RandomStream,
  targetDeviation: number,
): Record<string, ProjectorWeight> {
  const draw = (start: Start): (() => number) => {
    switch (start.kind) {
      case 'linear': {
        const bound = 1 / Math.sqrt(start.fanIn);
        return () => random.uniform(-bound, bound);
      }
      case 'zero':
        return () => 0;
      case 'target-deviation':
        return () => targetDeviation;
    }
    return start satisfies never;
  };
  const specs = Object.entries(PROJECTOR_KINDS[kind].weights(shape));
  return Object.fromEntries(
    specs.map(([name, { dims, start }]): [string, ProjectorWeight] => [
      name,
      { dims, values: Float32Array.from({ length: elementCount(dims) }, draw(start)) },
    ]),
  );
}
