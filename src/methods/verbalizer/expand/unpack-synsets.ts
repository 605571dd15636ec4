/** Synsets and their words out of the packed file. */
import { damaged, ByteStream } from './byte-stream.ts';
import { PARTS_OF_SPEECH } from './packed-format.ts';

export interface Synsets {
  readonly count: number;
  /** Index into `PARTS_OF_SPEECH`. */
  readonly partOfSpeech: Uint8Array;
  readonly offset: Uint32Array;
  /** All words as they are written, capitals and spaces in them. */
  readonly words: readonly string[];
  /** The words of synset `s` lie from `start[s]` to `start[s + 1]` in the arrays behind it. */
  readonly start: Uint32Array;
  readonly word: Uint32Array;
  /** From 1, the most frequent meaning of the word first, within a part of speech. */
  readonly sense: Uint16Array;
  readonly tags: Uint16Array;
}

/** @throws LabError `file` */
export function unpackSynsets(file: ByteStream): Synsets {
  const counts = PARTS_OF_SPEECH.map(() => file.number());
  const words = file.lines();
  const [offsets, sizes, backs, senses, tags] = Array.from({ length: 5 }, () => new ByteStream(file.part()));
  const partOfSpeech = Uint8Array.from(counts.flatMap((count, part) => new Array<number>(count).fill(part)));
  const count = partOfSpeech.length;
  const offset = new Uint32Array(count);
  const start = new Uint32Array(count + 1);
  for (let synset = 0; synset < count; synset++) {
    const isFirst = synset === 0 || partOfSpeech[synset] !== partOfSpeech[synset - 1];
    offset[synset] = offsets.number() + (isFirst ? 0 : offset[synset - 1]);
    start[synset + 1] = start[synset] + sizes.number();
  }
  const total = start[count];
  const word = new Uint32Array(total);
  const sense = new Uint16Array(total);
  const tagCount = new Uint16Array(total);
  let met = 0;
  for (let slot = 0; slot < total; slot++) {
    const back = backs.number();
    if (back > met) throw damaged('a word is none of its words');
    word[slot] = back === 0 ? met++ : met - back;
    sense[slot] = senses.number();
    tagCount[slot] = tags.number();
  }
  if (met !== words.length) throw damaged('words are missing');
  return { count, partOfSpeech, offset, words, start, word, sense, tags: tagCount };
}
