/**
 * Prints what the recorded runs of words came to as Markdown, a line a PLM and task and a column a variant:
 * `npx tsx scripts/words-table.ts`; with `--write` it stands in docs/words.md, between its two marks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../src/cli/open-model.ts';
import { readSweepFile } from '../src/data/sweep-file.ts';
import { CHAIN_NAMES, LEARNED_NAMES, type VariantName } from '../src/experiment/verbalizer/variants.ts';
import { verbalizeRecord } from '../src/experiment/verbalizer/verbalize-record.ts';
import type { VariantRow, VerbalizedTask } from '../src/experiment/verbalizer/verbalize-report.ts';
import { verbalizeReport } from '../src/methods/verbalizer/report/verbalize-report.ts';
import { percent, table, writeBetweenMarks } from './markdown-tables.ts';

const recorded = join(projectFolder, 'public', 'recorded');

interface Line {
  readonly plm: string;
  readonly task: VerbalizedTask;
}

const lines: readonly Line[] = readdirSync(recorded)
  .filter((name) => /^words-.*\.plab$/.test(name))
  .sort()
  .flatMap((name) => {
    const report = verbalizeReport(verbalizeRecord(readSweepFile(readFileSync(join(recorded, name)), name)));
    return report.tasks.map((task) => ({ plm: report.plm, task }));
  });

function cell(row: VariantRow | undefined): string {
  if (row === undefined) return '–';
  const { mean, interval } = row.accuracy;
  return interval === null
    ? percent(mean)
    : `${percent(mean)} [${percent(interval.low)}, ${percent(interval.high)}]`;
}

const rowOf = ({ task }: Line, variant: VariantName, shots: number): VariantRow | undefined =>
  task.table.find((row) => row.variant === variant && row.shots === shots);

const plain = table(
  ['PLM', 'task', ...CHAIN_NAMES, 'rows, templates'],
  lines.map((line) => [
    line.plm,
    line.task.task,
    ...CHAIN_NAMES.map((variant) => cell(rowOf(line, variant, 0))),
    `${String(line.task.rows)}, ${String(line.task.templates.length)}`,
  ]),
);

const learnedLines = lines.flatMap((line) =>
  [...new Set(line.task.table.map(({ shots }) => shots))]
    .filter((shots) => shots > 0)
    .map((shots) => ({ line, shots })),
);
const learned = table(
  ['PLM', 'task', 'labelled rows a class', ...LEARNED_NAMES],
  learnedLines.map(({ line, shots }) => [
    line.plm,
    line.task.task,
    String(shots),
    ...LEARNED_NAMES.map((variant) => cell(rowOf(line, variant, shots))),
  ]),
);

const text = [
  'Without a label:',
  plain,
  ...(learnedLines.length === 0 ? [] : ['Learned from labelled rows:', learned]),
].join('\n\n');

if (process.argv.includes('--write')) writeBetweenMarks('words.md', 'words-table', text);
else console.log(text);
