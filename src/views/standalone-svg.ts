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

const HEAD = 58;

/** `figure` (an `svg` node of the size given) below its title, with `metadata` inside. */
export function toStandaloneSvg(
  figure: SvgNode,
  size: { readonly width: number; readonly height: number },
  text: FigureText,
  palette: Palette,
  metadata: FigureMetadata,
): string {
  const height = size.height + HEAD;
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
      svg('text', { x: 12, y: 20, 'font-size': 15, 'font-weight': 600, fill: palette.ink }, [text.title]),
      svg('text', { x: 12, y: 36, 'font-size': 11, fill: palette.muted }, [text.facts]),
      svg('text', { x: 12, y: 51, 'font-size': 11, fill: palette.muted }, [text.howToRead]),
      svg('g', { transform: `translate(0,${HEAD})` }, [{ ...figure, attributes: nested(figure) }]),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toSvgText(file)}\n`;
}

/** An inner `svg` needs no role or label of its own once the file has both. */
function nested(figure: SvgNode): SvgNode['attributes'] {
  return Object.fromEntries(
    Object.entries(figure.attributes).filter(([name]) => name !== 'role' && name !== 'aria-label'),
  );
}
