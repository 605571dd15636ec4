import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSweepFile } from '../../src/data/sweep-file.ts';
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
