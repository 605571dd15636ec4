// @vitest-environment jsdom
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { curveSvg } from '../../src/views/curves/curve-svg.ts';
import { curveText } from '../../src/views/curves/curve-input.ts';
import { figureZip } from '../../src/views/figure-zip.ts';
import { PALETTE_PROPERTIES, readPalette } from '../../src/views/palette.ts';
import { toStandaloneSvg } from '../../src/views/standalone-svg.ts';
import { escapeMarkup, svg, toSvgElement, toSvgText } from '../../src/views/svg-node.ts';
import { formatShare, formatValue, toCsv } from '../../src/views/table-twin.ts';
import { PALETTE, smallCurve } from './small-figures.ts';

describe('svg nodes', () => {
  test('text and elements are the same picture', () => {
    const node = svg('g', { x: 1.23456 }, [svg('text', {}, ['a < b & "c"'])]);
    const element = toSvgElement(node, document);
    expect(element.getAttribute('x')).toBe('1.23');
    expect(element.textContent).toBe('a < b & "c"');
    const parsed = new DOMParser().parseFromString(toSvgText(node), 'image/svg+xml');
    expect(parsed.documentElement.textContent.trim()).toBe('a < b & "c"');
  });

  test('control characters of a text do not break the file', () => {
    expect(escapeMarkup('a\u0000b\u001fc')).toBe('a\ufffdb\ufffdc');
  });
});

test('a saved figure is whole by itself: valid XML, colours, title, recipe and seed', () => {
  const input = smallCurve('loss');
  const size = { width: 520, height: 220 };
  const metadata = { recipe: '{"template":"{a} < [MASK]"}', seed: '1' };
  const text = toStandaloneSvg(curveSvg(input, size), size, curveText(input), PALETTE, metadata);
  const file = new DOMParser().parseFromString(text, 'image/svg+xml');
  expect(file.querySelector('parsererror')).toBeNull();
  expect(file.querySelector('title')?.textContent).toBe(curveText(input).title);
  expect(file.querySelector('desc[data-name="recipe"]')?.textContent).toBe(metadata.recipe);
  expect(file.querySelector('desc[data-name="seed"]')?.textContent).toBe('1');
  const used = new Set(text.match(/--view-[a-z-]+/g));
  for (const property of used) expect(text).toContain(`${property}:#`);
});

test('CSV: the columns’ names first, quotes doubled, no formula runs', () => {
  const table = {
    caption: 'c',
    columns: ['text', 'value'],
    rows: [
      ['say "hi", you', 1.5],
      ['=HYPERLINK(1)', null],
    ],
  };
  expect(toCsv(table)).toBe('text,value\r\n"say ""hi"", you",1.5\r\n\'=HYPERLINK(1),\r\n');
});

test('ZIP: the table as it is alone, and how it was made in a file beside it', () => {
  const csv = toCsv({ caption: 'c', columns: ['a'], rows: [[1]] });
  const metadata = { figure: 'c', recipe: '{"template":"=1\\n{a}"}' };
  const files = unzipSync(figureZip('curve', csv, metadata));
  expect(Object.keys(files)).toEqual(['curve.csv', 'curve.json']);
  expect(strFromU8(files['curve.csv'])).toBe('a\r\n1\r\n');
  expect(JSON.parse(strFromU8(files['curve.json']))).toEqual(metadata);
  expect(figureZip('curve', csv, metadata)).toEqual(figureZip('curve', csv, metadata));
});

test('numbers for people', () => {
  expect(formatValue(-1.23456, 2)).toBe('−1.23');
  expect(formatValue(null)).toBe('—');
  expect(formatValue(Number.NaN)).toBe('—');
  expect(formatValue(Number.NEGATIVE_INFINITY)).toBe('−∞');
  expect(formatShare(0.8465)).toBe('84.7 %');
});

test('a palette is read from custom properties', () => {
  const values = new Map(Object.entries(PALETTE_PROPERTIES).map(([key, property]) => [property, ` ${key} `]));
  expect(readPalette((name) => values.get(name) ?? '').positive).toBe('positive');
});
