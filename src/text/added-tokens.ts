/**
 * Splits a text at the tokens that stand outside the vocabulary's rules ([MASK], <extra_id_0>, …), the longest
 * match from the left first, as the tokenizers library does, and says where each section stands.
 */
import type { AddedToken } from '@huggingface/tokenizers';
import { LabError } from '../errors/lab-error.ts';

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
    byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
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

/** Largest id that an added token may have; a larger one would make the library allocate without limit. */
const MAX_TOKEN_ID = 1 << 24;

/** Throws `tokenizer-unreadable` where an added token's id or text can't be one. */
export function checkAddedTokens(tokens: readonly unknown[]): void {
  tokens.forEach((token, index) => {
    const entry = typeof token === 'object' && token !== null ? token : {};
    const id: unknown = 'id' in entry ? entry.id : undefined;
    const content: unknown = 'content' in entry ? entry.content : undefined;
    const fine =
      typeof content === 'string' &&
      typeof id === 'number' &&
      Number.isInteger(id) &&
      id >= 0 &&
      id < MAX_TOKEN_ID;
    if (fine) return;
    throw new LabError({
      code: 'tokenizer-unreadable',
      message: `added_tokens[${index}] of tokenizer.json needs a text \`content\` and an \`id\` from 0 to ${MAX_TOKEN_ID - 1}.`,
      remedy: 'Export the tokenizer again, or take tokenizer.json from the place where the model came from.',
      where: `tokenizer.json added_tokens[${index}]`,
    });
  });
}
