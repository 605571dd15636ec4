/** Definitions of synsets: as text, as content words, and which ones hold a word. */
import { ByteStream, damaged } from './byte-stream.ts';
import { isStopWord } from './stop-words.ts';

export interface Definitions {
  /** The definition of a synset as WordNet has it, without examples. */
  readonly text: (synset: number) => string;
  /** How many words it has, those of grammar among them. */
  readonly length: (synset: number) => number;
  /** Numbers of its content words, in their order, each once. */
  readonly contentWords: (synset: number) => Uint32Array;
  readonly wordOf: (number: number) => string;
  /** The number of a word in small letters, or null where no definition holds it. */
  readonly numberOf: (word: string) => number | null;
  /** Synsets whose definition holds the word. */
  readonly holders: (number: number) => Uint32Array;
  /** Rarity of a word: ln(N / n) / ln N, in [0, 1], of N definitions of which n hold it. */
  readonly rarity: (number: number) => number;
}

/** Numbers, single letters and words of grammar say nothing of what is defined. */
const isContent = (word: string): boolean => /^[a-z]{2,}$/.test(word) && !isStopWord(word);

/** @param count number of synsets. @throws LabError `file` */
export function unpackDefinitions(file: ByteStream, count: number): Definitions {
  const pieces = file.lines();
  const { start, entries } = unpackCodes(file.part(), count, pieces.length);
  const { words, numbers, wordOfPiece } = wordsAmong(pieces);
  const content = contentOf(start, entries, wordOfPiece, words.length);
  const holders = turnedRound(content, words.length);
  const isWordPiece = pieces.map(isWord);
  return {
    text: (synset) =>
      joined(Array.from(entries.subarray(start[synset], start[synset + 1]), (at) => pieces[at])),
    length: (synset) =>
      entries
        .subarray(start[synset], start[synset + 1])
        .reduce((sum, at) => sum + (isWordPiece[at] ? 1 : 0), 0),
    contentWords: (synset) => content.entries.subarray(content.start[synset], content.start[synset + 1]),
    wordOf: (number) => words[number],
    numberOf: (word) => numbers.get(word) ?? null,
    holders: (number) => holders.entries.subarray(holders.start[number], holders.start[number + 1]),
    rarity: (number) =>
      Math.log(count / (holders.start[number + 1] - holders.start[number])) / Math.log(count),
  };
}

/** Lists in one array: list `n` lies from `start[n]` to `start[n + 1]`. */
interface Lists {
  readonly start: Uint32Array;
  readonly entries: Uint32Array;
}

function unpackCodes(bytes: Uint8Array, count: number, pieceCount: number): Lists {
  const codes = new ByteStream(bytes);
  const start = new Uint32Array(count + 1);
  const entries = new Uint32Array(bytes.length);
  let total = 0;
  for (let synset = 0; synset < count; synset++) {
    for (let code = codes.number(); code > 0; code = codes.number()) {
      if (code > pieceCount) throw damaged('a definition holds no piece of its list');
      entries[total++] = code - 1;
    }
    start[synset + 1] = total;
  }
  return { start, entries: entries.slice(0, total) };
}

/** The content words among `pieces`: `Law` and `law` are one. `wordOfPiece` has −1 for what is none. */
function wordsAmong(pieces: readonly string[]): {
  readonly words: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly wordOfPiece: Int32Array;
} {
  const numbers = new Map<string, number>();
  const wordOfPiece = Int32Array.from(pieces, (piece) => {
    const word = piece.toLowerCase();
    if (!isContent(word)) return -1;
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  });
  return { words: [...numbers.keys()], numbers, wordOfPiece };
}

function contentOf(start: Uint32Array, pieces: Uint32Array, wordOfPiece: Int32Array, words: number): Lists {
  const count = start.length - 1;
  const lastHolder = new Int32Array(words).fill(-1);
  const entries = new Uint32Array(pieces.length);
  const contentStart = new Uint32Array(count + 1);
  let total = 0;
  for (let synset = 0; synset < count; synset++) {
    for (let at = start[synset]; at < start[synset + 1]; at++) {
      const word = wordOfPiece[pieces[at]];
      if (word < 0 || lastHolder[word] === synset) continue;
      lastHolder[word] = synset;
      entries[total++] = word;
    }
    contentStart[synset + 1] = total;
  }
  return { start: contentStart, entries: entries.slice(0, total) };
}

/** For each of `count` values the lists that hold it. */
function turnedRound(lists: Lists, count: number): Lists {
  const start = new Uint32Array(count + 1);
  for (const value of lists.entries) start[value + 1]++;
  for (let value = 0; value < count; value++) start[value + 1] += start[value];
  const next = start.slice();
  const entries = new Uint32Array(lists.entries.length);
  for (let list = 0; list + 1 < lists.start.length; list++)
    for (let at = lists.start[list]; at < lists.start[list + 1]; at++)
      entries[next[lists.entries[at]]++] = list;
  return { start, entries };
}

const isWord = (piece: string): boolean => /^[A-Za-z0-9]/.test(piece);

/** Pieces as a text; between two words stands a space. */
const joined = (pieces: readonly string[]): string =>
  pieces
    .map((piece, at) => (at > 0 && isWord(piece) && isWord(pieces[at - 1]) ? ` ${piece}` : piece))
    .join('');
