/**
 * SVG as plain data. A view returns a tree; the page turns it into elements, an export into text, a test compares
 * the text with a golden file. Numbers are rounded to hundredths of a pixel, which keeps golden files readable.
 */
export interface SvgNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgNode | string)[];
}

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (SvgNode | string)[] = [],
): SvgNode {
  return { tag, attributes, children };
}

/** A line of text whose baseline starts (or ends, or is centred) at `x`, `y`. */
export function svgText(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SvgNode {
  return svg('text', { x, y, ...attributes }, [text]);
}

export function formatAttribute(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
}

/** The tree as elements of `document`. */
export function toSvgElement(node: SvgNode, document: Document): SVGElement {
  const element = document.createElementNS(SVG_NAMESPACE, node.tag);
  for (const [name, value] of Object.entries(node.attributes)) {
    element.setAttribute(name, formatAttribute(value));
  }
  for (const child of node.children) {
    element.append(typeof child === 'string' ? child : toSvgElement(child, document));
  }
  return element;
}

/** The tree as indented text. */
export function toSvgText(node: SvgNode, indent = ''): string {
  const names = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}="${escapeMarkup(formatAttribute(value))}"`,
  );
  const open = `${indent}<${node.tag}${names.join('')}`;
  if (node.children.length === 0) return `${open}/>`;
  const [only] = node.children;
  if (node.children.length === 1 && typeof only === 'string')
    return `${open}>${escapeMarkup(only)}</${node.tag}>`;
  const inner = node.children.map((child) =>
    typeof child === 'string' ? `${indent}  ${escapeMarkup(child)}` : toSvgText(child, `${indent}  `),
  );
  return `${open}>\n${inner.join('\n')}\n${indent}</${node.tag}>`;
}

export function escapeMarkup(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // Control characters have no place in XML 1.0, not even escaped; texts of tasks may hold them.
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
