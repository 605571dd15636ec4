/** Damages JSON by its structure or as text. */
import fc from 'fast-check';
import { damagedBytes } from './byte-mutation.ts';
import { TEXT_TOKENS } from './hostile-values.ts';
import { damageTree, treeSteps, type TreeRules } from './tree-mutation.ts';

const RULES: TreeRules = {
  replacement: (_current, { value }) => value,
  alike: () => true,
  open: true,
};

/** As `JSON.stringify`, without its recursion: hostile values are deeper than a stack. */
function writeJson(value: unknown): string {
  const out: string[] = [];
  const open: (() => void)[] = [];
  const write = (next: unknown): void => {
    if (typeof next !== 'object' || next === null) {
      out.push(JSON.stringify(next) ?? 'null');
      return;
    }
    const isList = Array.isArray(next);
    const keys = Object.keys(next);
    open.push(() => out.push(isList ? ']' : '}'));
    for (const key of keys.reverse()) {
      const comma = key === keys.at(-1) ? '' : ',';
      open.push(() => {
        out.push(isList ? comma : `${comma}${JSON.stringify(key)}:`);
        write(Reflect.get(next, key));
      });
    }
    out.push(isList ? '[' : '{');
  };
  write(value);
  for (let step = open.pop(); step !== undefined; step = open.pop()) step();
  return out.join('');
}

/** `seeds` (values of JSON), two thirds damaged by structure, a third as text; `tokens` go into the text. */
export function damagedJson(
  seeds: readonly object[],
  tokens: readonly string[] = [],
): fc.Arbitrary<Uint8Array> {
  const encoder = new TextEncoder();
  const texts = seeds.map((seed) => JSON.stringify(seed));
  const structure = fc.tuple(fc.nat(seeds.length - 1), treeSteps).map(([seed, steps]) => {
    const root = { value: JSON.parse(texts[seed]) as unknown };
    damageTree(root, steps, RULES);
    return encoder.encode(writeJson(root.value));
  });
  const text = damagedBytes(
    texts.map((seed) => encoder.encode(seed)),
    [...TEXT_TOKENS, ...tokens],
  );
  return fc.oneof({ arbitrary: structure, weight: 2 }, text);
}
