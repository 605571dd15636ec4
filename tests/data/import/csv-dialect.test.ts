import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDialect } from '../../../src/data/import/csv-dialect.ts';
import { LineEnds, plainLineEnds } from '../../../src/data/import/line-ends.ts';
import { readSource } from '../../../src/data/import/read-source.ts';
import { readAll, rowsOf, source } from './sources.ts';

const OPTIONS = { delimiter: null, quotes: true };

const word = fc.constantFrom('good', 'well made', 'so, so', 'one; two', 'a | b', 'x, y; z', 'it was 1,5');

test('one table is read alike with any delimiter, mixture of line ends, and lines in front', async () => {
  const spelling = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    ends: fc.array(fc.constantFrom('\n', '\r\n', '\r\r\n'), { minLength: 1, maxLength: 5 }),
    before: fc.constantFrom(
      [],
      [''],
      ['Exported by a tool'],
      ['# made on Monday', ''],
      ['Survey 2.1', 'All rows', ''],
    ),
    blankRows: fc.constantFrom('', 'cells', 'spaces'),
    tail: fc.boolean(),
    chunkBytes: fc.integer({ min: 1, max: 50 }),
  });
  const texts = fc.array(fc.tuple(word, fc.constantFrom('yes', 'no')), { minLength: 3, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      texts,
      spelling,
      async (rows, { delimiter, ends, before, blankRows, tail, chunkBytes }) => {
        const cell = (text: string): string => (text.includes(delimiter) ? `"${text}"` : text);
        const blank = { '': [], cells: [delimiter], spaces: [` ${delimiter} `] }[blankRows] ?? [];
        const lines = [
          ...before,
          ['text', 'label'].join(delimiter),
          ...rows.map((row) => row.map(cell).join(delimiter) + (tail ? delimiter : '')),
          ...blank,
        ];
        const text = lines.map((line, i) => line + (ends[i % ends.length] ?? '\n')).join('');
        const items = await readAll(source('d.csv', text, chunkBytes));
        expect(
          items.filter(({ kind }) => kind !== 'passed').map((item) => item.kind === 'row' && [...item.cells]),
        ).toEqual(
          rows.map(([a, y]) => [
            ['text', a],
            ['label', y],
          ]),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ['“sep=” names any character', 'sep=^\r\ntext^label\r\na, b^x\r\nc, d^y\r\n', '^'],
  ['of delimiters that fit alike, the one without spaces behind it', 'a (b, c);d\ne, f;x\ng, h;y\n', ';'],
  ['rows against the header’s number of commas', 'a, b, c;label\none;x\ntwo;y\nthree;x\n', ';'],
  ['a delimiter that one row lacks', 'text|label\na|x\nb\nc|y\nd|x\n', '|'],
])('%s', (_what, text, delimiter) => {
  expect(findDialect(text, OPTIONS, true).delimiter).toBe(delimiter);
});

test.each([
  ['a title in a row of delimiters', 'Report,,\ntext,label,n\na,x,1\nb,y,2\n', 1],
  ['a pair in front of a wider table', 'Exported,today\nid,text,label\n1,a,x\n2,b,y\n', 1],
  ['a header that is shorter than its rows stays the header', 'text,label\na,x,1\nb,y,2\n', 0],
  ['an empty name of a running number', ',text,label\n0,a,x\n1,b,y\n', 0],
  ['names of no usual kind', 'first,second\na,x\nb,y\n', 0],
])('the header of %s', (_what, text, rowsBefore) => {
  expect(findDialect(text, OPTIONS, true).rowsBefore).toBe(rowsBefore);
});

test.each([
  ['header CRLF, rows CR', 'text,label\r\na,x\rb,y\r'],
  ['header CR, rows LF', 'text,label\ra,x\nb,y\n'],
])('%s', async (_what, text) => {
  expect(await rowsOf(source('d.csv', text))).toEqual([
    [2, 'a', 'x'],
    [3, 'b', 'y'],
  ]);
});

test('a carriage return within a text of a file with line feeds ends no row', async () => {
  const text = 'text,label\na\rb,x\nc,y\nd,x\n';
  expect(await rowsOf(source('d.csv', text))).toEqual([
    [2, 'a\rb', 'x'],
    [3, 'c', 'y'],
    [4, 'd', 'x'],
  ]);
});

test('a delimiter that was given is taken, whatever the rows say', async () => {
  const items = [];
  const options = { quotes: true, delimiter: ':', onProgress: undefined, signal: undefined };
  for await (const some of readSource(source('d.csv', 'text:label\na, b:x\n'), options)) items.push(...some);
  expect(items).toEqual([
    {
      kind: 'row',
      line: 2,
      cells: new Map([
        ['text', 'a, b'],
        ['label', 'x'],
      ]),
    },
  ]);
});

test('line ends are made plain alike however the text is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' '), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.boolean(), fc.array(fc.nat(40), { maxLength: 4 }), (whole, returnEnds, cuts) => {
      const options = { delimiter: ',', quotes: true, returnEnds };
      const ends = new LineEnds(options);
      const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((x, y) => x - y), whole.length];
      const pieces = at.slice(1).map((to, i) => ends.push(whole.slice(at[i], to), false));
      expect(pieces.join('') + ends.push('', true)).toBe(plainLineEnds(whole, options));
    }),
    { numRuns: 500 },
  );
});
