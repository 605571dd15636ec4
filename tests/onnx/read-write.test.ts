/** Reading and writing ONNX files: nothing is lost, nothing is copied, and no file, however broken, gets past a LabError. */
import { createHash } from 'node:crypto';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { ModelProtoSchema, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../src/errors/lab-error.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { decodeTensor } from '../../src/onnx/raw-tensor.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { specialise } from '../../src/onnx/specialise.ts';
import { tensorOf } from '../../src/onnx/tensor.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import { readFixture } from '../fixtures/read-file.ts';
import { REFERENCE_MODELS } from '../fixtures/reference-models.ts';
import { FLOAT, GraphMaker, INT64, rawTensor } from './graph-maker.ts';

type TensorFields = Exclude<MessageInitShape<typeof TensorProtoSchema>, { $typeName: string }>;

/** A model with every kind of attribute, a body, a weight and a list. */
function everyKind(): OnnxModel {
  const g = new GraphMaker(5);
  const x = g.input('x', FLOAT, ['batch', 4]);
  const branch = (op: string) => {
    const inner = new GraphMaker(6, `/${op}`);
    inner.output(inner.op(op, [x]));
    return inner.graph();
  };
  const condition = g.op('Equal', [
    g.op('Size', [x]),
    g.op('Constant', [], { value: rawTensor(INT64, [], [8]) }),
  ]);
  const chosen = g.op('If', [condition], { then_branch: branch('Neg'), else_branch: branch('Exp') });
  const product = g.op('Einsum', [chosen, g.weight([4, 3])], { equation: 'ij,jk->ik' });
  const normal = g.op('LayerNormalization', [product, g.weight([3], 0.1, 1)], {
    axis: -1,
    epsilon: 2 ** -17,
  });
  const turned = g.op('Transpose', [normal], { perm: [1, 0] });
  g.output(g.op('Slice', [turned, g.ints(0), g.ints(2), g.ints(0)]), FLOAT, 'y');
  return g.model();
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a model says, tensors as digests of their bytes: two models are equal when this is. */
const content = (model: OnnxModel): unknown =>
  JSON.parse(
    JSON.stringify({ ...model, producer: '' }, (_key, value: unknown) =>
      value instanceof Map ? [...value] : value instanceof Uint8Array ? digest(value) : value,
    ),
  ) as unknown;

const joined = (pieces: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(pieces.flatMap((piece) => Array.from(piece)));

describe('a model that is written and read again', () => {
  test('is the same, with every kind of attribute', () => {
    const model = everyKind();
    expect(content(readModel(writeModel(model).model))).toEqual(content(model));
  });

  test.each(REFERENCE_MODELS)('is the same: %s', async (name) => {
    const model = readModel(await readFixture(name, 'model.onnx'));
    expect(content(readModel(writeModel(model).model))).toEqual(content(model));
  });

  test('is the same when its large tensors go to a second file and come back', async () => {
    const model = readModel(await readFixture('gpt2-lm', 'model.onnx'));
    const { model: bytes, external } = writeModel(model, { location: 'weights.bin', threshold: 1024 });
    expect(bytes.byteLength).toBeLessThan(writeModel(model).model.byteLength / 2);
    const second = joined(external.flatMap(({ pieces }) => pieces));
    const again = readModel(bytes, (location) => (location === 'weights.bin' ? second : null));
    expect(content(again)).toEqual(content(model));
    expect(content(readModel(writeModel(again).model))).toEqual(content(model));
  });

  test('is the same when its large tensors are spread over files of a given size', async () => {
    const model = readModel(await readFixture('gpt2-lm', 'model.onnx'));
    const mostBytes = 40_000;
    const { model: bytes, external } = writeModel(model, {
      location: 'weights.bin',
      threshold: 1024,
      mostBytes,
    });
    expect(external.map(({ location }) => location).slice(0, 2)).toEqual(['weights.bin', 'weights.bin_1']);
    const files = new Map(external.map(({ location, pieces }) => [location, joined(pieces)]));
    for (const [, { byteLength }] of files) expect(byteLength).toBeLessThanOrEqual(mostBytes);
    expect(content(readModel(bytes, (location) => files.get(location) ?? null))).toEqual(content(model));
  });

  test('hands out its tensors as they are: the pieces of the second file are the tensors’ own bytes', async () => {
    const model = readModel(await readFixture('gpt2-lm', 'model.onnx'));
    const { external } = writeModel(model, { location: 'weights.bin', threshold: 1024 });
    const own = new Set([...model.graph.initializers.values()].map((raw) => raw.bytes));
    expect(external.flatMap(({ pieces }) => pieces).filter((piece) => own.has(piece)).length).toBeGreaterThan(
      10,
    );
  });
});

describe('tensors', () => {
  test('are views of the file, and numbers are views of the tensor where it is aligned', async () => {
    const file = new Uint8Array(await readFixture('bert-mlm', 'model.onnx'));
    const { graph } = readModel(file);
    const large = [...graph.initializers.values()].filter(
      (raw) => raw.code === FLOAT && raw.bytes.byteLength > 1000,
    );
    expect(large.length).toBeGreaterThan(5);
    for (const raw of large) {
      expect(raw.bytes.buffer === file.buffer).toBe(true);
      const { data } = decodeTensor(raw);
      expect(data.buffer === file.buffer).toBe(raw.bytes.byteOffset % 4 === 0);
    }
  });

  const typed: readonly [label: string, tensor: TensorFields, type: string, values: readonly number[]][] = [
    ['float', { dataType: 1, floatData: [1.5, -2] }, 'float32', [1.5, -2]],
    ['uint8', { dataType: 2, int32Data: [200, 3] }, 'int32', [200, 3]],
    ['int8', { dataType: 3, int32Data: [-5, 3] }, 'int32', [-5, 3]],
    ['uint16', { dataType: 4, int32Data: [65000, 3] }, 'int32', [65000, 3]],
    ['int16', { dataType: 5, int32Data: [-3000, 3] }, 'int32', [-3000, 3]],
    ['int32', { dataType: 6, int32Data: [-70000, 3] }, 'int32', [-70000, 3]],
    ['int64', { dataType: 7, int64Data: [-(2n ** 40n), 3n] }, 'int64', [-(2 ** 40), 3]],
    ['bool', { dataType: 9, int32Data: [1, 0] }, 'bool', [1, 0]],
    ['float16', { dataType: 10, int32Data: [0x3c00, 0xc100] }, 'float32', [1, -2.5]],
    ['double', { dataType: 11, doubleData: [0.5, -3] }, 'float32', [0.5, -3]],
    ['uint32', { dataType: 12, uint64Data: [4000000000n, 3n] }, 'int64', [4e9, 3]],
    ['uint64', { dataType: 13, uint64Data: [2n ** 40n, 3n] }, 'int64', [2 ** 40, 3]],
    ['bfloat16', { dataType: 16, int32Data: [0x3f80, 0xc020] }, 'float32', [1, -2.5]],
  ];

  const withTensor = (tensor: TensorFields): Uint8Array =>
    toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        graph: {
          node: [{ opType: 'Identity', input: ['t'], output: ['y'] }],
          initializer: [create(TensorProtoSchema, { ...tensor, name: 't' })],
        },
      }),
    );

  const tensorIn = (bytes: Uint8Array) => {
    const raw = readModel(bytes).graph.initializers.get('t');
    if (raw === undefined) throw new Error('no tensor');
    return decodeTensor(raw);
  };

  test.each(typed)('of type %s are read from typed fields', (_label, tensor, type, values) => {
    const { data, ...read } = tensorIn(withTensor({ ...tensor, dims: [2n] }));
    expect(read).toEqual({ type, dims: [2] });
    expect(Array.from(data)).toEqual(values);
  });

  test.each([
    ['float16', 10, [0x00, 0x3c, 0x00, 0xc1], [1, -2.5]],
    ['bfloat16', 16, [0x80, 0x3f, 0x20, 0xc0], [1, -2.5]],
    ['int8', 3, [0xfb, 0x03], [-5, 3]],
    ['uint8', 2, [0xfb, 0x03], [251, 3]],
    ['bool', 9, [1, 0], [1, 0]],
    ['double', 11, Array.from(new Uint8Array(Float64Array.of(0.5, -3).buffer)), [0.5, -3]],
  ] as const)('of type %s are read from raw bytes', (_label, dataType, raw, values) => {
    const { data } = tensorIn(withTensor({ dataType, dims: [2n], rawData: Uint8Array.from(raw) }));
    expect(Array.from(data)).toEqual(values);
  });

  test('without elements are read', () => {
    expect(tensorIn(withTensor({ dataType: 1, dims: [0n, 3n] }))).toMatchObject({ dims: [0, 3] });
  });

  test('whose bytes do not fit their shape are refused by name', () => {
    const short = withTensor({ dataType: 1, dims: [2n, 3n], rawData: new Uint8Array(8) });
    expect(() => tensorIn(short)).toThrow(
      expect.objectContaining({ code: 'onnx-unreadable', where: 't' }) as Error,
    );
  });

  test('of a kind that is not a number are refused by name', () => {
    const text = withTensor({ dataType: 8, dims: [1n], stringData: [Uint8Array.of(65)] });
    expect(() => tensorIn(text)).toThrow(expect.objectContaining({ code: 'onnx-unsupported' }) as Error);
  });
});

