/** Matrix products under other names: Gemm, Einsum, fused products, one-dimensional convolutions. */
import type { Builder } from '../builder.ts';
import type { Value } from '../static-graph.ts';
import { elementCount } from '../tensor.ts';
import { tanhGelu } from './arithmetic.ts';
import {
  arithmetic,
  float,
  input,
  int,
  ints,
  only,
  optional,
  text,
  withoutEffect,
  type Lowering,
  type LoweringTable,
} from './lowering.ts';

const gemm: Lowering = (b, at) => [
  b.op('Gemm', [input(at, 0), input(at, 1), optional(at, 2)], {
    alpha: float(at, 'alpha', 1),
    beta: float(at, 'beta', 1),
    transA: int(at, 'transA', 0),
    transB: int(at, 'transB', 0),
  }),
];

const swapLast = (b: Builder, x: Value): Value => {
  const rank = x.dims.length;
  return arithmetic(b).transpose(x, [
    ...Array.from({ length: rank - 2 }, (_, axis) => axis),
    rank - 1,
    rank - 2,
  ]);
};

const fusedMatMul: Lowering = (b, at) => {
  const [x, y] = [input(at, 0), input(at, 1)];
  only(at, { transBatchA: 0, transBatchB: 0 });
  const product = b.op('MatMul', [
    int(at, 'transA', 0) ? swapLast(b, x) : x,
    int(at, 'transB', 0) ? swapLast(b, y) : y,
  ]);
  return [arithmetic(b).mul(product, float(at, 'alpha', 1))];
};

/** Sums out the letters that neither the other operand nor the result has, then puts `letters` in the given order. */
function arrange(b: Builder, x: Value, own: string, letters: readonly string[]): Value {
  const { transpose, reduce } = arithmetic(b);
  let value = x;
  let have = own;
  for (let axis = have.length - 1; axis >= 0; axis--) {
    if (letters.includes(have[axis])) continue;
    value = reduce('ReduceSum', value, axis, 0);
    have = have.slice(0, axis) + have.slice(axis + 1);
  }
  return transpose(
    value,
    letters.map((letter) => have.indexOf(letter)),
  );
}

interface Equation {
  readonly terms: readonly string[];
  readonly result: string;
}

/** Activations without parameters that onnxruntime fuses behind a Gemm. */
const FUSED_ACTIVATIONS = new Set(['Relu', 'Tanh', 'Sigmoid', 'Softplus']);

const fusedGemm: Lowering = (b, at) => {
  const activation = text(at, 'activation', '');
  if (!FUSED_ACTIVATIONS.has(activation)) throw new Error(`the activation “${activation}”`);
  // These activations have no parameters.
  withoutEffect(at, 'activation_alpha', 'activation_beta', 'activation_gamma');
  return gemm(b, at).map((y) => (y === null ? null : b.op(activation, [y])));
};

/** Letters that no equation uses stand for the axes of an ellipsis, the last axis first. */
const ELLIPSIS = 'ΩΨΧΦΥΤΣΡ';

/** Terms and result of an equation, ellipses spelled out; without a result it is every letter that occurs once. */
function readEquation(equation: string, ranks: readonly number[]): Equation {
  const [left, declared] = equation.replaceAll(' ', '').split('->');
  let hidden = '';
  const terms = left.split(',').map((term, index) => {
    const count = Math.max(0, (ranks[index] ?? 0) - term.replace('...', '').length);
    const letters = [...ELLIPSIS.slice(0, count)].reverse().join('');
    if (term.includes('...') && count > hidden.length) hidden = letters;
    return term.replace('...', letters);
  });
  const once = [...new Set(terms.join(''))].filter(
    (letter) => !hidden.includes(letter) && terms.join('').split(letter).length === 2,
  );
  const result = declared?.replace('...', hidden) ?? hidden + once.sort().join('');
  if (terms.length > 2 || terms.some((term) => new Set(term).size !== term.length))
    throw new Error(`the equation “${equation}” is not supported`);
  return { terms, result };
}

