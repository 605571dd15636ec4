/** Questions with passages out of files of other people's data sets: the entry for command line and page. */
import { LabError } from '../../../errors/lab-error.ts';
import { SPLIT_NAMES } from '../../../experiment/task-types.ts';
import type { ImportSource, RowProblem } from '../../import/import-types.ts';
import { taskError } from '../../task-error.ts';
import {
  LEFT_OUT,
  LEFT_OUT_WORDS,
  type LeftOut,
  type ReadingFormat,
  type ReadingImport,
  type ReadingImportOptions,
} from './reading-import.ts';
import { ReadingRows } from './reading-rows.ts';
import { recognise } from './recognise-files.ts';
import { textParts, type TextPart } from './text-parts.ts';
import { textRecords } from './text-records.ts';

/**
 * Reads the files of one data set; what can't be used is left out and counted.
 * @throws LabError `task` for files of no known format or without a usable question, `file` for damaged ones,
 * `cancelled` by the signal
 */
export async function readReadingData(
  sources: readonly ImportSource[],
  options: ReadingImportOptions = {},
): Promise<ReadingImport> {
  const empty = sources.find(({ bytes }) => bytes === 0);
  if (empty !== undefined) throw taskError(empty.name, 'the file is empty.', 'Give a file with questions.');
  const notes: string[] = [];
  const parts: TextPart[] = [];
  for (const source of sources) parts.push(...(await textParts(source)));
  const { name, format, known } = await recognise(parts, options.format, notes);
  const reading = new ReadingRows(options.most ?? Infinity);
  const collector = format.open();
  for (const { part, kind } of known) {
    // Halves of questions are no questions yet, so that only what comes last may end early.
    const isLast = known.every((other) => format.kinds[other.kind].turn <= format.kinds[kind].turn);
    reading.open(part);
    for await (const records of textRecords(part, format.kinds[kind].shape)) {
      if (options.signal?.aborted === true) throw cancelled(part.name);
      for (const record of records) reading.take(collector.push(record, kind));
      if (isLast && reading.isFull(part.split)) break;
    }
  }
  if (options.most === undefined) reading.take(collector.end());
  const splits = reading.splits(options.seed ?? 1);
  const { leftOut, problems, malformed } = reading;
  if (SPLIT_NAMES.every((split) => splits[split].length === 0))
    throw nothingUsable(known[0].part.name, format, leftOut, problems, malformed);
  if (reading.hasDivided) notes.push('No file’s name tells a split: the questions were divided by chance.');
  return {
    splits,
    report: {
      format: name,
      files: reading.files,
      leftOut,
      malformed: { count: malformed, listed: problems },
      notes,
    },
  };
}

function nothingUsable(
  file: string,
  { label }: ReadingFormat,
  leftOut: Readonly<Record<LeftOut, number>>,
  problems: readonly RowProblem[],
  malformed: number,
): LabError {
  const reasons = LEFT_OUT.filter((why) => leftOut[why] > 0).map(
    (why) => `${leftOut[why]} ${LEFT_OUT_WORDS[why]}`,
  );
  const [problem] = problems;
  if (problem !== undefined)
    reasons.push(`${malformed} malformed, the first in line ${problem.line}: ${problem.reason}`);
  return taskError(
    file,
    `no question can be used${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}.`,
    `Give the files of ${label} as their authors wrote them; contexts belong to Quasar-T’s questions.`,
  );
}

const cancelled = (where: string): LabError =>
  new LabError({
    code: 'cancelled',
    message: 'The import was stopped.',
    remedy: 'Start it again when you like.',
    where,
  });
