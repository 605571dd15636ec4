/** Text from files goes into figures and tables as text: no markup, no formula. */
import Papa from 'papaparse';
import { toStandaloneSvg } from '../../../src/views/standalone-svg.ts';
import { svg, svgText } from '../../../src/views/svg-node.ts';
import { toCsv } from '../../../src/views/table-twin.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { HOSTILE_TEXTS, TEXT_TOKENS } from '../hostile-values.ts';
import { check, textOf, type Target } from '../target.ts';
import { PALETTE } from '../../views/small-figures.ts';

const encoder = new TextEncoder();
const seeds = ['plain', 'joy & <b>', ...HOSTILE_TEXTS].map((text) => encoder.encode(text));

/** What XML 1.0 has no place for, and an ampersand that begins no entity. */
// eslint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!(?:amp|lt|gt|quot);)/;

/** The tags of the file that `text` makes, with the names of their attributes; the same for every text. */
function tagsOf(text: string): string {
  const figure = svg('svg', { viewBox: '0 0 1 1', 'aria-label': text }, [
    svgText(0, 0, text, { 'data-text': text }),
    svg('title', {}, [text]),
  ]);
  // A space would break the line, which is an element more.
  const about = { title: text, facts: text.replaceAll(' ', '_'), howToRead: 'x' };
  const size = { width: 100, height: 100 };
  const file = toStandaloneSvg(figure, size, about, PALETTE, { [text]: text });
  check(!NO_XML.test(file), 'the file is no XML');
  // Text that got out of its element or its attribute would stand between the marks that are left.
  return file.replaceAll(/"[^"]*"/g, '""').replaceAll(/>[^<>"]*</g, '><');
}

const EXPECTED = tagsOf('plain');
const FORMULA = /^[=+\-@\t\r]/;

function readTable(text: string): void {
  const csv = toCsv({ caption: text, columns: ['name', text], rows: [[text, 1]] });
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
    read: (bytes) => check(tagsOf(textOf(bytes)) === EXPECTED, 'text became markup'),
  },
  {
    name: 'text in a CSV file',
    neverRefuses: true,
    inputs: damagedBytes(seeds, [...TEXT_TOKENS, '=', '+', '-', '@', '#', '\t=']),
    read: (bytes) => readTable(textOf(bytes)),
  },
];
