/** Tasks as zips: what is written is read again, and what claims too much is refused before it is unpacked. */
import { zipSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { taskEntry } from '../../src/data/task-entry.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import { readTaskZip, taskZip } from '../../src/data/task-zip.ts';
import { readZipFiles } from '../../src/data/zip-files.ts';

const TASK: Task = {
  name: 'mood',
  family: 'sentiment',
  labels: ['no', 'yes'],
  template: '{a} it was [MASK] .',
  labelWords: [['bad'], ['good', 'great']],
  source: 'a test',
  licence: 'CC0',
  train: [
    { a: 'dull, “quoted”\nand more', y: 0 },
    { a: 'ﬁne', y: 1 },
  ],
  dev: [{ a: 'x', y: 0 }],
  test: [
    { a: 'y', y: 1 },
    { a: 'z', y: 1 },
    { a: 'w', y: 0 },
  ],
};

test('a task survives its zip, and the same task gives the same bytes', async () => {
  const zip = taskZip(TASK);
  expect(await readTaskZip(zip, 'mood.zip')).toEqual(TASK);
  expect(taskZip(TASK)).toEqual(zip);
});

test('the folder may be packed as a folder, with what the system puts beside it', async () => {
  const files = Object.fromEntries(
    Array.from(
      readZipFiles(taskZip(TASK), 'z', () => true),
      ([name, bytes]) => [`mine/${name}`, bytes],
    ),
  );
  const zip = zipSync({
    ...files,
    '__MACOSX/mine/._task.json': strToU8('x'),
    'mine/.DS_Store': strToU8('x'),
  });
  expect(await readTaskZip(zip, 'mood.zip')).toEqual(TASK);
});

test('its entry counts rows, the majority of test and bytes', () => {
  expect(taskEntry(TASK)).toMatchObject({
    name: 'mood',
    pairs: false,
    rows: { train: 2, dev: 1, test: 3 },
    majority: 2 / 3,
    reference: false,
  });
  const { size } = new Blob(
    [...TASK.train, ...TASK.dev, ...TASK.test].map((row) => `${JSON.stringify(row)}\n`),
  );
  expect(taskEntry(TASK).bytes).toBe(size);
  expect(taskEntry(TASK)).not.toHaveProperty('train');
});

describe('is refused in words', () => {
  const zipOf = (files: Record<string, string>): Uint8Array =>
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
  test.each([
    ['no zip', strToU8('a,b\n'), /mood\.zip is no zip file/],
    ['nothing of a task', zipOf({ 'a.txt': 'x' }), /no task\.json/],
    [
      'a missing split',
      zipOf({
        'task.json': JSON.stringify({ labels: ['a', 'b'], template: '{a} [MASK]', label_words: ['a', 'b'] }),
        'train.jsonl': '{"a":"x","y":0}',
      }),
      /dev\.jsonl: the file can't be read/,
    ],
    ['a template without a mask', taskZip({ ...TASK, template: '{a}' }), /no \[MASK\]/],
    [
      'a row without a class',
      taskZip({ ...TASK, dev: [{ a: 'x', y: 2 }] }),
      /dev\.jsonl, line 1: field y is 2/,
    ],
  ])('%s', async (_what, bytes, message) => {
    await expect(readTaskZip(bytes, 'mood.zip')).rejects.toThrow(message);
  });

  /** `zip` whose directory claims `size` for its first file. */
  function claiming(zip: Uint8Array, size: number): Uint8Array {
    const bytes = zip.slice();
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 <= bytes.length; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) {
        view.setUint32(at + 24, size, true);
        return bytes;
      }
    throw new Error('no directory');
  }

  test('a size that deflate can’t have, and one beyond what is imported', () => {
    const zip = zipOf({ 'a.csv': 'text,label\n'.repeat(1000) });
    expect(() => readZipFiles(claiming(zip, 2 ** 31), 'z', () => true)).toThrow(/claims a size/);
    const large = zipSync({ 'a.csv': new Uint8Array(300 * 1024 * 1024) }, { level: 1 });
    expect(() => readZipFiles(large, 'z', () => true)).toThrow(/more than 256 MiB/);
  });

  test('more entries than anybody packs', () => {
    const many = zipOf(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.csv`, ''])));
    expect(() => readZipFiles(many, 'z', () => true)).toThrow(/more than 1000/);
  });
});
