/** What onnxruntime makes of a model as it stands: the truth that compiled graphs are compared with. */
import { Float16Array } from '@petamoriken/float16';
import * as ort from 'onnxruntime-node';
import type { OnnxModel } from '../../src/onnx/model.ts';
import type { ElementType, Tensor } from '../../src/onnx/tensor.ts';
import { writeModel } from '../../src/onnx/write-model.ts';

/** A tensor as numbers, of whatever type onnxruntime has it. */
export interface Plain {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

export type Feeds = Readonly<Record<string, Tensor>>;

function toOrt({ type, dims, data }: Tensor): ort.Tensor {
  switch (type) {
    case 'float32':
      return new ort.Tensor('float32', Float32Array.from(data), dims);
    case 'int64':
      return new ort.Tensor('int64', BigInt64Array.from(Array.from(data, BigInt)), dims);
    case 'int32':
      return new ort.Tensor('int32', Int32Array.from(data), dims);
    case 'bool':
      return new ort.Tensor('bool', Uint8Array.from(data), dims);
  }
  return type satisfies never;
}

/** Runs serialised bytes on the CPU, graph optimisation off. */
export async function runBytes(bytes: Uint8Array, feeds: Feeds): Promise<Record<string, Plain>> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const results = await session.run(
    Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)])),
  );
  const plain = Object.entries(results).map(([name, { type, dims, data }]): [string, Plain] => {
    // Before Node has a Float16Array, the bits come as whole numbers.
    const numbers =
      type === 'float16' && data instanceof Uint16Array
        ? new Float16Array(data.buffer, data.byteOffset, data.length)
        : data;
    return [name, { type, dims: [...dims], data: Array.from(numbers as ArrayLike<number | bigint>, Number) }];
  });
  await session.release();
  return Object.fromEntries(plain);
}

export const runOriginal = (model: OnnxModel, feeds: Feeds): Promise<Record<string, Plain>> =>
  runBytes(writeModel(model).model, feeds);

/** The element type that a compiled graph has for one of onnxruntime's. */
export function compiledType(type: string): ElementType {
  if (type === 'float32' || type === 'float16' || type === 'float64') return 'float32';
  if (type === 'int64' || type === 'bool') return type;
  return 'int32';
}
