/** What most cells of a sweep need of another: the prompt that a training left. */
import { TRAIN, type TrainCell } from '../../experiment/transfer/cells/train.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { CellContext } from '../sweep/cell-computation.ts';

export async function trainedPrompt(
  { need }: Pick<CellContext<unknown>, 'need'>,
  cell: TrainCell,
): Promise<SavedPrompt> {
  const { length, width, prompt } = await need(TRAIN, cell);
  return { length, width, values: prompt };
}
