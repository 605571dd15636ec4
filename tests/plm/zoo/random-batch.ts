import type { BatchNumbers } from '../../../src/methods/training/compiled-program.ts';
import type { BatchShape } from '../../../src/plm/inputs.ts';
import { noise } from '../../onnx/graph-maker.ts';

/** Any batch of a shape: real tokens everywhere but at the end of every other row, two label words. */
export function randomBatch({ batch, length, decoderLength }: BatchShape): BatchNumbers {
  const next = noise(batch * 100 + length);
  const tokens = (count: number): number[] =>
    Array.from({ length: count }, () => 10 + Math.floor(Math.abs(next()) * 70));
  const real = (row: number): number => (row % 2 === 0 ? length : Math.max(1, length - 2));
  return {
    input_ids: tokens(batch * length),
    attention_mask: Array.from({ length: batch * length }, (_, at) =>
      at % length < real(Math.floor(at / length)) ? 1 : 0,
    ),
    token_type_ids: new Float32Array(batch * length),
    decoder_input_ids: tokens(batch * decoderLength),
    read_position: Array.from({ length: batch }, (_, row) => (row * 7) % real(row)),
    label_words: [17, 45],
    class_words: [1, 0, 0, 1],
    targets: Array.from({ length: batch * 2 }, (_, at) => at % 2),
    row_weights: new Float32Array(batch).fill(1 / batch),
  };
}
