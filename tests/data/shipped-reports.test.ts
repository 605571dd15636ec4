import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RecordedGrowth } from '../../src/app/grow/grow-lab-types.ts';
import { readSweepFile } from '../../src/data/sweep-file.ts';
import { growthRecord } from '../../src/experiment/progressive/growth-record.ts';
import { parseGrowthSweep } from '../../src/experiment/progressive/growth-schema.ts';
import { verbalizeRecord } from '../../src/experiment/verbalizer/verbalize-record.ts';
import type { VerbalizedTask } from '../../src/experiment/verbalizer/verbalize-report.ts';
import { growthReport } from '../../src/methods/progressive/report/growth-report.ts';
import { verbalizeReport } from '../../src/methods/verbalizer/report/verbalize-report.ts';
import { transferRecord } from '../../src/experiment/transfer/transfer-record.ts';
import { transferReport } from '../../src/methods/transfer/report/transfer-report.ts';
import { transferPrinter } from '../../src/cli/reports/transfer.ts';

const folder = new URL('../../public/recorded/', import.meta.url);
const sweeps = readdirSync(folder).filter((name) => /^transfer-.*\.plab$/.test(name));

test('sweeps are recorded', () => {
  expect(sweeps).toContain('transfer-lab-mini.plab');
});

test.each(sweeps)('beside %s stands the report that is made of it', (name) => {
  const record = transferRecord(readSweepFile(new Uint8Array(readFileSync(new URL(name, folder))), name));
  const file = new URL(name.replace('.plab', '.report.json'), folder);
  const shipped: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const { json } = transferPrinter.print(record, {});
  expect(shipped).toEqual(JSON.parse(JSON.stringify(json)));
  const { neurons } = transferReport(record, record.recipe.starts[0]);
  expect(shipped).toMatchObject({ plm: record.recipe.plm, neurons: neurons.map(({ task }) => ({ task })) });
});

describe('the list of what recorded runs of words came to', () => {
  const runs = readdirSync(folder).filter((name) => /^words-.*\.plab$/.test(name));
  const listed = JSON.parse(readFileSync(new URL('words.json', folder), 'utf8')) as readonly {
    readonly plm: string;
    readonly task: VerbalizedTask;
  }[];

  test('has each run, and no other', () => {
    expect(listed.map(({ plm, task }) => `words-${plm}-${task.task}.plab`).sort()).toEqual(runs.sort());
  });

  test('says what the report of a run says', () => {
    const name = 'words-lab-tiny-agnews.plab';
    const record = verbalizeRecord(readSweepFile(new Uint8Array(readFileSync(new URL(name, folder))), name));
    const [task] = verbalizeReport(record).tasks;
    const shown = listed.find((one) => one.plm === 'lab-tiny' && one.task.task === 'agnews');
    const { table, differences, rows } = task;
    // The list is rounded, so that it is there at once.
    const near = JSON.parse(JSON.stringify({ table, differences, rows }), (_key, value: unknown) =>
      typeof value === 'number' ? (expect.closeTo(value, 5) as unknown) : value,
    ) as object;
    expect(shown?.task).toMatchObject(near);
  });
});

describe('the list of what recorded growing runs came to', () => {
  const runs = readdirSync(folder).filter((name) => /^grow-.*\.plab$/.test(name));
  const listed = JSON.parse(readFileSync(new URL('grow.json', folder), 'utf8')) as readonly RecordedGrowth[];

  test('has each run, and no other', () => {
    expect(listed.map(({ report: { plm, task } }) => `grow-${plm}-${task}.plab`).sort()).toEqual(runs.sort());
  });

  test('has recipes that can be run again, for all that its numbers are short', () => {
    for (const { report } of listed) expect(parseGrowthSweep(report.recipe)).toEqual(report.recipe);
  });

  test.each(runs)('says what the report of %s says', (name) => {
    const record = growthRecord(readSweepFile(new Uint8Array(readFileSync(new URL(name, folder))), name));
    const { arms, differences, stages, grid } = growthReport(record, record.recipe.tasks[0]);
    const shown = listed.find(({ report: { plm, task } }) => `grow-${plm}-${task}.plab` === name);
    const near = JSON.parse(JSON.stringify({ arms, differences, stages, grid }), (_key, value: unknown) =>
      typeof value === 'number' && !Number.isInteger(value)
        ? (expect.closeTo(value, 5 - Math.ceil(Math.log10(Math.abs(value) + 1))) as unknown)
        : value,
    ) as object;
    expect(shown?.report).toMatchObject(near);
  });
});
