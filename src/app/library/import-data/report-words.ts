/** What an import found, in sentences. */
import type { DuplicateCounts, ImportReport } from '../../../data/import/import-types.ts';
import { SPLIT_NAMES } from '../../../experiment/task-types.ts';

const rows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);

/** Repeats within splits, texts that splits share, texts with several classes. */
export function duplicateLines(duplicates: DuplicateCounts): readonly string[] {
  const { within, contradicting, trainDev, trainTest, devTest, removedFromTrain } = duplicates;
  const lines = [
    ...SPLIT_NAMES.filter((split) => within[split] > 0).map(
      (split) => `${rows(within[split])} of ${split} repeat an earlier one`,
    ),
    ...(trainTest > 0 ? [`train has the text of ${rows(trainTest)} of test`] : []),
    ...(trainDev > 0 ? [`train has the text of ${rows(trainDev)} of dev`] : []),
    ...(devTest > 0 ? [`dev has the text of ${rows(devTest)} of test`] : []),
    ...(contradicting > 0 ? [`different classes were given to the same text: ${contradicting} texts`] : []),
  ];
  if (lines.length === 0) return ['None.'];
  if (removedFromTrain > 0) return [...lines, `${rows(removedFromTrain)} were taken from train for that`];
  const measuresMemory = trainTest + trainDev > 0;
  return measuresMemory
    ? [...lines, 'A test that train has measures memory: “Drop duplicates” takes such rows from train.']
    : lines;
}

/** The longest text of each split and where it stands. */
export function longestLines(longest: ImportReport['longest']): readonly string[] {
  return SPLIT_NAMES.flatMap((split) => {
    const [first] = longest[split];
    if (first === undefined) return [];
    return [`${split}: ${first.characters} characters, ${first.file} line ${first.line}`];
  });
}
