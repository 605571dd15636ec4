/**
 * docs/extending.md, held to the code: an operator that the lab does not know is added in memory, by its entry, its
 * gradient rule and its lowering alone, and goes the whole way from a file to a differentiated program.
 */
import { expect, test } from 'vitest';
import { differentiate, GRADIENTS } from '../../src/autodiff/differentiate.ts';
import { cotangentOf, inputOf, type GradientRule, type GradientTable } from '../../src/autodiff/rule.ts';
import { countFlops } from '../../src/onnx/count-flops.ts';
import { emitProgram } from '../../src/onnx/emit.ts';
import { LOWERINGS, type Vocabulary } from '../../src/onnx/lowering/index.ts';
import { arithmetic, float, input, type Lowering } from '../../src/onnx/lowering/lowering.ts';
import { OPERATORS } from '../../src/onnx/operators/index.ts';
import { need, type Operator } from '../../src/onnx/operators/operator.ts';
import { specialise } from '../../src/onnx/specialise.ts';
import { tensorOf } from '../../src/onnx/tensor.ts';
import { GraphMaker } from './graph-maker.ts';
import { runBytes } from './original.ts';

const sinh: Operator = {
  elementwise: true,
  nonlinear: true,
  infer: (inputs) => [{ type: need(inputs, 0).type, dims: need(inputs, 0).dims }],
  evaluate: (inputs, _attributes, [shape], allocate) => {
    const x = need(inputs, 0);
    const data = allocate(shape.type, x.data.length);
    for (let at = 0; at < data.length; at++) data[at] = Math.sinh(x.data[at]);
    return [{ ...shape, data }];
  },
  flops: ([x]) => x?.dims.reduce((product, dim) => product * dim, 1) ?? 0,
};

/** d sinh x = cosh x. */
const sinhGradient: GradientRule = (at) => {
  const { mul, add, op } = arithmetic(at.b);
  const x = inputOf(at.node, 0);
  return [mul(cotangentOf(at), mul(add(op('Exp', x), op('Exp', op('Neg', x))), 0.5))];
};

/** sinh(rate · x), an operator that some exporter might have. */
const scaledSinh: Lowering = (b, at) => [
  b.op('Sinh', [arithmetic(b).mul(input(at, 0), float(at, 'rate', 1))]),
];

const vocabulary: Vocabulary = {
  operators: { ...OPERATORS, Sinh: sinh },
  lowerings: { ...LOWERINGS, 'org.example:ScaledSinh': scaledSinh },
};
const rules: GradientTable = { ...GRADIENTS, Sinh: sinhGradient };

const numbers = [-1, -0.25, 0.5, 2];

function model() {
  const g = new GraphMaker();
  const x = g.input('x', 1, [4]);
  g.output(g.op('org.example:ScaledSinh', [g.op('Sinh', [x])], { rate: 0.5 }), 1, 'y');
  return g.model();
}

test('without its entry an operator is refused', () => {
  expect(() => specialise(model(), (b) => b.input('x', 'float32', [4]))).toThrow(
    expect.objectContaining({ code: 'onnx-unsupported' }) as Error,
  );
});

test('entry, rule and lowering are all that an operator needs', async () => {
  const { builder, values, outputs } = specialise(
    model(),
    (b, name) => b.input(name, 'float32', [4]),
    vocabulary,
  );
  const [y] = outputs;
  const x = values.get('x');
  if (x === undefined || !('id' in x)) throw new Error('the input is not there');
  const loss = builder.op('ReduceSum', [y, builder.ints([0])], { keepdims: 0 });
  const forward = builder.build([loss]).nodes;
  const [gradient] = differentiate(builder, forward, loss, [x], undefined, rules);
  const graph = builder.build([y, gradient]);
  expect(countFlops(graph, vocabulary.operators)).toBe(8);

  const { model: program } = emitProgram(graph, { y, gradient }, vocabulary.operators);
  const results = await runBytes(program, { x: tensorOf('float32', [4], numbers) });
  numbers.forEach((at, index) => {
    const inner = Math.sinh(at) / 2;
    expect(results.y.data[index]).toBeCloseTo(Math.sinh(inner), 5);
    expect(results.gradient.data[index]).toBeCloseTo((Math.cosh(inner) * Math.cosh(at)) / 2, 5);
  });
});
