/** What results of several kinds are checked for. */
import { testRowsIn, type SweepRecord } from '../../sweep/sweep-record.ts';
import type { TransferSweep } from '../sweep-recipe.ts';

/** Whether there is a class for each test row of `target`. */
export const answersAll = (predictions: readonly number[], target: string, record: SweepRecord): boolean =>
  predictions.length === testRowsIn(record, target);

/** Whether a prompt is as long as the recipe says. */
export const hasPromptLength = (
  { length }: { readonly length: number },
  { recipe }: SweepRecord<TransferSweep>,
): boolean => length === recipe.training.promptLength;
