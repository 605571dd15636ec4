/**
 * A small graph with the operators that a forward and a backward pass stand on, written with fixed numbers, and the
 * same numbers computed in float64. Drivers have computed wrong without a word (onnx-on-webgpu.md section 18), so
 * every device proves itself on this before it trains.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { HostTensor, TensorSpec } from '../onnx/host-tensor.ts';
import type { ProgramSpec } from './engine-types.ts';
import { erf, layerNormalization, matrixProduct, numbers, softmax } from './parity-reference.ts';

const rows = 6;
const inner = 20;
const hidden = 36;
const classes = 12;
const picked = [5, 0, 3, 3];
const epsilon = 1e-5;

const x = numbers(rows * inner, 1);
const first = numbers(inner * hidden, 2);
const gain = numbers(hidden, 3);
const bias = numbers(hidden, 4);
const second = numbers(hidden * classes, 5);
const keep = numbers(rows * classes, 6);

const float = (name: string, ...dims: number[]): TensorSpec => ({ name, type: 'float32', dims });

const weights = new Map<string, HostTensor>([
  ['parity.first', { type: 'float32', dims: [inner, hidden], data: first }],
  ['parity.gain', { type: 'float32', dims: [hidden], data: gain }],
  ['parity.bias', { type: 'float32', dims: [hidden], data: bias }],
  ['parity.second', { type: 'float32', dims: [hidden, classes], data: second }],
]);

const inputs: readonly TensorSpec[] = [
  float('x', rows, inner),
  float('keep', rows, classes),
  float('zero'),
  { name: 'picked', type: 'int32', dims: [picked.length] },
];

const outputs: readonly TensorSpec[] = [
  float('probabilities', rows, classes),
  float('sums', rows),
  float('back', rows, hidden),
  float('rows', picked.length, hidden),
];

interface NodeSketch {
  readonly op: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

const nodes: readonly NodeSketch[] = [
  { op: 'MatMul', from: ['x', 'parity.first'], to: ['hidden'] },
  { op: 'LayerNormalization', from: ['hidden', 'parity.gain', 'parity.bias'], to: ['normal'] },
  { op: 'Erf', from: ['normal'], to: ['erf'] },
  { op: 'Mul', from: ['normal', 'erf'], to: ['active'] },
  { op: 'MatMul', from: ['active', 'parity.second'], to: ['logits'] },
  { op: 'Softmax', from: ['logits'], to: ['probabilities'], attributes: { axis: -1 } },
  { op: 'Less', from: ['zero', 'keep'], to: ['kept'] },
  { op: 'Where', from: ['kept', 'probabilities', 'zero'], to: ['masked'] },
  { op: 'ReduceMean', from: ['masked'], to: ['sums'], attributes: { axes: [1], keepdims: 0 } },
  { op: 'Gemm', from: ['masked', 'parity.second'], to: ['back'], attributes: { transB: 1 } },
  { op: 'Gather', from: ['back', 'picked'], to: ['rows'], attributes: { axis: 0 } },
];

const INT = 2;
const INTS = 7;
const FLOAT_TENSOR = 1;
const INT32_TENSOR = 6;

function valueInfo({ name, type, dims }: TensorSpec) {
  const dim = dims.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }));
  const elemType = type === 'float32' ? FLOAT_TENSOR : INT32_TENSOR;
  return { name, type: { value: { case: 'tensorType' as const, value: { elemType, shape: { dim } } } } };
}

function serialised(): Uint8Array {
  const weightInputs = [...weights].map(([name, { type, dims }]) => ({ name, type, dims }));
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    graph: {
      name: 'parity',
      node: nodes.map(({ op, from, to, attributes = {} }, index) => ({
        opType: op,
        name: `${op}_${index}`,
        input: [...from],
        output: [...to],
        attribute: Object.entries(attributes).map(([name, value]) =>
          typeof value === 'number'
            ? { name, type: INT, i: BigInt(value) }
            : { name, type: INTS, ints: value.map(BigInt) },
        ),
      })),
      input: [...inputs, ...weightInputs].map(valueInfo),
      output: outputs.map(valueInfo),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function reference(): Readonly<Record<string, readonly number[]>> {
  const normal = layerNormalization(matrixProduct(x, first, inner, hidden), gain, bias, epsilon);
  const active = normal.map((value) => value * erf(value));
  const probabilities = softmax(matrixProduct(active, second, hidden, classes), classes);
  const masked = probabilities.map((value, index) => (keep[index] > 0 ? value : 0));
  const sums = Array.from({ length: rows }, (_, row) =>
    masked.slice(row * classes, (row + 1) * classes).reduce((sum, value) => sum + value / classes, 0),
  );
  const back = Array.from({ length: rows * hidden }, (_, index) => {
    const [row, column] = [Math.floor(index / hidden), index % hidden];
    let sum = 0;
    for (let c = 0; c < classes; c += 1) sum += masked[row * classes + c] * second[column * classes + c];
    return sum;
  });
  const gathered = picked.flatMap((row) => back.slice(row * hidden, (row + 1) * hidden));
  return { probabilities, sums, back, rows: gathered };
}

/** The program, what to feed it, and what must come out. */
export const parityTest = {
  weights,
  program: (): ProgramSpec => ({
    name: 'parity self-test',
    model: serialised(),
    inputs,
    weights: [...weights.keys()],
    state: [],
    outputs,
  }),
  inputs: {
    x: { type: 'float32', dims: [rows, inner], data: x },
    keep: { type: 'float32', dims: [rows, classes], data: keep },
    zero: { type: 'float32', dims: [], data: new Float32Array(1) },
    picked: { type: 'int32', dims: [picked.length], data: Int32Array.from(picked) },
  } satisfies Record<string, HostTensor>,
  reference,
};
