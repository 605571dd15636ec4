import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../../src/cli/open-model.ts';
import { gunzip } from '../../../src/data/gunzip.ts';
import { packReading, unpackReading } from '../../../src/data/reading/packed-reading.ts';
import { readingFiles, READING_FOLDER, TWO_HOP_FILE } from '../../../src/data/reading/reading-files.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import { sha256 } from '../../../src/experiment/sha256.ts';
import { fixtureItems, itemOf } from '../../experiment/reader/items/fixture-items.ts';

const [first, second] = fixtureItems.map(({ plain }) => itemOf(plain));
const splits = {
  train: [{ ...first, id: 'train0' }],
  dev: [{ ...second, id: 'dev0' }],
  test: [{ ...first, id: 'test0' }],
};

test('what was packed comes out as it was', () => {
  expect(unpackReading(packReading(splits), 'set')).toEqual(splits);
});

test('a passage stands once in the file', () => {
  const text = packReading(splits);
  expect(text.split('noel coward').length).toBe(2);
});

test.each([
  ['no JSON', 'x'],
  ['another file', '{"format":"Prompt Lab words, format 1"}'],
  ['a passage that isn’t there', packReading(splits).replace('[0,1,2,3,4,5,6,7]', '[0,1,2,3,4,5,6,99]')],
  ['an answer that isn’t there', packReading(splits).replace('"writer"],3', '"writer"],4')],
])('%s is a damaged file', (_what, text) => {
  expect(() => unpackReading(text, 'two-hop.bin')).toThrow(LabError);
  expect(() => unpackReading(text, 'two-hop.bin')).toThrow(/two-hop\.bin/);
});

test('the file that ships is the one of the list, of four candidates and eight passages', async () => {
  const [file] = readingFiles;
  const bytes = readFileSync(join(projectFolder, 'public', READING_FOLDER, TWO_HOP_FILE));
  expect(file).toEqual({ name: TWO_HOP_FILE, bytes: bytes.length, sha256: await sha256(bytes) });
  expect(bytes.length).toBeLessThan(4_000_000);
  const {
    train,
    dev,
    test: last,
  } = unpackReading(new TextDecoder().decode(await gunzip(bytes, TWO_HOP_FILE)), TWO_HOP_FILE);
  expect([train.length, dev.length, last.length].every((count) => count > 600)).toBe(true);
  for (const { candidates, passages } of [...train, ...dev, ...last])
    expect([candidates.length, passages.length]).toEqual([4, 8]);
});
