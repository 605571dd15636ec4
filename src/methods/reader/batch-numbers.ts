/** A batch of items, and what a mode draws, as the inputs of the reader's programs. */
import type { ReaderBatch } from '../../experiment/reader/items/reader-batch.ts';
import type { ReaderModel } from '../../experiment/reader/reader-model.ts';
import type { RandomStream } from '../../experiment/random.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { BatchNumbers, CompiledProgram } from '../training/compiled-program.ts';
import { answersOf } from './answer-numbers.ts';
import type { ReaderShape } from './model/reader-graph.ts';

export const shapeOf = (batch: ReaderBatch, { head }: ReaderModel): ReaderShape => ({
  batch: batch.batch,
  passages: batch.passages,
  passageLength: batch.passageLength,
  questionLength: batch.questionLength,
  candidates: head.kind === 'choice' ? batch.candidates : 0,
});

export function batchNumbers(batch: ReaderBatch, { head }: ReaderModel): BatchNumbers {
  return {
    ids: batch.ids,
    mask: batch.mask,
    flags: batch.flags,
    question_ids: batch.questionIds,
    question_mask: batch.questionMask,
    question_flags: batch.questionFlags,
    ...(head.kind === 'choice'
      ? { mention: batch.mention, gold: batch.gold }
      : { answers: answersOf(batch.spans, batch, head.longest) }),
  };
}

/** Ranks for every place where the program's mode draws tokens. */
export function drawnRanks(
  { spec }: CompiledProgram,
  random: RandomStream,
): Readonly<Record<string, HostTensor>> {
  const drawn = spec.inputs.filter(({ name }) => name.startsWith('noise.'));
  return Object.fromEntries(
    drawn.map(({ name, dims }): [string, HostTensor] => [
      name,
      {
        type: 'float32',
        dims,
        data: Float32Array.from({ length: elementCount(dims) }, () => random.uniform()),
      },
    ]),
  );
}
