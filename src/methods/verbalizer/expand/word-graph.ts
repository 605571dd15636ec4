/**
 * WordNet as the expander walks it: synsets, their words and meanings, relations, definitions. Built once from the packed
 * file (`packed-format.ts`); pure and read-only.
 */
import { ByteStream, damaged } from './byte-stream.ts';
import { unpackDefinitions, type Definitions } from './definitions.ts';
import { FORMAT, PARTS_OF_SPEECH } from './packed-format.ts';
import { unpackPointers, type Pointers } from './unpack-pointers.ts';
import { unpackSynsets, type Synsets } from './unpack-synsets.ts';

/** A meaning of a word. */
export interface Meaning {
  readonly synset: number;
  readonly sense: number;
  readonly tags: number;
}

export interface WordGraph {
  readonly synsets: Synsets;
  readonly pointers: Pointers;
  readonly definitions: Definitions;
  /** The number of each synset's lexicographer file, such as 18 for people (specs/knowledgeable-verbalizer.md, 15.2). */
  readonly lexicographerFile: Uint8Array;
  /** Words of a synset, the usual one first. */
  readonly wordsOf: (synset: number) => readonly string[];
  /** All meanings of a word, whatever its capitals: nouns, verbs, adjectives, adverbs, each by falling frequency. */
  readonly meanings: (word: string) => readonly Meaning[];
  /** Part of speech and offset, such as `n00524569`. */
  readonly nameOf: (synset: number) => string;
}

/** @param bytes of the packed file, uncompressed. @throws LabError `file` */
export function openWordGraph(bytes: Uint8Array): WordGraph {
  const file = new ByteStream(bytes);
  if (file.lines()[0] !== FORMAT) throw damaged('it is of another kind');
  const synsets = unpackSynsets(file);
  const meanings = meaningsByWord(synsets);
  return {
    synsets,
    pointers: unpackPointers(file, synsets.count),
    definitions: unpackDefinitions(file, synsets.count),
    lexicographerFile: unpackLexicographerFiles(file, synsets.count),
    wordsOf: (synset) =>
      Array.from(
        synsets.word.subarray(synsets.start[synset], synsets.start[synset + 1]),
        (word) => synsets.words[word],
      ),
    meanings: (word) => meanings(word.toLowerCase()),
    nameOf: (synset) =>
      `${PARTS_OF_SPEECH[synsets.partOfSpeech[synset]]}${String(synsets.offset[synset]).padStart(8, '0')}`,
  };
}

/** Capitals make no difference to what a word may mean: senses are counted over all spellings. */
function meaningsByWord(synsets: Synsets): (word: string) => readonly Meaning[] {
  const { words, word: wordOfSlot, start: firstSlot } = synsets;
  const spellings = new Map<string, number | number[]>();
  words.forEach((word, id) => {
    const small = word.toLowerCase();
    const known = spellings.get(small);
    spellings.set(small, known === undefined ? id : [known, id].flat());
  });
  const start = new Uint32Array(words.length + 1);
  for (const word of wordOfSlot) start[word + 1]++;
  for (let word = 0; word < words.length; word++) start[word + 1] += start[word];
  const next = start.slice();
  const owner = new Uint32Array(wordOfSlot.length);
  const slot = new Uint32Array(wordOfSlot.length);
  for (let synset = 0; synset < synsets.count; synset++)
    for (let at = firstSlot[synset]; at < firstSlot[synset + 1]; at++) {
      const free = next[wordOfSlot[at]]++;
      owner[free] = synset;
      slot[free] = at;
    }
  const meaningsOf = (id: number): Meaning[] =>
    Array.from(slot.subarray(start[id], start[id + 1]), (at, n) => ({
      synset: owner[start[id] + n],
      sense: synsets.sense[at],
      tags: synsets.tags[at],
    }));
  const part = ({ synset }: Meaning): number => synsets.partOfSpeech[synset];
  return (word) =>
    [spellings.get(word) ?? []]
      .flat()
      .flatMap(meaningsOf)
      .sort((a, b) => part(a) - part(b) || a.sense - b.sense || a.synset - b.synset);
}

function unpackLexicographerFiles(file: ByteStream, count: number): Uint8Array {
  const runs = new ByteStream(file.part());
  const numbers = new Uint8Array(count);
  for (let first = 0; first < count;) {
    const number = runs.number();
    const length = runs.number();
    if (length === 0 || length > count - first)
      throw damaged('its lexicographer files don’t fit its synsets');
    numbers.fill(number, first, first + length);
    first += length;
  }
  return numbers;
}