/** One or two operands, no repeated letter inside an operand: batch letters, then left, summed and right ones. */
const einsum: Lowering = (b, at) => {
  const { reshape, transpose } = arithmetic(b);
  const ranks = at.inputs().map((_, index) => input(at, index).dims.length);
  const { terms, result } = readEquation(text(at, 'equation', ''), ranks);
  const x = input(at, 0);
  if (terms.length === 1) return [arrange(b, x, terms[0], [...result])];
  const y = input(at, 1);
  const [own, other] = terms;
  const size = new Map<string, number>([
    ...[...own].map((c, axis) => [c, x.dims[axis]] as const),
    ...[...other].map((c, axis) => [c, y.dims[axis]] as const),
  ]);
  const sizes = (letters: readonly string[]): number[] => letters.map((letter) => size.get(letter) ?? 1);
  const batch = [...result].filter((c) => own.includes(c) && other.includes(c));
  const summed = [...own].filter((c) => other.includes(c) && !result.includes(c));
  const rows = [...result].filter((c) => own.includes(c) && !other.includes(c));
  const columns = [...result].filter((c) => other.includes(c) && !own.includes(c));
  const [bs, k, m, n] = [batch, summed, rows, columns].map((letters) => elementCount(sizes(letters)));
  // Without a batch it is a product of two matrices, which a frozen one makes a linear map.
  const stack = batch.length === 0 ? [] : [bs];
  const product = b.op('MatMul', [
    reshape(arrange(b, x, own, [...batch, ...rows, ...summed]), [...stack, m, k]),
    reshape(arrange(b, y, other, [...batch, ...summed, ...columns]), [...stack, k, n]),
  ]);
  const letters = [...batch, ...rows, ...columns];
  return [
    transpose(
      reshape(product, sizes(letters)),
      [...result].map((c) => letters.indexOf(c)),
    ),
  ];
};

/** [B, C, T] convolution as one product a kernel tap; groups are split off as a batch axis. */
const convolution: Lowering = (b, at) => {
  const { add, slice, reshape } = arithmetic(b);
  const [x, weight] = [input(at, 0), input(at, 1)];
  if (x.dims.length !== 3) throw new Error('only one-dimensional convolutions are supported');
  const automatic = text(at, 'auto_pad', 'NOTSET');
  if (automatic !== 'NOTSET') throw new Error(`its attribute “auto_pad” of ${automatic}`);
  // The weight has this shape.
  withoutEffect(at, 'kernel_shape');
  const groups = int(at, 'group', 1);
  const [outputs, inputs, taps] = weight.dims;
  const [stride, dilation] = [ints(at, 'strides')?.[0] ?? 1, ints(at, 'dilations')?.[0] ?? 1];
  const [before, after] = ints(at, 'pads') ?? [0, 0];
  const padded = before + after > 0 ? b.op('Pad', [x, b.ints([0, 0, before, 0, 0, after]), b.number(0)]) : x;
  const [batch, channels, length] = padded.dims;
  const steps = Math.floor((length - dilation * (taps - 1) - 1) / stride) + 1;
  let sum: Value | null = null;
  for (let tap = 0; tap < taps; tap++) {
    const start = tap * dilation;
    const window = b.op('Slice', [
      padded,
      b.ints([start]),
      b.ints([start + (steps - 1) * stride + 1]),
      b.ints([2]),
      b.ints([stride]),
    ]);
    const kernel = reshape(slice(weight, 2, tap, tap + 1), [1, groups, outputs / groups, inputs]);
    const product = b.op('MatMul', [kernel, reshape(window, [batch, groups, channels / groups, steps])]);
    sum = sum === null ? product : add(sum, product);
  }
  if (sum === null) throw new Error('a convolution without taps');
  const y = reshape(sum, [batch, outputs, steps]);
  const bias = optional(at, 2);
  return [bias === null ? y : add(y, reshape(bias, [1, outputs, 1]))];
};

export const PRODUCT_LOWERINGS: LoweringTable = {
  Gemm: gemm,
  Einsum: einsum,
  Conv: convolution,
  'com.microsoft:FusedMatMul': fusedMatMul,
  'com.microsoft:FusedGemm': fusedGemm,
  'com.microsoft:GemmFastGelu': (b, at) => {
    const product = b.op('MatMul', [input(at, 0), input(at, 1)]);
    const bias = optional(at, 2);
    return [tanhGelu(b, bias === null ? product : arithmetic(b).add(product, bias))];
  },
  'com.microsoft:BiasAdd': (b, at) => [
    arithmetic(b).add(arithmetic(b).add(input(at, 0), input(at, 1)), input(at, 2)),
  ],
};
