/**
 * Lists what the recorded growing runs came to: `npx tsx scripts/grow-index.ts` writes public/recorded/grow.json from the
 * files beside it, which `lab grow --out` wrote.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedGrowth, shownGrowth } from '../src/app/grow/lab/shown-growth.ts';
import { projectFolder } from '../src/cli/open-model.ts';
import { readSweepFile } from '../src/data/sweep-file.ts';
import { growthRecord } from '../src/experiment/progressive/growth-record.ts';
import { growthReport } from '../src/methods/progressive/report/growth-report.ts';

const folder = join(projectFolder, 'public', 'recorded');

const entries = readdirSync(folder)
  .filter((name) => /^grow-.*\.plab$/.test(name))
  .sort()
  .flatMap((name) => {
    const record = growthRecord(readSweepFile(readFileSync(join(folder, name)), name));
    return record.recipe.tasks.map((task) => recordedGrowth(shownGrowth(record, growthReport(record, task))));
  });
/** Nobody reads the seventh digit of an accuracy; operations are whole numbers, and an optimiser's are small. */
const short = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
writeFileSync(join(folder, 'grow.json'), `${JSON.stringify(entries, short)}\n`);
console.log(`${String(entries.length)} runs`);
