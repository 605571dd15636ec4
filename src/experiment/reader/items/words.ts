/** Words of texts, plurals, and where a text mentions a name (specs/dynsan-reader.md, 0.3 and 0.5). */

/** Runs of small letters and digits; `@` and a number, a placeholder, is one too. */
const TOKEN = /@\d+|[\p{L}\p{N}]+/gu;

/** The tokens of a text, in small letters. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(TOKEN) ?? [];

/** The regular plural of a word. */
export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:[sxz]|[cs]h)$/.test(word) ? `${word}es` : `${word}s`;
}

/** A word without a regular plural's ending; short ones and those in -ss, -us, -is stay. */
export function stemOf(word: string): string {
  if (word.length < 4) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

/** A name as it is looked for: its tokens, and the plural of the last one. */
export interface Name {
  readonly words: readonly string[];
  readonly plural: string;
}

export function nameOf(text: string): Name {
  const words = wordsIn(text);
  return { words, plural: pluralOf(words[words.length - 1] ?? '') };
}

export interface Mention {
  /** Index of the name. */
  readonly name: number;
  readonly first: number;
  /** Tokens. */
  readonly length: number;
}

/** Whether `words` have the name at `first`, in the plural or not. */
export function standsAt(words: readonly string[], first: number, name: Name): boolean {
  const last = name.words.length - 1;
  if (last < 0) return false;
  for (let n = 0; n < last; n++) if (words[first + n] !== name.words[n]) return false;
  return words[first + last] === name.words[last] || words[first + last] === name.plural;
}

/** Whether the name stands anywhere in `words`. */
export const isMentioned = (words: readonly string[], name: Name): boolean =>
  words.some((_, first) => standsAt(words, first, name));

/**
 * What finds mentions of all `names` in a text, in its order and none overlapping: the longest goes before, then the
 * leftmost.
 */
export function mentionFinder(names: readonly Name[]): (words: readonly string[]) => Mention[] {
  const byStart = new Map<string, number[]>();
  const begin = (word: string | undefined, index: number): void => {
    if (word === undefined) return;
    const some = byStart.get(word);
    if (some === undefined) byStart.set(word, [index]);
    else if (!some.includes(index)) some.push(index);
  };
  names.forEach(({ words, plural }, index) => {
    begin(words[0], index);
    if (words.length === 1) begin(plural, index);
  });
  return (words) => {
    const all: Mention[] = [];
    for (let first = 0; first < words.length; first++)
      for (const name of byStart.get(words[first]) ?? [])
        if (standsAt(words, first, names[name])) all.push({ name, first, length: names[name].words.length });
    return all.length < 2 ? all : withoutOverlaps(all, words.length);
  };
}

function withoutOverlaps(all: Mention[], length: number): Mention[] {
  all.sort((a, b) => b.length - a.length || a.first - b.first || a.name - b.name);
  const isTaken = new Uint8Array(length);
  return all
    .filter((mention) => {
      for (let n = 0; n < mention.length; n++) if (isTaken[mention.first + n] === 1) return false;
      isTaken.fill(1, mention.first, mention.first + mention.length);
      return true;
    })
    .sort((a, b) => a.first - b.first);
}
