/**
 * Weights and state on the GPU under onnxruntime-node, which knows GPU tensors only as opaque outputs of a session:
 * one goes up and comes down through a session whose only node is an Identity. (The tensor's own `getData` ends the
 * process in 1.30, and a session with GPU outputs wants all of them at every run: "Output count mismatch".)
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { HostTensor } from '../onnx/host-tensor.ts';
import type { OrtRuntime, OrtSession, OrtSessionOptions, OrtTensor } from './ort-runtime.ts';
import { fromOrt, toOrt, type TensorResidence } from './tensor-residence.ts';

type Direction = 'up' | 'down';

export function nodeGpuResidence({ ort }: OrtRuntime, options: OrtSessionOptions): TensorResidence {
  const sessions = new Map<string, Promise<OrtSession>>();

  const transfer = async (direction: Direction, tensor: OrtTensor): Promise<OrtTensor> => {
    const type = tensor.type === 'int32' ? 'int32' : 'float32';
    const key = `${direction} ${type} ${tensor.dims.length}`;
    const known = sessions.get(key);
    const creating =
      known ??
      ort.InferenceSession.create(identityModel(type, tensor.dims.length), {
        ...options,
        preferredOutputLocation: direction === 'up' ? 'gpu-buffer' : 'cpu',
      });
    sessions.set(key, creating);
    const session = await creating;
    return (await session.run({ from: tensor }))['to'];
  };

  return {
    upload: (tensor) => transfer('up', toOrt(ort, tensor)),
    download: async (tensor) => fromOrt(await transfer('down', tensor)),
    free: (tensor) => tensor.dispose(),
    everyOutput: true,
  };
}

const elementTypes = { float32: 1, int32: 6 } as const satisfies Record<HostTensor['type'], number>;

function identityModel(type: HostTensor['type'], rank: number): Uint8Array {
  const dim = Array.from({ length: rank }, (_, axis) => ({
    value: { case: 'dimParam' as const, value: `axis_${axis}` },
  }));
  const tensor = { case: 'tensorType' as const, value: { elemType: elementTypes[type], shape: { dim } } };
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: '', version: 17n }],
      graph: {
        name: 'transfer',
        node: [{ opType: 'Identity', name: 'identity', input: ['from'], output: ['to'] }],
        input: [{ name: 'from', type: { value: tensor } }],
        output: [{ name: 'to', type: { value: tensor } }],
      },
    }),
  );
}
