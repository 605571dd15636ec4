/** Gradients of the elementwise operators. */
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { cotangentOf, inputOf, unbroadcast, type GradientRule, type GradientTable } from '../rule.ts';

type Arithmetic = ReturnType<typeof arithmetic>;

/** dx from dy, x and y. */
const unary =
  (rule: (a: Arithmetic, dy: Value, x: Value, y: Value, b: Builder) => Value): GradientRule =>
  (at) => [rule(arithmetic(at.b), cotangentOf(at), inputOf(at.node, 0), at.node.outputs[0], at.b)];

/** da and db before broadcasting is undone; each is made only when it is needed. */
const binary =
  (
    left: (a: Arithmetic, dy: Value, x: Value, z: Value, b: Builder, y: Value) => Value,
    right: (a: Arithmetic, dy: Value, x: Value, z: Value, b: Builder, y: Value) => Value,
  ): GradientRule =>
  (at) => {
    const [x, z] = [inputOf(at.node, 0), inputOf(at.node, 1)];
    const dy = cotangentOf(at);
    const [y] = at.node.outputs;
    return [
      at.needs[0] ? unbroadcast(at.b, left(arithmetic(at.b), dy, x, z, at.b, y), x.dims) : null,
      at.needs[1] ? unbroadcast(at.b, right(arithmetic(at.b), dy, x, z, at.b, y), z.dims) : null,
    ];
  };

/** Steps have a gradient of zero almost everywhere: nothing flows back. */
const flat: GradientRule = (at) => at.node.inputs.map(() => null);

const keepWhere = (b: Builder, condition: Value, dy: Value): Value =>
  b.op('Where', [condition, dy, b.number(0)]);
const compare = (b: Builder, op: string, x: Value, z: Value | number): Value =>
  b.op(op, [x, typeof z === 'number' ? b.number(z) : z]);

/** Φ(x) + x φ(x), the slope of x Φ(x). */
function geluSlope({ mul, add, op }: Arithmetic, x: Value): Value {
  const cdf = add(mul(op('Erf', mul(x, Math.SQRT1_2)), 0.5), 0.5);
  const density = op('Exp', mul(mul(x, x), -0.5));
  return add(cdf, mul(mul(x, 1 / Math.sqrt(2 * Math.PI)), density));
}

const power: GradientRule = (at) => {
  const [x, exponent] = [inputOf(at.node, 0), inputOf(at.node, 1)];
  const { mul, op, sub } = arithmetic(at.b);
  const dy = cotangentOf(at);
  const square = exponent.constant?.data.every((c) => c === 2) === true;
  const slope = (): Value => (square ? mul(x, 2) : mul(at.b.op('Pow', [x, sub(exponent, 1)]), exponent));
  return [
    at.needs[0] ? unbroadcast(at.b, mul(dy, slope()), x.dims) : null,
    at.needs[1] ? unbroadcast(at.b, mul(mul(dy, at.node.outputs[0]), op('Log', x)), exponent.dims) : null,
  ];
};

const where: GradientRule = (at) => {
  const [condition, x, z] = [inputOf(at.node, 0), inputOf(at.node, 1), inputOf(at.node, 2)];
  const dy = cotangentOf(at);
  const zero = at.b.number(0);
  return [
    null,
    at.needs[1] ? unbroadcast(at.b, at.b.op('Where', [condition, dy, zero]), x.dims) : null,
    at.needs[2] ? unbroadcast(at.b, at.b.op('Where', [condition, zero, dy]), z.dims) : null,
  ];
};

const clip: GradientRule = (at) => {
  const x = inputOf(at.node, 0);
  let dy = cotangentOf(at);
  const [, low, high] = at.node.inputs;
  if (low !== undefined && low !== null) dy = keepWhere(at.b, compare(at.b, 'GreaterOrEqual', x, low), dy);
  if (high !== undefined && high !== null) dy = keepWhere(at.b, compare(at.b, 'LessOrEqual', x, high), dy);
  return [dy];
};

/** Where both are equal the left one gets the gradient, as in PyTorch up to its split of ties. */
const extreme = (wins: 'GreaterOrEqual' | 'LessOrEqual'): GradientRule =>
  binary(
    (_a, dy, x, z, b) => keepWhere(b, compare(b, wins, x, z), dy),
    (_a, dy, x, z, b) => b.op('Where', [compare(b, wins, x, z), b.number(0), dy]),
  );

export const ELEMENTWISE_GRADIENTS: GradientTable = {
  Neg: unary(({ op }, dy) => op('Neg', dy)),
  Abs: unary(({ op }, dy, x, _y, b) => b.op('Where', [compare(b, 'Less', x, 0), op('Neg', dy), dy])),
  Exp: unary(({ mul }, dy, _x, y) => mul(dy, y)),
  Log: unary(({ div }, dy, x) => div(dy, x)),
  Sqrt: unary(({ mul, div }, dy, _x, y) => mul(div(dy, y), 0.5)),
  Reciprocal: unary(({ mul, op }, dy, _x, y) => op('Neg', mul(dy, mul(y, y)))),
  // 2/√π e^(−x²) as one exponential, which saves a pass.
  Erf: unary(({ mul, sub, op }, dy, x) =>
    mul(dy, op('Exp', sub(Math.log(2 / Math.sqrt(Math.PI)), mul(x, x)))),
  ),
  Tanh: unary(({ mul, sub }, dy, _x, y) => mul(dy, sub(1, mul(y, y)))),
  Sigmoid: unary(({ mul, sub }, dy, _x, y) => mul(dy, mul(y, sub(1, y)))),
  Softplus: unary(({ mul, op }, dy, x) => mul(dy, op('Sigmoid', x))),
  Relu: unary((_a, dy, x, _y, b) => keepWhere(b, compare(b, 'Greater', x, 0), dy)),
  Gelu: unary((a, dy, x) => a.mul(dy, geluSlope(a, x))),
  Sin: unary(({ mul, op }, dy, x) => mul(dy, op('Cos', x))),
  Cos: unary(({ mul, op }, dy, x) => op('Neg', mul(dy, op('Sin', x)))),
  Add: binary(
    (_a, dy) => dy,
    (_a, dy) => dy,
  ),
  Sub: binary(
    (_a, dy) => dy,
    ({ op }, dy) => op('Neg', dy),
  ),
  Mul: binary(
    ({ mul }, dy, _x, z) => mul(dy, z),
    ({ mul }, dy, x) => mul(dy, x),
  ),
  Div: binary(
    ({ div }, dy, _x, z) => div(dy, z),
    ({ mul, div, op }, dy, _x, z, _b, y) => op('Neg', mul(div(dy, z), y)),
  ),
  Max: extreme('GreaterOrEqual'),
  Min: extreme('LessOrEqual'),
  Pow: power,
  Where: where,
  Clip: clip,
  // Floats are of one type here, so what a cast leaves or makes is a whole number or a truth value.
  Cast: flat,
  Floor: flat,
  Ceil: flat,
  Round: flat,
  Sign: flat,
};
