import { expect, test } from 'vitest';
import { type LabError } from '../../src/errors/lab-error.ts';
import { differentiate } from '../../src/autodiff/differentiate.ts';
import { Builder } from '../../src/onnx/builder.ts';
import { countFlops } from '../../src/onnx/count-flops.ts';
import type { StaticNode } from '../../src/onnx/static-graph.ts';
import { entryOf } from '../../src/onnx/table.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { inspectPlm } from '../../src/plm/inspect.ts';
import { FLOAT } from './graph-maker.ts';
import { tinyModel } from '../plm/tiny-model.ts';

const INHERITED = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'];

test('a table has what was put in it', () => {
  const table = { one: 1 };
  expect(entryOf(table, 'one')).toBe(1);
  for (const name of INHERITED) expect(entryOf(table, name)).toBeUndefined();
});

test.each(INHERITED)('a builder refuses the operator %s', (op) => {
  const b = new Builder();
  expect(() => b.op(op, [b.number(1)])).toThrow(
    expect.objectContaining({ code: 'onnx-unsupported' }) as LabError,
  );
});

test.each(INHERITED)('%s is no operator with a gradient or with costs', (op) => {
  const b = new Builder();
  const x = b.input('x', 'float32', []);
  const y = { ...x, id: -1, origin: 'device' } as const;
  const node: StaticNode = { op, domain: '', inputs: [x], outputs: [y], attributes: {}, source: '' };
  expect(() => differentiate(b, [node], y, [x])).toThrow(
    expect.objectContaining({ code: 'operator-without-rule' }) as LabError,
  );
  const graph = { ...b.build([x]), nodes: [node] };
  expect(countFlops(graph)).toBe(0);
});

test.each(INHERITED)('an input %s of a model is refused as unknown', (name) => {
  const model = tinyModel({});
  const inputs = [...model.graph.inputs, { name, elementType: FLOAT, dims: [1] }];
  expect(() => openPlm('tiny', { ...model, graph: { ...model.graph, inputs } }, {})).toThrow(
    expect.objectContaining({ code: 'onnx-unsupported', where: name }) as LabError,
  );
});

test('a function called constructor is counted as any operator', () => {
  const model = tinyModel({});
  const [first] = model.graph.nodes;
  const call = { ...first, op: 'constructor', domain: '', inputs: [], outputs: ['unused'] };
  const plain = { inputs: [], outputs: [], attributes: [], attributeDefaults: new Map(), references: [] };
  const functions = new Map([...model.functions, [':constructor', { ...plain, nodes: [] }] as const]);
  const graph = { ...model.graph, nodes: [...model.graph.nodes, call] };
  const { operators } = inspectPlm(openPlm('tiny', { ...model, graph, functions }, {}));
  expect(operators.constructor).toBe(1);
});
