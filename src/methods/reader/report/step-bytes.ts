/** What a training step of a reader holds at once, computed from its graph. */
import type { EncodeSettings } from '../../../experiment/reader/items/reader-batch.ts';
import type { ReaderTraining } from '../../../experiment/reader/read-recipe.ts';
import type { ReaderMode, ReaderModel } from '../../../experiment/reader/reader-model.ts';
import { graphBytes } from '../../../onnx/peak-bytes.ts';
import { tensorOf } from '../../../onnx/tensor.ts';
import { HISTORY_LENGTH } from '../../training/trainer.ts';
import { readerStep } from '../model/reader-programs.ts';

export function stepBytes(
  model: ReaderModel,
  mode: ReaderMode,
  { passages, passageLength, questionLength, candidates }: EncodeSettings,
  { batch, optimizer, clipNorm, average }: ReaderTraining,
): number {
  const shape = {
    ...{ batch, passages, passageLength, questionLength },
    candidates: model.head.kind === 'choice' ? candidates : 0,
  };
  const words = { vectors: tensorOf('float32', [1, model.wordWidth], []), spelling: null };
  const settings = { optimizer, clipNorm, average, history: HISTORY_LENGTH };
  return graphBytes(readerStep(model, mode, shape, words, settings).graph).peak;
}
