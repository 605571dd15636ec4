/** The reference rule and the shape rule of every operator against onnxruntime. */
import { expect, test } from 'vitest';
import { OPERATORS } from '../../src/onnx/operators/index.ts';
import type { Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat32, type ElementType, type Tensor } from '../../src/onnx/tensor.ts';
import { distance } from './compiled.ts';
import { GraphMaker, type PlainAttribute } from './graph-maker.ts';
import { OPERATOR_CASES, type OperatorCase } from './operator-cases.ts';
import { compiledType, runOriginal } from './original.ts';

const CODES: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };
const FLOATS = new Set(['alpha', 'beta', 'epsilon']);

/** The case as a model of one node of opset 20. */
function oneNode({ op, inputs, attributes, outputs }: OperatorCase) {
  const maker = new GraphMaker();
  const feeds: Record<string, Tensor> = {};
  const names = inputs.map((input, index) => {
    if (input === null) return '';
    const { type, dims } = input.tensor;
    feeds[`x${String(index)}`] = input.tensor;
    return maker.input(`x${String(index)}`, CODES[type], dims);
  });
  const entries = Object.entries(attributes).map(([name, value]): [string, PlainAttribute] => {
    if (name === 'to') return [name, CODES[value as ElementType]];
    return [name, typeof value === 'number' && FLOATS.has(name) ? { float: value } : value];
  });
  const made = maker.add(op, names, Object.fromEntries(entries), outputs);
  for (const name of made) maker.output(name, 0);
  return { model: maker.model(20), feeds, made };
}

/** onnxruntime wants the element type of each output before it has run. */
function declared(model: ReturnType<GraphMaker['model']>, types: readonly ElementType[]) {
  const outputs = model.graph.outputs.map((output, index) => ({
    ...output,
    elementType: CODES[types[index]],
  }));
  return { ...model, graph: { ...model.graph, outputs } };
}

test.each(OPERATOR_CASES.map((row) => [`${row.op}: ${row.what}`, row] as const))('%s', async (_name, row) => {
  const operator = OPERATORS[row.op];
  const values = row.inputs.map((input, index): Value | null =>
    input === null
      ? null
      : { id: index, name: `x${String(index)}`, ...input.tensor, origin: 'constant', constant: input.tensor },
  );
  const shapes = operator.infer(values, row.attributes, row.outputs);
  const results = operator.evaluate(
    row.inputs.map((input) => input?.tensor ?? null),
    row.attributes,
    shapes,
    allocateFloat32,
  );
  const { model, feeds, made } = oneNode(row);
  const truth = await runOriginal(
    declared(
      model,
      shapes.map((shape) => shape.type),
    ),
    feeds,
  );
  made.forEach((name, index) => {
    expect(shapes[index].dims).toEqual(truth[name].dims);
    expect(shapes[index].type).toBe(compiledType(truth[name].type));
    const largest = Math.max(1, ...truth[name].data.filter(Number.isFinite).map(Math.abs));
    expect(distance(results[index], truth[name]) / largest).toBeLessThan(2e-6);
  });
});

test('every operator of the table has a case', () => {
  const covered = new Set(OPERATOR_CASES.map((row) => row.op));
  expect(Object.keys(OPERATORS).filter((op) => !covered.has(op))).toEqual([]);
});
