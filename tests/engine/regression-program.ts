/** Linear regression as one forward, backward and update graph: the smallest program that trains. */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { HostTensor, TensorSpec } from '../../src/onnx/host-tensor.ts';
import type { ProgramSpec, WeightTable } from '../../src/engine/engine-types.ts';
import { numbers } from '../../src/engine/parity-reference.ts';

const rows = 32;
const width = 4;

export const truth = Float32Array.of(1.5, -2, 0.25, 3);

/** What is to be found out, as the frozen weight of the program: the graph makes its own targets from it. */
export const weights: WeightTable = new Map([['truth', { type: 'float32', dims: [width, 1], data: truth }]]);

export const zeroState = { w: { type: 'float32', dims: [width, 1], data: new Float32Array(width) } } as const;

/** Fixed rows and a learning rate. */
export const batch = (rate = 1): Record<string, HostTensor> => ({
  x: { type: 'float32', dims: [rows, width], data: numbers(rows * width, 7) },
  rate: { type: 'float32', dims: [], data: Float32Array.of(rate) },
});

const INT = 2;
const INTS = 7;
const FLOAT_TENSOR = 1;

const inputs: readonly TensorSpec[] = [
  { name: 'x', type: 'float32', dims: [rows, width] },
  { name: 'rate', type: 'float32', dims: [] },
];
const state = [{ name: 'w', type: 'float32', dims: [width, 1], next: 'w_next' }] as const;
const outputs: readonly TensorSpec[] = [
  { name: 'loss', type: 'float32', dims: [] },
  { name: 'residual', type: 'float32', dims: [rows, 1] },
];

function valueInfo(name: string, dims: readonly number[]) {
  const dim = dims.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }));
  return {
    name,
    type: { value: { case: 'tensorType' as const, value: { elemType: FLOAT_TENSOR, shape: { dim } } } },
  };
}

/** `odd` puts another operator in: in place of a subtraction, or on the squares. For tests of what happens then. */
export function regressionProgram(
  name = 'regression',
  odd: { readonly operator?: string; readonly unary?: string } = {},
): ProgramSpec {
  const nodes = [
    { opType: 'MatMul', input: ['x', 'truth'], output: ['y'] },
    { opType: 'MatMul', input: ['x', 'w'], output: ['guess'] },
    { opType: odd.operator ?? 'Sub', input: ['guess', 'y'], output: ['residual'] },
    { opType: 'Mul', input: ['residual', 'residual'], output: ['squares'] },
    { opType: odd.unary ?? 'Identity', input: ['squares'], output: ['terms'] },
    {
      opType: 'ReduceMean',
      input: ['terms'],
      output: ['loss'],
      attribute: [
        { name: 'axes', type: INTS, ints: [0n, 1n] },
        { name: 'keepdims', type: INT, i: 0n },
      ],
    },
    {
      opType: 'Gemm',
      input: ['x', 'residual'],
      output: ['gradient_sum'],
      attribute: [{ name: 'transA', type: INT, i: 1n }],
    },
    { opType: 'Mul', input: ['gradient_sum', 'two_over_rows'], output: ['gradient'] },
    { opType: 'Mul', input: ['gradient', 'rate'], output: ['change'] },
    { opType: 'Sub', input: ['w', 'change'], output: ['w_next'] },
  ];
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    graph: {
      name,
      node: nodes.map((node, index) => ({ ...node, name: `node_${index}` })),
      input: [
        ...[...inputs, ...state].map((tensor) => valueInfo(tensor.name, tensor.dims)),
        valueInfo('truth', [width, 1]),
      ],
      output: [
        ...outputs.map((tensor) => valueInfo(tensor.name, tensor.dims)),
        valueInfo('w_next', [width, 1]),
      ],
      initializer: [{ name: 'two_over_rows', dims: [], dataType: FLOAT_TENSOR, floatData: [2 / rows] }],
    },
  });
  return { name, model: toBinary(ModelProtoSchema, model), inputs, weights: ['truth'], state, outputs };
}
