/** A figure as a file of its own: it carries its colours, its description and how it was made. */
import { paletteDeclarations, type Palette } from './palette.ts';
import { svg, toSvgText, type SvgNode } from './svg-node.ts';
import type { FigureMetadata } from './table-twin.ts';

export interface FigureText {
  /** The question that the figure answers. */
  readonly title: string;
  /** n, seeds, windows: what a reader must know to trust it. */
  readonly facts: string;
  /** At most 25 words. */
  readonly howToRead: string;
}

const TITLE_LINE = 20;
const LINE = 15;
/** Below the last line of text. */
const AIR = 8;
const MARGIN = 12;
/** Width of a letter of the small type, on the safe side. */
const LETTER = 5.7;

/** `figure` (an `svg` node of the size given) below its title, with `metadata` inside. */
export function toStandaloneSvg(
  figure: SvgNode,
  size: { readonly width: number; readonly height: number },
  text: FigureText,
  palette: Palette,
  metadata: FigureMetadata,
): string {
  const letters = Math.floor((size.width - 2 * MARGIN) / LETTER);
  const lines = [...wrapWords(text.facts, letters), ...wrapWords(text.howToRead, letters)];
  const head = TITLE_LINE + lines.length * LINE + AIR;
  const height = size.height + head;
  const style = `svg{${paletteDeclarations(palette)};font:12px system-ui,sans-serif;fill:${palette.ink}}`;
  const facts = Object.entries(metadata).map(([name, value]) => svg('desc', { 'data-name': name }, [value]));
  const file = svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: size.width,
      height,
      viewBox: `0 0 ${size.width} ${height}`,
      role: 'img',
    },
    [
      svg('title', {}, [text.title]),
      svg('metadata', {}, facts),
      svg('style', {}, [style]),
      svg('rect', { width: size.width, height, fill: palette.surface }),
      svg('text', { x: MARGIN, y: TITLE_LINE, 'font-size': 15, 'font-weight': 600, fill: palette.ink }, [
        text.title,
      ]),
      ...lines.map((line, i) =>
        svg('text', { x: MARGIN, y: TITLE_LINE + 1 + (i + 1) * LINE, 'font-size': 11, fill: palette.muted }, [
          line,
        ]),
      ),
      svg('g', { transform: `translate(0,${head})` }, [{ ...figure, attributes: nested(figure) }]),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toSvgText(file)}\n`;
}

/** Lines of at most `letters`, broken between words; a longer word has a line of its own. */
function wrapWords(text: string, letters: number): readonly string[] {
  return text.split(' ').reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1);
    return last === undefined || last.length + 1 + word.length > letters
      ? [...lines, word]
      : [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

/** An inner `svg` needs no role or label of its own once the file has both. */
function nested(figure: SvgNode): SvgNode['attributes'] {
  return Object.fromEntries(
    Object.entries(figure.attributes).filter(([name]) => name !== 'role' && name !== 'aria-label'),
  );
}
