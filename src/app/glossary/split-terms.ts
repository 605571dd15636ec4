/** Finds the words that the lab explains in its sentences: each once, where it is used first. Pure. */
import { TERM_NAMES, TERMS, type TermName } from './terms.ts';

/** A piece of a text: as it is, or a word with an explanation, as it is written there. */
export type TextPart = string | { readonly of: TermName; readonly text: string };

/** All ways of writing a term, each a group named by the term's position; longer ones first. */
const FORMS = TERM_NAMES.flatMap((name, index) => TERMS[name].map((form) => ({ form, index }))).sort(
  (a, b) => b.form.length - a.form.length,
);

/** No letter, digit or hyphen on either side: “frozenness” and “lossless” are other words. */
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${FORMS.map(({ form }) => `(${form})`).join('|')})(?![\\p{L}\\p{N}-])`,
  'giu',
);

/**
 * Splits texts that follow one another, such as the strings of a finding.
 * @param known terms that were explained before; they stay plain text
 * @returns for each text its parts, in order; joined they are the text
 */
export function splitTerms(
  texts: readonly string[],
  known: readonly TermName[] = [],
): readonly (readonly TextPart[])[] {
  const used = new Set<TermName>(known);
  return texts.map((text) => splitText(text, used));
}

function splitText(text: string, used: Set<TermName>): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    const [written, ...groups] = match;
    const name = TERM_NAMES[FORMS[groups.findIndex((group) => group !== undefined)]?.index ?? -1];
    if (name === undefined || used.has(name)) continue;
    used.add(name);
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ of: name, text: written });
    end = match.index + written.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}
