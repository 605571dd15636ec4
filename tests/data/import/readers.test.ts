import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { MOST_ROW_CHARACTERS } from '../../../src/data/import/limits.ts';
import { readAll, rowsOf, source } from './sources.ts';

describe('CSV and TSV', () => {
  test('a quoted field keeps delimiters, quotes and line ends, and lines are counted through it', async () => {
    const text = 'text,label\n"one, ""two""\nthree",x\nfour,y\n';
    expect(await rowsOf(source('d.csv', text))).toEqual([
      [2, 'one, "two"\nthree', 'x'],
      [4, 'four', 'y'],
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('line ends %j, also without a last one', async (end) => {
    const text = ['text,label', 'one,x', '', `"two${end}2",y`, 'three,z'].join(end);
    expect(await rowsOf(source('d.csv', text))).toEqual([
      [2, 'one', 'x'],
      [4, `two${end}2`, 'y'],
      [6, 'three', 'z'],
    ]);
  });

  test.each([
    ['d.csv', ';'],
    ['d.csv', '|'],
    ['d.csv', '\t'],
    ['d.tsv', '\t'],
    ['d.tab', '\t'],
  ])('%s with the delimiter %j', async (name, mark) => {
    expect(await rowsOf(source(name, `text${mark}label\na, b, c${mark}x\n`))).toEqual([[2, 'a, b, c', 'x']]);
  });

  test('a comma in the header of a TSV file is no delimiter', async () => {
    expect(await rowsOf(source('d.tsv', 'a,b,c,d\tlabel\none\tx\n'))).toEqual([[2, 'one', 'x']]);
  });

  test('ragged rows are listed with their line and do not disturb the others', async () => {
    const text = 'text,label\n"a\nb",x\nonly\none,two,three\ngood,y\n';
    expect(await rowsOf(source('d.csv', text))).toEqual([
      [2, 'a\nb', 'x'],
      [4, 'it has 1 fields, and the header has 2'],
      [5, 'it has 3 fields, and the header has 2'],
      [6, 'good', 'y'],
    ]);
  });

  test('a quote that is not doubled, and one that is never closed, are listed', async () => {
    const items = await rowsOf(source('d.csv', 'text,label\n"a "b" c",x\ngood,y\n"open,z\nmore,y\n'));
    expect(items[0]).toEqual([2, expect.stringContaining('not doubled')]);
    expect(items[1]).toEqual([3, 'good', 'y']);
    expect(items[2]).toEqual([4, expect.stringMatching(/never closed.*reaches to line 6/)]);
    expect(items).toHaveLength(3);
  });

  test('without quoting a quote is a character', async () => {
    const text = 'text\tlabel\n"open\tx\n"closed"\ty\n';
    expect(await rowsOf(source('d.tsv', text), false)).toEqual([
      [2, '"open', 'x'],
      [3, '"closed"', 'y'],
    ]);
  });

  test.each([
    ['a column named twice', 'text,text\n', /line 1: .*“text” twice/],
    ['too many columns', `${'c,'.repeat(1000)}c\nx`, /1001 columns/],
    ['a broken quote', '"a"b,c\nx,y\n', /header is wrong/],
  ])('a header with %s is refused', async (_what, text, message) => {
    await expect(readAll(source('d.csv', text))).rejects.toThrow(message);
  });

  test('a field that never ends is refused once it is too long, not read to the end', async () => {
    let chunks = 0;
    const endless = {
      name: 'd.csv',
      bytes: 1e8,
      async *chunks() {
        yield await Promise.resolve(new TextEncoder().encode('text,label\none,x\n"'));
        for (chunks = 1; chunks < 100; chunks += 1) yield new Uint8Array(1e6).fill(0x61);
      },
    };
    await expect(readAll(endless)).rejects.toThrow(
      `d.csv, line 3: the row that starts here has more than ${MOST_ROW_CHARACTERS} characters.`,
    );
    expect(chunks).toBeLessThan(10);
  });

  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', ' ', 'a', 'é', '😀', '\ufeff') }),
  );
  test('any rows come back as papaparse wrote them, wherever the file is cut', async () => {
    const tables = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.constantFrom('\r\n', '\n'),
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, newline, delimiter, chunkBytes) => {
          const header = (rows[0] ?? []).map((_, i) => `c${i}`);
          // A zero is refused as no text, and a lone line feed row of blanks is a blank line.
          const clean = rows.map((row) => row.map((text) => text.replaceAll('\0', '')));
          const csv = Papa.unparse([header, ...clean], { newline, delimiter });
          const items = await readAll(source('d.csv', csv, chunkBytes));
          const filled = clean.filter((row) => row.some((text) => text.trim() !== ''));
          expect(items.map((item) => (item.kind === 'row' ? [...item.cells.values()] : item))).toEqual(
            filled,
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('JSONL', () => {
  test('an object a line; numbers and truth values are texts, blank lines are no rows', async () => {
    const text = '{"text":"a","label":1}\r\n\n{"text":"b","label":true}';
    expect(await rowsOf(source('d.jsonl', text))).toEqual([
      [1, 'a', '1'],
      [3, 'b', 'true'],
    ]);
  });

  test('lines that are no objects are listed', async () => {
    expect(await rowsOf(source('d.ndjson', '{"a":\n[1]\nnull\n{"a":"x","b":{"c":1},"d":null}\n'))).toEqual([
      [1, 'it is no valid JSON'],
      [2, 'it is no JSON object'],
      [3, 'it is no JSON object'],
      [4, 'x'],
    ]);
  });
});

describe('JSON', () => {
  test('an array of objects, with the line that each starts on', async () => {
    const text =
      '\n[\n  {"text": "a ] , } \\" b", "label": "x"},\n\n  {\n "text": "c\\\\", "label": "y"}\n]\n';
    expect(await rowsOf(source('d.json', text, 7))).toEqual([
      [3, 'a ] , } " b', 'x'],
      [5, 'c\\', 'y'],
    ]);
  });

  test('an item that is wrong is listed, and the others are read', async () => {
    expect(await rowsOf(source('d.json', '[{"a":"x"},\n{"a":x},\n7,,\n{"a":"y"}]'))).toEqual([
      [1, 'x'],
      [2, 'it is no valid JSON'],
      [3, 'it is no JSON object'],
      [3, 'there is nothing between two commas'],
      [4, 'y'],
    ]);
  });

  test.each([
    ['one object', '{"text":"a"}', /does not start with an array/],
    ['an open array', '[{"text":"a"}\n,', /line 2: the array is never closed/],
    ['more than the array', '[] x', /something follows the array/],
    ['blanks', ' \n', /the file is empty/],
  ])('%s is refused', async (_what, text, message) => {
    await expect(readAll(source('d.json', text))).rejects.toThrow(message);
  });

  test('any objects come back, wherever the file is cut', async () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })));
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (objects, chunk, indent) => {
          const text = JSON.stringify(objects, null, indent ? 2 : 0);
          const items = await readAll(source('d.json', text, chunk));
          expect(items.map((item) => (item.kind === 'row' ? [...item.cells] : item))).toEqual(
            objects.map((object) => Object.entries(object)),
          );
        },
      ),
      { numRuns: 80 },
    );
  });
});

test('an ending that tells nothing is refused by name', async () => {
  await expect(readAll(source('d.xlsx', 'x'))).rejects.toThrow(/d\.xlsx: its ending/);
});
