import { expect, test } from 'vitest';
import { countClasses } from '../../../src/data/import/count-classes.ts';
import { previewSource } from '../../../src/data/import/preview-source.ts';
import { file, source } from './sources.ts';

const CSV = `text,label\n${Array.from({ length: 20 }, (_, i) => `text ${i},${i % 4 === 0 ? 'x' : 'y'}\n`).join('')}`;

test('columns with what they might be, first rows, encoding', async () => {
  const preview = await previewSource(source('d.csv', `\ufeff${CSV}alone\n`), { quotes: true }, 2);
  expect(preview).toMatchObject({
    columns: ['text', 'label'],
    guess: { a: { column: 'text' }, b: null, label: { column: 'label' }, split: null },
    encoding: 'UTF-8 with a byte-order mark',
    malformed: [{ line: 22, reason: 'it has 1 fields, and the header has 2' }],
  });
  expect(preview.guess.label?.reason).toContain('usual name');
  expect(preview.rows.map((cells) => cells.get('text'))).toEqual(['text 0', 'text 1']);
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${CSV}`, 'utf16le'));
  expect((await previewSource(source('d.csv', utf16), { quotes: true }, 1)).encoding).toContain('UTF-16');
});

test('only the beginning of a large file is read', async () => {
  const large = source('d.jsonl', '{"text":"so","label":"x"}\n'.repeat(200_000), 64 * 1024);
  let pieces = 0;
  const counted = {
    ...large,
    async *chunks() {
      for await (const bytes of large.chunks()) {
        pieces += 1;
        yield bytes;
      }
    },
  };
  await previewSource(counted, { quotes: true }, 5);
  expect(pieces).toBeLessThan(4);
});

test('an empty file and one of another kind are refused', async () => {
  await expect(previewSource(source('d.csv', ''), { quotes: true }, 1)).rejects.toThrow(/empty/);
  await expect(previewSource(source('d.xlsx', 'x'), { quotes: true }, 1)).rejects.toThrow(/its ending/);
});

test('classes as an import would find them, and what it would refuse', async () => {
  const counted = await countClasses([file('d.csv', `${CSV},y\nalone\n`)], {
    columns: { a: 'text', b: null, label: 'label', split: null },
  });
  expect(counted.classes).toEqual([
    { value: 'y', rows: 15 },
    { value: 'x', rows: 5 },
  ]);
  expect(counted.rowsRead).toBe(22);
  expect(counted.malformed).toMatchObject({ count: 2, listed: [{ line: 22 }, { line: 23 }] });
  await expect(
    countClasses([file('d.csv', CSV)], { columns: { a: 'text', label: 'nowhere' } }),
  ).rejects.toThrow(/no column “nowhere”/);
});
