import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openReadingFiles } from '../../src/cli/open-reading-files.ts';
import { writeWikiHop } from '../../src/data/reading/write-wikihop.ts';
import { fixtureItems, itemOf } from '../experiment/reader/items/fixture-items.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-reading-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const items = fixtureItems.map(({ plain }) => itemOf(plain));

test('a folder with the files of a set and its licence', async () => {
  const set = join(folder, 'set');
  mkdirSync(set);
  writeFileSync(join(set, 'train.json'), writeWikiHop(items));
  writeFileSync(join(set, 'dev.json'), writeWikiHop([items[0]]));
  writeFileSync(join(set, 'LICENSE-wordnet.txt'), 'a licence');
  const { splits, report } = await openReadingFiles(set);
  expect(splits).toEqual({ train: items, dev: [items[0]], test: [] });
  expect(report.files.map(({ name }) => name)).toEqual(['dev.json', 'train.json']);
});

test('Quasar-T as it is unpacked: folders within folders, gzip, lists of phrases passed over', async () => {
  const quasar = join(folder, 'quasar-t');
  mkdirSync(join(quasar, 'questions'), { recursive: true });
  mkdirSync(join(quasar, 'contexts', 'short'), { recursive: true });
  const write = (name: string, row: object): void => {
    writeFileSync(join(quasar, name), gzipSync(`${JSON.stringify(row)}\n`));
  };
  write('questions/dev_questions.json.gz', { uid: 'q', question: 'Which ?', answer: 'leek', tags: [] });
  write('contexts/short/dev_contexts.json.gz', { uid: 'q', contexts: [[1, 'A leek .']] });
  write('contexts/short/dev_nps.json.gz', { uid: 'q', nps: [] });
  const { splits, report } = await openReadingFiles(quasar, { format: 'quasar-t' });
  expect(splits.dev).toHaveLength(1);
  expect(report.notes).toEqual([]);
});

test('nothing there, and nothing to read, is said', async () => {
  await expect(openReadingFiles(join(folder, 'absent'))).rejects.toThrow(/no such file/);
  const bare = join(folder, 'bare');
  mkdirSync(bare);
  writeFileSync(join(bare, 'picture.png'), '');
  await expect(openReadingFiles(bare)).rejects.toThrow(/no file of questions/);
  const one = join(folder, 'one.json');
  writeFileSync(one, writeWikiHop(items));
  const { splits } = await openReadingFiles(one);
  expect(splits.train).toHaveLength(2);
});
