/**
 * Proof that a GPU did what it was asked. Runtimes have answered with zeros on a device that was gone, and with old
 * numbers when a replay left a command out. So every program on the GPU carries one more node, apart from the rest: a
 * number of the run's own goes in with the inputs, is copied by a shader, and must come back with whatever is read.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { TensorSpec } from '../onnx/host-tensor.ts';

export const SENTINEL_INPUT: TensorSpec = { name: 'sentinel', type: 'float32', dims: [] };
export const SENTINEL_OUTPUT: TensorSpec = { name: 'sentinel answered', type: 'float32', dims: [] };

/** Tickets are whole numbers that float32 holds exactly. */
const MOST_TICKETS = 2 ** 24;

/** The number of the next run: never 0, which is what a lost device answers. */
export const nextTicket = (ticket: number): number => (ticket % MOST_TICKETS) + 1;

/**
 * The model with the sentinel's node. Serialised protocol buffers that are joined are one message with the lists of
 * both, so the model isn't taken apart for it. The node is an Abs, which is a shader: an Identity into an output may be a
 * copy of buffers, which graph capture does not replay.
 */
export function withSentinel(model: Uint8Array): Uint8Array {
  const scalar = { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim: [] } } } };
  const [asked, answered] = [SENTINEL_INPUT.name, SENTINEL_OUTPUT.name];
  const addition = toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      graph: {
        node: [{ opType: 'Abs', name: 'sentinel', input: [asked], output: [answered] }],
        input: [{ name: asked, type: scalar }],
        output: [{ name: answered, type: scalar }],
      },
    }),
  );
  const joined = new Uint8Array(model.length + addition.length);
  joined.set(model);
  joined.set(addition, model.length);
  return joined;
}
