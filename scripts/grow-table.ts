/**
 * Prints what the recorded growing runs came to as Markdown, a line a run: `npx tsx scripts/grow-table.ts`; with `--write` it
 * stands in docs/growing.md, between its two marks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../src/cli/open-model.ts';
import { readSweepFile } from '../src/data/sweep-file.ts';
import type { GrowthReport, ReportedDifference } from '../src/experiment/progressive/growth-report.ts';
import { growthRecord } from '../src/experiment/progressive/growth-record.ts';
import { growthReport } from '../src/methods/progressive/report/growth-report.ts';
import { percent, table, writeBetweenMarks } from './markdown-tables.ts';

const recorded = join(projectFolder, 'public', 'recorded');

const reports: readonly GrowthReport[] = readdirSync(recorded)
  .filter((name) => /^grow-.*\.plab$/.test(name))
  .sort()
  .flatMap((name) => {
    const record = growthRecord(readSweepFile(readFileSync(join(recorded, name)), name));
    return record.recipe.tasks.map((task) => growthReport(record, task));
  });

const reduced = ({ recipe: { stages } }: GrowthReport): string =>
  stages.by === 'shares' ? stages.reduce : 'by numbers';

const share = (cost: { readonly relative: number } | null): string =>
  cost === null ? '–' : `${(100 * cost.relative).toFixed(0)} %`;

function testOf({ arms }: GrowthReport, name: string): string {
  const test = arms.find((arm) => arm.name === name)?.test ?? null;
  return test === null ? '–' : percent(test.mean);
}

const points = (value: number): string => `${value < 0 ? '−' : '+'}${percent(Math.abs(value))}`;

function difference({ differences }: GrowthReport, partner: string): string {
  const found: ReportedDifference | undefined = differences.find(({ of }) => of === `grow - ${partner}`);
  if (found === undefined) return '–';
  const { mean, interval } = found;
  return interval === null
    ? points(mean)
    : `${points(mean)} [${points(interval.low)}, ${points(interval.high)}]`;
}

const text = table(
  [
    ...['PLM', 'task', 'grows in', 'seeds', 'operations', 'seconds', 'grown', 'full', 'same operations'],
    ...['grown − full', 'grown − same operations', 'grown − same seconds'],
  ],
  reports.map((report) => [
    ...[report.plm, report.task, reduced(report), String(report.seeds.length)],
    ...[share(report.cost.flops), share(report.cost.seconds)],
    ...['grow', 'full', 'equal-flops'].map((arm) => testOf(report, arm)),
    ...['full', 'equal-flops', 'equal-seconds'].map((partner) => difference(report, partner)),
  ]),
  3,
);

if (process.argv.includes('--write')) writeBetweenMarks('growing.md', 'grow-table', text);
else console.log(text);
