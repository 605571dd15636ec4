import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';

/** The smallest model there is: onnxruntime-web makes its wasm instance when the first session is created. */
export function wakeModel(): Uint8Array {
  const float = { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim: [] } } } };
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: '', version: 17n }],
      graph: {
        name: 'wake',
        node: [{ opType: 'Abs', name: 'abs', input: ['x'], output: ['y'] }],
        input: [{ name: 'x', type: float }],
        output: [{ name: 'y', type: float }],
      },
    }),
  );
}
