/** The page never names an option of the command line, whatever the core of importing says. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inPageWords } from '../../src/app/library/import-data/page-words.ts';

const folder = new URL('../../src/data/import/', import.meta.url);
/** Lines of messages with an option in them; the table of options' names is filled into messages that others test. */
const lines = readdirSync(folder)
  .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'))
  .filter((line) => /['`].*[ (]--[a-z]/.test(line) && !line.includes('COLUMN_OPTIONS'));

test('there are such messages, and none is left as it was', () => {
  expect(lines.length).toBeGreaterThan(5);
  const left = lines.map(inPageWords).filter((line) => line.includes('--'));
  expect(left).toEqual([]);
});

test.each([
  ['d.csv: there is no column “x” (--a).', 'd.csv: there is no column “x”.'],
  ['column “x” is asked for twice, by --a and --label.', 'column “x” is chosen twice.'],
  ['Name the column with --label. The first row', 'Choose the column. The first row'],
  ['leave malformed rows out (--skip-malformed).', 'tick “Leave malformed rows out”.'],
])('%s', (core, page) => {
  expect(inPageWords(core)).toBe(page);
});
