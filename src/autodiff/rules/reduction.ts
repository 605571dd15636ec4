/** Gradients of reductions, softmax, layer normalisation and cumulative sums. */
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { reducedAxes } from '../../onnx/operators/reduction.ts';
import { intAttribute, normalAxis, type StaticNode, type Value } from '../../onnx/static-graph.ts';
import { elementCount } from '../../onnx/tensor.ts';
import {
  cotangentOf,
  inputOf,
  unbroadcast,
  type GradientRule,
  type GradientTable,
  type RuleArguments,
} from '../rule.ts';

function axesOf(node: StaticNode): number[] {
  return reducedAxes(
    inputOf(node, 0).dims.length,
    node.inputs[1]?.constant === undefined ? null : Array.from(node.inputs[1].constant.data),
  );
}

/** A reduced tensor with its axes put back as ones. */
function kept(at: RuleArguments, reduced: Value): Value {
  const axes = axesOf(at.node);
  return arithmetic(at.b).reshape(
    reduced,
    inputOf(at.node, 0).dims.map((dim, axis) => (axes.includes(axis) ? 1 : dim)),
  );
}

/** dx = slope(x, y) · dy, all broadcast over the reduced axes. */
const reduction =
  (slope: (at: RuleArguments, x: Value, y: Value, dy: Value) => Value): GradientRule =>
  (at) => {
    const x = inputOf(at.node, 0);
    const dx = slope(at, x, kept(at, at.node.outputs[0]), kept(at, cotangentOf(at)));
    return [arithmetic(at.b).expand(dx, x.dims)];
  };

/** The gradient goes to the elements that equal the extreme, in equal shares (as PyTorch's amax). */
function extremeSlope(at: RuleArguments, x: Value, y: Value, dy: Value): Value {
  const { mul, div } = arithmetic(at.b);
  const hit = at.b.op('Cast', [at.b.op('Equal', [x, y])], { to: 'float32' });
  const hits = at.b.op('ReduceSum', [hit, at.b.ints(axesOf(at.node))], { keepdims: 1 });
  return mul(hit, div(dy, hits));
}

/** dx = y (dy − Σ dy·y). */
const softmax: GradientRule = (at) => {
  const { mul, sub, reduce } = arithmetic(at.b);
  const [y] = at.node.outputs;
  const dy = cotangentOf(at);
  const axis = normalAxis(intAttribute(at.node.attributes, 'axis', -1), y.dims.length);
  return [mul(y, sub(dy, reduce('ReduceSum', mul(dy, y), axis)))];
};

/** With x̂ the normalised input and g = dy·scale: dx = (g − mean g − x̂ mean(g·x̂)) / σ. Ba et al. 2016. */
const layerNormalization: GradientRule = (at) => {
  const { b, node } = at;
  const { mul, sub } = arithmetic(b);
  const [x, scale] = [inputOf(node, 0), inputOf(node, 1)];
  const [, mean, inverse] = node.outputs;
  if (mean === undefined || inverse === undefined || at.cotangents[1] || at.cotangents[2])
    throw new Error('the statistics of a LayerNormalization have no gradient');
  const dy = cotangentOf(at);
  const axis = normalAxis(intAttribute(node.attributes, 'axis', -1), x.dims.length);
  const axes = b.ints(x.dims.map((_, index) => index).slice(axis));
  const average = (value: Value): Value => b.op('ReduceMean', [value, axes], { keepdims: 1 });
  const normal = mul(sub(x, mean), inverse);
  const dx = (): Value => {
    const g = mul(dy, scale);
    return mul(sub(sub(g, average(g)), mul(normal, average(mul(g, normal)))), inverse);
  };
  return [
    at.needs[0] ? dx() : null,
    at.needs[1] ? unbroadcast(b, mul(dy, normal), scale.dims) : null,
    at.needs[2] ? unbroadcast(b, dy, inputOf(node, 2).dims) : null,
  ];
};

const cumSum: GradientRule = (at) => {
  const attributes = { ...at.node.attributes, reverse: 1 - intAttribute(at.node.attributes, 'reverse', 0) };
  return [at.b.op('CumSum', [cotangentOf(at), inputOf(at.node, 1)], attributes)];
};

export const REDUCTION_GRADIENTS: GradientTable = {
  ReduceSum: reduction((_at, _x, _y, dy) => dy),
  ReduceMean: reduction((at, x, y, dy) =>
    arithmetic(at.b).mul(dy, elementCount(y.dims) / elementCount(x.dims)),
  ),
  ReduceMax: reduction(extremeSlope),
  ReduceMin: reduction(extremeSlope),
  ReduceProd: reduction((at, x, y, dy) => arithmetic(at.b).div(arithmetic(at.b).mul(dy, y), x)),
  ReduceSumSquare: reduction((at, x, _y, dy) => arithmetic(at.b).mul(arithmetic(at.b).mul(x, 2), dy)),
  ReduceL2: reduction((at, x, y, dy) => arithmetic(at.b).mul(x, arithmetic(at.b).div(dy, y))),
  Softmax: softmax,
  LayerNormalization: layerNormalization,
  CumSum: cumSum,
};
