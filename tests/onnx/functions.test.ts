/** Model-local functions, which torch's exporters write for layers: expanded at each call. */
import { create, toBinary } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType as Kind, ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { readModel } from '../../src/onnx/read-model.ts';
import { tensorOf, type Tensor } from '../../src/onnx/tensor.ts';
import { distance, runCompiled } from './compiled.ts';
import { runBytes } from './original.ts';

const OPSETS = [
  { domain: '', version: 17n },
  { domain: 'lab', version: 1n },
];

const float = (name: string, dims: readonly number[]) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType: 1,
        shape: { dim: dims.map((dim) => ({ value: { case: 'dimValue' as const, value: BigInt(dim) } })) },
      },
    },
  },
});

/** y = slope · x + shift, where shift is an attribute with a default; Twice calls it two times. */
function modelOfFunctions(call: 'Line' | 'Twice', attributes: Readonly<Record<string, number>>): Uint8Array {
  const reference = (name: string, from: string) => ({ name, type: Kind.FLOAT, refAttrName: from });
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 9n,
      opsetImport: OPSETS,
      functions: [
        {
          domain: 'lab',
          name: 'Line',
          input: ['x'],
          output: ['y'],
          attribute: ['slope'],
          attributeProto: [{ name: 'shift', type: Kind.FLOAT, f: 0.5 }],
          opsetImport: OPSETS,
          node: [
            { opType: 'Constant', output: ['slope'], attribute: [reference('value_float', 'slope')] },
            { opType: 'Constant', output: ['shift'], attribute: [reference('value_float', 'shift')] },
            { opType: 'Mul', input: ['x', 'slope'], output: ['product'] },
            { opType: 'Add', input: ['product', 'shift'], output: ['y'] },
          ],
        },
        {
          domain: 'lab',
          name: 'Twice',
          input: ['a'],
          output: ['c'],
          attribute: ['slope'],
          opsetImport: OPSETS,
          node: [
            {
              domain: 'lab',
              opType: 'Line',
              input: ['a'],
              output: ['b'],
              attribute: [reference('slope', 'slope')],
            },
            {
              domain: 'lab',
              opType: 'Line',
              input: ['b'],
              output: ['c'],
              attribute: [reference('slope', 'slope')],
            },
          ],
        },
      ],
      graph: {
        name: 'main',
        node: [
          {
            name: 'call',
            domain: 'lab',
            opType: call,
            input: ['in'],
            output: ['out'],
            attribute: Object.entries(attributes).map(([name, f]) => ({ name, type: Kind.FLOAT, f })),
          },
        ],
        input: [float('in', [2, 3])],
        output: [float('out', [2, 3])],
      },
    }),
  );
}

const FED: Record<string, Tensor> = { in: tensorOf('float32', [2, 3], [1, -2, 3, 0.5, 0, 4]) };

test.each([
  ['Line', { slope: 2 }],
  ['Line', { slope: -1.5, shift: 3 }],
  ['Twice', { slope: 3 }],
] as const)('%s with %o gives what onnxruntime gives', async (call, attributes) => {
  const bytes = modelOfFunctions(call, attributes);
  const truth = await runBytes(bytes, FED);
  expect(distance(runCompiled(readModel(bytes), FED).out, truth.out)).toBeLessThan(1e-6);
});

test('a function that calls itself is refused, not followed for ever', () => {
  const model = readModel(modelOfFunctions('Twice', { slope: 1 }));
  const twice = model.functions.get('lab:Twice');
  if (twice === undefined) throw new Error('no function');
  const endless = { ...twice, nodes: twice.nodes.map((node) => ({ ...node, op: 'Twice' })) };
  const functions = new Map(model.functions).set('lab:Twice', endless);
  expect(() => runCompiled({ ...model, functions }, FED)).toThrow(
    expect.objectContaining({ code: 'onnx-unsupported' }) as Error,
  );
});
