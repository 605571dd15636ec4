/** A batch for the zoo's models, as numbers for a compiled program and as tensors for onnxruntime. */
import type { OnnxModel } from '../../../src/onnx/model.ts';
import { tensorOf, type Tensor } from '../../../src/onnx/tensor.ts';
import type { BatchShape } from '../../../src/plm/inputs.ts';
import type { BatchNumbers } from '../../../src/methods/training/compiled-program.ts';

export const ROWS = 2;
export const LENGTH = 9;
export const PROMPT = 3;
export const STEPS = 3;
export const WORDS = [17, 45] as const;

/** Real tokens of each row; the rest is padding. */
const REAL = [9, 6] as const;
const PADDING = 1;

export const shapeOf = (promptLength: number, fillerId: number): BatchShape => ({
  batch: ROWS,
  length: LENGTH,
  promptLength,
  decoderLength: STEPS,
  fillerId,
});

const rows = (value: (row: number, at: number) => number): number[] =>
  Array.from({ length: ROWS * LENGTH }, (_, index) => value(Math.floor(index / LENGTH), index % LENGTH));

export const READ = [4, 5] as const;

export const BATCH: BatchNumbers = {
  input_ids: rows((row, at) => (at < REAL[row] ? 10 + ((row * 31 + at * 17) % 140) : PADDING)),
  attention_mask: rows((row, at) => (at < REAL[row] ? 1 : 0)),
  token_type_ids: rows((_row, at) => (at > 5 ? 1 : 0)),
  decoder_input_ids: [2, 20, 30, 2, 40, 50],
  read_position: READ,
  label_words: WORDS,
  class_words: [1, 0, 0, 1],
  targets: [1, 0, 0, 1],
  row_weights: [0.5, 0.5],
};

/** Puts `front` before each row of a [rows, LENGTH] list. */
function prefixed(list: ArrayLike<number>, front: readonly number[]): Tensor {
  const numbers = Array.from(list);
  const joined = Array.from({ length: ROWS }, (_, row) => [
    ...front,
    ...numbers.slice(row * LENGTH, (row + 1) * LENGTH),
  ]);
  return tensorOf('int64', [ROWS, front.length + LENGTH], joined.flat());
}

/** The batch with the words `prompt` in front of each row, as the original model's inputs. */
export function originalFeeds(model: OnnxModel, prompt: readonly number[]): Record<string, Tensor> {
  const tokens = prompt.length + LENGTH;
  const fill = (value: number): number[] => prompt.map(() => value);
  const mask = prefixed(BATCH.attention_mask, fill(1));
  const counted = Array.from(mask.data, (_, index) => {
    const start = index - (index % tokens);
    return Math.max(
      0,
      Array.from(mask.data.subarray(start, index + 1)).reduce((sum, one) => sum + one, 0) - 1,
    );
  });
  const all: Readonly<Record<string, Tensor>> = {
    input_ids: prefixed(BATCH.input_ids, prompt),
    attention_mask: mask,
    token_type_ids: prefixed(BATCH.token_type_ids, fill(0)),
    position_ids: tensorOf('int64', [ROWS, tokens], counted),
    decoder_input_ids: tensorOf('int64', [ROWS, STEPS], BATCH.decoder_input_ids),
    use_cache_branch: tensorOf('bool', [1], [0]),
  };
  const caches = model.graph.inputs
    .filter((input) => input.name.startsWith('past_'))
    .map((input): [string, Tensor] => {
      const dims = (input.dims ?? []).map((dim, axis) =>
        typeof dim === 'number' ? dim : axis === 0 ? ROWS : 0,
      );
      return [input.name, tensorOf('float32', dims, [])];
    });
  const wanted = model.graph.inputs.filter((input) => input.name in all);
  return {
    ...Object.fromEntries(wanted.map((input) => [input.name, all[input.name]])),
    ...Object.fromEntries(caches),
  };
}
