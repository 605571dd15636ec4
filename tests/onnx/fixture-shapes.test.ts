/** Every value of every reference model has the type, the shape and the numbers that onnxruntime gives it. */
import { expect, test } from 'vitest';
import { evaluateNodes } from '../../src/onnx/evaluate.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { OPERATORS } from '../../src/onnx/operators/index.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { isSequence } from '../../src/onnx/scope.ts';
import { specialise } from '../../src/onnx/specialise.ts';
import type { Value } from '../../src/onnx/static-graph.ts';
import { allocateFloat32, tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { readFixture } from '../fixtures/read-file.ts';
import { REFERENCE_MODELS } from '../fixtures/reference-models.ts';
import { distance } from './compiled.ts';
import { compiledType, runOriginal, type Plain } from './original.ts';

const BATCHES = [
  { rows: 2, tokens: 12 },
  { rows: 1, tokens: 1 },
  { rows: 3, tokens: 17 },
];

function feedsFor(model: OnnxModel, rows: number, tokens: number): Record<string, Tensor> {
  return Object.fromEntries(
    model.graph.inputs.map(({ name }) => {
      const columns = name.startsWith('decoder') ? 3 : tokens;
      const value = (at: number): number =>
        name.endsWith('mask')
          ? at % columns < columns - 2 || at % columns === 0
            ? 1
            : 0
          : name.startsWith('token')
            ? at % 2
            : 3 + ((at * 37) % 190);
      return [
        name,
        tensorOf(
          'int64',
          [rows, columns],
          Array.from({ length: rows * columns }, (_, at) => value(at)),
        ),
      ];
    }),
  );
}

/** The model with every node's outputs as outputs of the graph. */
function exposed(model: OnnxModel): OnnxModel {
  const names = model.graph.nodes.flatMap((node) => node.outputs).filter((name) => name !== '');
  const declared = new Map(model.graph.outputs.map((output) => [output.name, output]));
  const outputs = names.map((name) => declared.get(name) ?? { name, elementType: 0, dims: undefined });
  return { ...model, graph: { ...model.graph, outputs } };
}

/** All values of the compiled graph by the file's names, with their numbers; nothing folds, as all inputs are fed. */
function compiledValues(
  model: OnnxModel,
  feeds: Readonly<Record<string, Tensor>>,
): Map<string, { value: Value; tensor: Tensor | undefined }> {
  const given = new Map<Value, Tensor>();
  const { builder, values } = specialise(model, (b, name) => {
    const value = b.input(name, 'int64', feeds[name].dims);
    given.set(value, feeds[name]);
    return value;
  });
  const named = [...values].filter((entry): entry is [string, Value] => !isSequence(entry[1]));
  const graph = builder.build(named.map(([, value]) => value));
  for (const [value, tensor] of graph.weights) given.set(value, tensor);
  evaluateNodes(graph.nodes, given, OPERATORS, allocateFloat32);
  return new Map(named.map(([name, value]) => [name, { value, tensor: value.constant ?? given.get(value) }]));
}

function differences(
  values: ReturnType<typeof compiledValues>,
  truth: Readonly<Record<string, Plain>>,
  limit: number,
): string[] {
  return Object.entries(truth).flatMap(([name, expected]) => {
    const found = values.get(name);
    if (found?.tensor === undefined) return [`${name} is missing`];
    const { value, tensor } = found;
    const here = `${value.type}[${value.dims.join()}]`;
    const there = `${compiledType(expected.type)}[${expected.dims.join()}]`;
    if (here !== there) return [`${name}: ${here}, expected ${there}`];
    const largest = Math.max(1, ...expected.data.filter(Number.isFinite).map(Math.abs));
    const off = distance(tensor, expected) / largest;
    return off < limit ? [] : [`${name} is off by ${String(off)}`];
  });
}

test.each(REFERENCE_MODELS)('%s', async (name) => {
  const model = readModel(await readFixture(name, 'model.onnx'));
  for (const { rows, tokens } of BATCHES) {
    const feeds = feedsFor(model, rows, tokens);
    const truth = await runOriginal(exposed(model), feeds);
    expect(Object.keys(truth).length).toBeGreaterThan(100);
    // A float16 graph is computed in float32 here and rounded at every node there.
    expect(differences(compiledValues(model, feeds), truth, name === 'bert-mlm-fp16' ? 2e-2 : 1e-5)).toEqual(
      [],
    );
  }
});
