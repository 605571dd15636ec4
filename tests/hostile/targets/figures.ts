/** Text from files goes into figures and tables as text: no markup, no formula. */
import { JSDOM } from 'jsdom';
import Papa from 'papaparse';
import { toStandaloneSvg } from '../../../src/views/standalone-svg.ts';
import { svg, svgText } from '../../../src/views/svg-node.ts';
import { toCsv } from '../../../src/views/table-twin.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { HOSTILE_TEXTS, TEXT_TOKENS } from '../hostile-values.ts';
import { check, textOf, type Target } from '../target.ts';
import { PALETTE } from '../../views/small-figures.ts';

const { DOMParser } = new JSDOM('').window;
const encoder = new TextEncoder();
const seeds = ['plain', 'joy & <b>', ...HOSTILE_TEXTS].map((text) => encoder.encode(text));

/** Elements of the file that `text` makes; the same for every text. */
function elementsOf(text: string): number {
  const figure = svg('svg', { viewBox: '0 0 1 1', 'aria-label': text }, [
    svgText(0, 0, text, { 'data-text': text }),
    svg('title', {}, [text]),
  ]);
  const facts = text.replaceAll(' ', '_');
  const about = { title: text, facts, howToRead: 'x' };
  const file = toStandaloneSvg(figure, { width: 100, height: 100 }, about, PALETTE, { [text]: text });
  const page = new DOMParser().parseFromString(textOf(encoder.encode(file)), 'image/svg+xml');
  check(page.querySelector('parsererror') === null, 'the file is no XML');
  check(page.querySelector('script, img, [onerror]') === null, 'text became markup');
  return page.querySelectorAll('*').length;
}

const EXPECTED = elementsOf('plain');
/** A number of a recipe may have a sign. */
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d+(?:\.\d+)?\s*(?:$|[;\]}])))/;

function readTable(text: string): void {
  const csv = toCsv({ caption: text, columns: ['name', text], rows: [[text, 1]] }, { recipe: text });
  const { data } = Papa.parse<string[]>(csv, { delimiter: ',', newline: '\r\n' });
  const cells = data.flat();
  check(
    cells.every((value) => !FORMULA.test(value)),
    'a cell begins as a formula',
  );
  check(
    data.some(([first]) => [text, `'${text}`].includes(first ?? '')),
    'a text is another in the table',
  );
}

export const FIGURE_TARGETS: readonly Target[] = [
  {
    name: 'text in an SVG file',
    neverRefuses: true,
    inputs: damagedBytes(seeds, TEXT_TOKENS),
    read: (bytes) => check(elementsOf(textOf(bytes)) === EXPECTED, 'text became an element'),
  },
  {
    name: 'text in a CSV file',
    neverRefuses: true,
    inputs: damagedBytes(seeds, [...TEXT_TOKENS, '=', '+', '-', '@', '#', '\t=']),
    read: (bytes) => readTable(textOf(bytes)),
  },
];
