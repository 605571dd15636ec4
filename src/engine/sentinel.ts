/**
 * Proof that a GPU did what it was asked. Runtimes have answered with zeros on a device that was gone, and with old
 * numbers when a replay left a command out. So every program on the GPU carries one node more, apart from the rest: a
 * state that counts the program's runs. It moves on with the other state, and what is read back counts only if the
 * number of runs comes back with it. That is one small shader a run, and nothing that the host has to write.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { HostTensor } from '../onnx/host-tensor.ts';
import type { StateSpec } from './engine-types.ts';

export const SENTINEL: StateSpec = { name: 'sentinel', type: 'float32', dims: [], next: 'sentinel.next' };

/** A program's count before its first run: not 0, which is what a lost device answers. */
export const FIRST_COUNT = 1;

/** float32 counts no further by ones; then the host sets it back. */
export const LAST_COUNT = 2 ** 24;

export const countTensor = (count: number): HostTensor => ({
  type: 'float32',
  dims: [],
  data: Float32Array.of(count),
});

/**
 * The model with the sentinel's node. Serialised protocol buffers that are joined are one message with the lists of
 * both, so the model isn't taken apart for it. The node is a sum because that is a shader: an Identity into an output
 * may be a copy of buffers, which graph capture does not replay.
 */
export function withSentinel(model: Uint8Array): Uint8Array {
  const FLOAT = 1;
  const scalar = { value: { case: 'tensorType' as const, value: { elemType: FLOAT, shape: { dim: [] } } } };
  const { name, next } = SENTINEL;
  const one = `${name}.one`;
  const addition = toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      graph: {
        node: [{ opType: 'Add', name, input: [name, one], output: [next] }],
        input: [{ name, type: scalar }],
        output: [{ name: next, type: scalar }],
        initializer: [{ name: one, dims: [], dataType: FLOAT, floatData: [1] }],
      },
    }),
  );
  const joined = new Uint8Array(model.length + addition.length);
  joined.set(model);
  joined.set(addition, model.length);
  return joined;
}
