/** What an import found, in lines for people. */
import type { ImportReport } from '../data/import/import-types.ts';
import { SPLIT_NAMES, type Task } from '../experiment/task-types.ts';

const SKIPPED_SHOWN = 10;

export function reportLines(task: Task, report: ImportReport): readonly string[] {
  return [
    ...report.files.map(
      ({ name, split, rows }) => `${name}: ${rows} rows${split === null ? '' : `, all ${split}`}`,
    ),
    ...columnLines(report),
    `template: ${task.template}`,
    ...task.labels.map((label, y) => {
      const counts = SPLIT_NAMES.map((split) => `${split} ${report.balance[split][y] ?? 0}`).join(', ');
      return `class “${label}” (label words: ${task.labelWords[y]?.join(', ') ?? ''}): ${counts}`;
    }),
    ...duplicateLines(report),
    ...SPLIT_NAMES.flatMap((split) => {
      const [longest] = report.longest[split];
      if (longest === undefined) return [];
      return [
        `longest text of ${split}: ${longest.characters} characters, ${longest.file} line ${longest.line}`,
      ];
    }),
    ...skippedLines(report),
    ...report.notes.map((note) => `note: ${note}`),
  ];
}

function columnLines({ columns }: ImportReport): readonly string[] {
  const uses = [
    ['text', columns.a],
    ['second text', columns.b],
    ['class', columns.label],
    ['split', columns.split],
  ] as const;
  return uses.flatMap(([use, choice]) =>
    choice === null ? [] : [`${use}: column “${choice.column}” (${choice.reason})`],
  );
}

function duplicateLines({ duplicates }: ImportReport): readonly string[] {
  const { within, contradicting, trainDev, trainTest, devTest, removedFromTrain } = duplicates;
  const counts = SPLIT_NAMES.map((split) => `${split} ${within[split]}`).join(', ');
  return [
    `repeated texts: ${counts}; with different classes: ${contradicting}`,
    `texts of test that train has: ${trainTest}, that dev has: ${devTest}; of dev that train has: ${trainDev}`,
    removedFromTrain > 0
      ? `taken from train: ${removedFromTrain} rows`
      : trainTest + trainDev + within.train > 0
        ? 'note: --drop-duplicates takes such rows from train; a test that train has measures memory.'
        : '',
  ].filter((line) => line !== '');
}

function skippedLines({ skipped }: ImportReport): readonly string[] {
  if (skipped.count === 0) return [];
  const shown = skipped.listed.slice(0, SKIPPED_SHOWN);
  const more = skipped.count - shown.length;
  return [
    `left out: ${skipped.count} malformed rows`,
    ...shown.map(({ file, line, reason }) => `  ${file}, line ${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
