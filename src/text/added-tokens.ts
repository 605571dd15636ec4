/**
 * Splits a text at the tokens that stand outside the vocabulary's rules ([MASK], <extra_id_0>, …), the longest
 * match from the left first, as the tokenizers library does, and says where each section stands.
 */
import type { AddedToken } from '@huggingface/tokenizers';

export interface Section {
  readonly start: number;
  readonly end: number;
  /** The added token that this section is, or null for ordinary text. */
  readonly added: AddedToken | null;
}

export interface AddedTokenSplitter {
  split(text: string): readonly Section[];
}

/** A splitter for `tokens`, each found by the spelling that it is paired with. */
export function createSplitter(tokens: readonly (readonly [string, AddedToken])[]): AddedTokenSplitter {
  const byFirst = new Map<string, (readonly [string, AddedToken])[]>();
  for (const entry of tokens) {
    const first = entry[0].charAt(0);
    if (first === '') continue;
    const alike = byFirst.get(first);
    if (alike === undefined) byFirst.set(first, [entry]);
    else alike.push(entry);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b[0].length - a[0].length);
  return { split: (text) => trimAround(text, cut(text, byFirst)) };
}

function cut(
  text: string,
  byFirst: ReadonlyMap<string, readonly (readonly [string, AddedToken])[]>,
): readonly Section[] {
  const sections: Section[] = [];
  let start = 0;
  let i = 0;
  while (i < text.length) {
    const found = byFirst.get(text.charAt(i))?.find(([spelling]) => text.startsWith(spelling, i));
    if (found === undefined) {
      i += 1;
      continue;
    }
    if (i > start) sections.push({ start, end: i, added: null });
    const end = i + found[0].length;
    sections.push({ start: i, end, added: found[1] });
    start = i = end;
  }
  if (start < text.length) sections.push({ start, end: text.length, added: null });
  return sections;
}

/** `lstrip` and `rstrip` of an added token swallow the space beside it. */
function trimAround(text: string, sections: readonly Section[]): readonly Section[] {
  return sections.map((section, i) => {
    if (section.added !== null) return section;
    const part = text.slice(section.start, section.end);
    const left = sections[i - 1]?.added?.rstrip === true ? part.length - part.trimStart().length : 0;
    const right = sections[i + 1]?.added?.lstrip === true ? part.length - part.trimEnd().length : 0;
    const start = section.start + left;
    return { ...section, start, end: Math.max(start, section.end - right) };
  });
}
