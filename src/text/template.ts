/**
 * A template turns a row of a task into a cloze text: `{a} it was [MASK] .` It is parsed once into parts, so that
 * braces or `[MASK]` inside a user's text are never taken for the template's own.
 */
import { LabError } from '../errors/lab-error.ts';

export type Slot = 'a' | 'b';

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'mask' };

export interface Template {
  /** As it was written. */
  readonly source: string;
  readonly parts: readonly TemplatePart[];
  /** Whether it asks for a second text. */
  readonly hasB: boolean;
}

/** How the mask is written in every template, whatever the tokenizer calls it. */
export const MASK_MARK = '[MASK]';

const EXAMPLE = 'for example `{a} it was [MASK] .`';
const PART = /\{[^{}]*\}|\[MASK\]|[{}]/g;

/** Parses `source`; throws `template` naming what is wrong. */
export function parseTemplate(source: string): Template {
  const parts: TemplatePart[] = [];
  let cursor = 0;
  for (const match of source.matchAll(PART)) {
    if (match.index > cursor) parts.push({ kind: 'text', text: source.slice(cursor, match.index) });
    parts.push(readMark(match[0], match.index, source));
    cursor = match.index + match[0].length;
  }
  if (cursor < source.length) parts.push({ kind: 'text', text: source.slice(cursor) });
  const masks = parts.filter((part) => part.kind === 'mask').length;
  if (masks === 0)
    throw wrong(source, 'has no [MASK]', `Write [MASK] where the label word goes, ${EXAMPLE}.`);
  if (masks > 1) throw wrong(source, `has ${masks} times [MASK]`, `Keep exactly one [MASK], ${EXAMPLE}.`);
  const slots = parts.flatMap((part) => (part.kind === 'slot' ? [part.slot] : []));
  if (!slots.includes('a')) throw wrong(source, 'has no {a}', `Write {a} where the text goes, ${EXAMPLE}.`);
  return { source, parts, hasB: slots.includes('b') };
}

function readMark(mark: string, at: number, source: string): TemplatePart {
  if (mark === MASK_MARK) return { kind: 'mask' };
  if (mark === '{a}') return { kind: 'slot', slot: 'a' };
  if (mark === '{b}') return { kind: 'slot', slot: 'b' };
  if (mark.length === 1) {
    throw wrong(
      source,
      `has a lone "${mark}" at character ${at + 1}`,
      'Braces only stand around a and b: {a}, {b}.',
    );
  }
  throw wrong(
    source,
    `has ${mark}, which is no text of a task`,
    'A task has the texts {a} and, for pairs, {b}.',
  );
}

function wrong(source: string, what: string, remedy: string): LabError {
  return new LabError({
    code: 'template',
    message: `The template "${source}" ${what}.`,
    remedy,
    where: 'template',
  });
}
