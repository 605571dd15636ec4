/**
 * Lists what the recorded runs of words came to: `npx tsx scripts/words-index.ts` writes public/recorded/words.json from
 * the files beside it, which `lab verbalize --out` wrote. The soft prompt of a task and PLM is the one of the recorded
 * transfer sweep.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../src/cli/open-model.ts';
import { readSweepFile } from '../src/data/sweep-file.ts';
import { findTask } from '../src/data/task-catalogue.ts';
import { shownRun } from '../src/app/words/lab/shown-run.ts';
import type { TransferReport } from '../src/experiment/transfer/transfer-report.ts';
import { verbalizeRecord } from '../src/experiment/verbalizer/verbalize-record.ts';
import { verbalizeReport } from '../src/methods/verbalizer/report/verbalize-report.ts';

const folder = join(projectFolder, 'public', 'recorded');

/** A soft prompt's accuracy in the recorded transfer sweep, and on how many labels; null where there is none. */
function trained(plm: string, task: string): { readonly accuracy: number; readonly note: string } | null {
  const file = join(folder, `transfer-${plm}.report.json`);
  if (!existsSync(file)) return null;
  const report = JSON.parse(readFileSync(file, 'utf8')) as TransferReport;
  const own = report.tasks.find(({ name }) => name === task)?.own ?? null;
  const rows = findTask(task)?.rows.train;
  if (own === null || rows === undefined) return null;
  return { accuracy: own.mean, note: `soft prompt, ${rows.toLocaleString('en')} labels` };
}

const entries = readdirSync(folder)
  .filter((name) => /^words-.*\.plab$/.test(name))
  .sort()
  .flatMap((name) => {
    const record = verbalizeRecord(readSweepFile(readFileSync(join(folder, name)), name));
    const report = verbalizeReport(record);
    return report.tasks.flatMap((task) => {
      const shown = shownRun(record, { ...report, tasks: [task] }, trained(report.plm, task.task));
      if (shown === null) return [];
      // Without rows and words: the run's file has them.
      const words = task.words.map((own) => ({ ...own, words: [], dropped: [] }));
      return [{ ...shown, task: { ...task, truth: [], cells: [], words } }];
    });
  });
/** Half as many bytes; nobody reads the seventh digit of an accuracy. */
const short = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toFixed(6)) : value;
writeFileSync(join(folder, 'words.json'), `${JSON.stringify(entries, short)}\n`);
console.log(`${String(entries.length)} runs`);