describe('external data', () => {
  const { model, external } = writeModel(everyKind(), { location: 'weights.bin', threshold: 1 });

  test('that is missing is asked for by its name', () => {
    expect(() => readModel(model)).toThrow(
      expect.objectContaining({ code: 'onnx-external-data-missing', where: 'weights.bin' }) as Error,
    );
  });

  test('that is cut short is refused with both lengths', () => {
    const whole = joined(external.flatMap(({ pieces }) => pieces));
    expect(() => readModel(model, () => whole.subarray(0, whole.byteLength - 1))).toThrow(
      expect.objectContaining({
        code: 'onnx-unreadable',
        where: 'weights.bin',
        message: expect.stringContaining(String(whole.byteLength - 1)) as string,
      }) as Error,
    );
  });
});

/** Reads and compiles; gives the error when there is one. */
function open(bytes: Uint8Array): unknown {
  try {
    const model = readModel(bytes);
    specialise(model, (b, name) =>
      name === 'x' ? b.constant(tensorOf('float32', [2, 4], new Float32Array(8))) : null,
    );
    return null;
  } catch (thrown) {
    return thrown;
  }
}

describe('damaged files', () => {
  const { model: whole } = writeModel(everyKind());

  test('the whole file opens', () => {
    expect(open(whole)).toBeNull();
  });

  test('cut off anywhere, a file gives a LabError or a smaller model, and nothing else', () => {
    let refused = 0;
    for (let length = 0; length < whole.byteLength; length++) {
      const result = open(whole.subarray(0, length));
      if (result === null) continue;
      expect(result).toBeInstanceOf(LabError);
      refused++;
    }
    expect(refused).toBeGreaterThan(whole.byteLength * 0.95);
  });

  test('with bytes changed, removed or repeated, a file gives a LabError or another model, and nothing else', () => {
    const change = fc.record({
      at: fc.nat(whole.byteLength - 1),
      value: fc.nat(255),
      kind: fc.constantFrom('set', 'remove', 'repeat'),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Array.from(whole);
        for (const { at, value, kind } of changes) {
          if (kind === 'set') bytes[at] = value;
          else
            bytes.splice(
              at,
              kind === 'remove' ? 1 : 0,
              ...(kind === 'repeat' ? bytes.slice(at, at + 16) : []),
            );
        }
        const result = open(Uint8Array.from(bytes));
        if (result !== null) expect(result).toBeInstanceOf(LabError);
      }),
      { numRuns: 3000, seed: 20 },
    );
  });

  const out = [
    ['Transpose', { perm: [0, 2] }],
    ['Transpose', { perm: [0, 0] }],
    ['Transpose', { perm: [0] }],
    ['Softmax', { axis: 2 }],
    ['Softmax', { axis: -3 }],
    ['Flatten', { axis: 3 }],
    ['Concat', { axis: 2 }],
    ['ReduceMean', { axes: [2] }],
    ['LayerNormalization', { axis: 2 }],
  ] as const;

  test.each(out)('%s with %o, which the tensor does not have, is refused by name', (op, attributes) => {
    const g = new GraphMaker(1);
    const second = op === 'Concat' ? [g.weight([2, 4])] : op === 'LayerNormalization' ? [g.weight([4])] : [];
    const inputs = [g.input('x', FLOAT, [2, 4]), ...second];
    g.output(g.op(op, inputs, attributes), FLOAT, 'y');
    expect(open(writeModel(g.model()).model)).toMatchObject({
      name: 'LabError',
      message: expect.stringContaining(`/${op}_`) as string,
    });
  });

  test('an index behind the end of a table is refused by name', () => {
    const g = new GraphMaker(1);
    g.input('x', FLOAT, [2, 4]);
    g.output(g.op('Gather', [g.weight([3, 2]), g.ints(3)]), FLOAT, 'y');
    expect(open(writeModel(g.model()).model)).toMatchObject({
      message: expect.stringMatching(/Gather.*3 is out of range/) as string,
    });
  });

  test('noise is not an ONNX model', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(open(bytes)).toMatchObject({ code: 'onnx-unreadable' });
      }),
      { numRuns: 500, seed: 21 },
    );
  });
});
