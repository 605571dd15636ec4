/** An SVG tree as React elements: for figures that seldom change. Attribute names are those of SVG. */
import { createElement, type ReactNode } from 'react';
import { formatAttribute, type SvgNode } from '../../views/svg-node.ts';

export function SvgView({ node }: { readonly node: SvgNode }): ReactNode {
  return toReact(node, 0);
}

function toReact(node: SvgNode | string, key: number): ReactNode {
  if (typeof node === 'string') return node;
  const attributes = Object.fromEntries(
    Object.entries(node.attributes).map(([name, value]) => [reactName(name), formatAttribute(value)]),
  );
  return createElement(node.tag, { ...attributes, key }, ...node.children.map(toReact));
}

/** React knows `fontSize` for `font-size`; `data-` and `aria-` stay. */
function reactName(name: string): string {
  if (name === 'class') return 'className';
  if (name.startsWith('data-') || name.startsWith('aria-')) return name;
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
