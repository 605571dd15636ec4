/** Models that once filled the memory or never ended, each as small as it can be. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readModelAt } from '../../src/cli/open-model.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import type { OnnxFunction, OnnxModel } from '../../src/onnx/model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { refused } from '../data/peft-fixtures.ts';
import { BOOL, FLOAT, GraphMaker, INT64 } from '../onnx/graph-maker.ts';
import { TINY, tinyModel, type TinyParts } from '../plm/tiny-model.ts';
import type { TorchMaker } from '../plm/zoo/torch-maker.ts';
import { MOST_MS } from './run-target.ts';

const compile = (model: OnnxModel): unknown => openPlm('hostile', model, {});

/** Compiles in time and without more than `bytes`. */
function compilesWithin(bytes: number, parts: TinyParts): void {
  const held = process.memoryUsage().arrayBuffers;
  const start = performance.now();
  compile(tinyModel(parts));
  expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(bytes);
  expect(performance.now() - start).toBeLessThan(2 * MOST_MS);
}

/** What `change` makes of the looked-up words. */
const embedded = (change: (t: TorchMaker, words: string) => string): TinyParts => ({
  embed: (t, { ids, table }) => change(t, t.embed(table, ids)),
});

/** A function that calls others, one on the result of the other. */
const calling = (...calls: readonly string[]): OnnxFunction => ({
  inputs: ['y0'],
  outputs: [`y${String(calls.length)}`],
  attributes: [],
  attributeDefaults: new Map(),
  references: [],
  nodes: calls.map((op, at) => ({
    name: op,
    op,
    domain: op.startsWith('F') ? 'lab' : '',
    inputs: [`y${String(at)}`],
    outputs: [`y${String(at + 1)}`],
    attributes: new Map(),
  })),
});

function withFunctions(functions: ReadonlyMap<string, OnnxFunction>): OnnxModel {
  const model = tinyModel();
  const call = {
    ...{ name: 'call', op: 'F0', domain: 'lab', attributes: new Map() },
    inputs: ['input_ids'],
    outputs: ['called'],
  };
  return { ...model, functions, graph: { ...model.graph, nodes: [call, ...model.graph.nodes] } };
}

test('functions that call one another twice, forty deep', () => {
  const deep = Array.from({ length: 40 }, (_, at): [string, OnnxFunction] => {
    const next = `F${String(at + 1)}`;
    return [`lab:F${String(at)}`, calling(next, next)];
  });
  const error = refused(() => compile(withFunctions(new Map([...deep, ['lab:F40', calling('Neg')]]))));
  expect(error.code).toBe('onnx-unsupported');
  expect(error.message).toContain('more than 262144 nodes');
});

test('a function that calls itself', () => {
  expect(refused(() => compile(withFunctions(new Map([['lab:F0', calling('F0')]])))).code).toBe(
    'onnx-unsupported',
  );
});

test('a loop of 4,000 rounds in a loop of 4,000', () => {
  const body = (prefix: string, work: (g: GraphMaker, x: string) => string) => {
    const g = new GraphMaker(1, prefix);
    g.input(`${prefix} round`, INT64, []);
    const going = g.input(`${prefix} going`, BOOL, []);
    const x = g.input(`${prefix} carried`, FLOAT, []);
    const y = work(g, x);
    g.output(g.op('Identity', [going]), BOOL);
    g.output(y, FLOAT, `${prefix} out`);
    return g.graph();
  };
  const inner = body('inner', (g, x) => g.op('Neg', [x]));
  const outer = body('outer', (g, x) => g.op('Loop', [g.int(4000), '', x], { body: inner }));
  const model = tinyModel(embedded((t, x) => t.op('Loop', [t.int(4000), '', x], { body: outer })));
  expect(refused(() => compile(model)).message).toContain('more than 262144 nodes');
});

const square = (t: TorchMaker, first: number): string =>
  t.op('Reshape', [
    t.cast(t.op('Range', [t.int(first), t.int(first + 2 ** 20), t.int(1)]), FLOAT),
    t.ints(1024, 1024),
  ]);

const plusSum = (t: TorchMaker, x: string, matrix: string): string =>
  t.op('Add', [x, t.op('ReduceSum', [matrix], { keepdims: 0 })]);

test('a hundred constants of a million numbers each', () => {
  const many = Array.from({ length: 100 }, (_, at) => at);
  compilesWithin(
    1 << 29,
    embedded((t, x) => many.reduce((sum, at) => plusSum(t, sum, square(t, at)), x)),
  );
});

test('a product of two constants of a million numbers', () => {
  compilesWithin(
    1 << 27,
    embedded((t, x) => plusSum(t, x, t.matMul(square(t, 0), square(t, 1)))),
  );
});

test.each([[[2 ** 16, 2 ** 15, 1]], [[2 ** 53, 2 ** 53, 2 ** 53]], [[-5, 1]]])(
  'a cache that begins with %j numbers',
  (dims) => {
    const model = tinyModel();
    const inputs = [...model.graph.inputs, { name: 'past_key', elementType: FLOAT, dims }];
    const error = refused(() => compile({ ...model, graph: { ...model.graph, inputs } }));
    expect(error.code).toBe('onnx-unsupported');
    expect(error.where).toBe('past_key');
  },
);

test('token ids that are turned round 20,000 times before they are looked up', () => {
  const turned = (t: TorchMaker, ids: string): string => {
    let x = ids;
    for (let at = 0; at < 10_000; at += 1)
      x = t.permute(t.op('Reshape', [x, t.ints(at % 2 === 0 ? 4 : 2, -1)]), 1, 0);
    return t.op('Reshape', [x, t.ints(2, 8)]);
  };
  compilesWithin(1 << 24, { embed: (t, { ids, table }) => t.embed(table, turned(t, ids)) });
});

test('20,000 activations between two maps', () => {
  const block = (t: TorchMaker, x: string): string => {
    let neurons = t.linear(x, TINY.width, TINY.neurons);
    for (let at = 0; at < 10_000; at += 1) neurons = t.op('Neg', [t.op('Tanh', [neurons])]);
    return t.linear(neurons, TINY.neurons, TINY.width);
  };
  compilesWithin(1 << 24, { block });
});

/** As many bytes as the small model has. */
const WEIGHTS = new Uint8Array(1 << 16);

let parent = '';
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'lab-hostile-'));
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

test.each(['../model-of-another/weights', '../secret', ''])(
  'weights at “%s”, outside of the folder',
  (location) => {
    const folder = join(parent, 'model');
    const sibling = join(parent, 'model-of-another');
    for (const made of [folder, sibling]) mkdirSync(made, { recursive: true });
    const { model } = writeModel(tinyModel(), { location: location || '.', threshold: 64 });
    writeFileSync(join(folder, 'model.onnx'), model);
    writeFileSync(join(sibling, 'weights'), WEIGHTS);
    writeFileSync(join(parent, 'secret'), WEIGHTS);
    const read = (): unknown => readModelAt(folder);
    expect(read).toThrow(LabError);
    expect(read).toThrow(/which is not there/);
  },
);
