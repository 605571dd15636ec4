/** Relations between synsets out of the packed file, each from both of its ends. */
import { ByteStream, damaged } from './byte-stream.ts';
import { POINTERS, pointerCode } from './pointers.ts';

export interface Pointers {
  /** The pointers of synset `s` lie from `start[s]` to `start[s + 1]` in the arrays behind it. */
  readonly start: Uint32Array;
  /** Index into `POINTERS`. */
  readonly code: Uint8Array;
  readonly target: Uint32Array;
  /** Number of the word from 1; 0 for the whole synset. */
  readonly sourceWord: Uint8Array;
  readonly targetWord: Uint8Array;
}

const INVERSE: readonly number[] = POINTERS.map(({ inverse }) =>
  inverse === null ? -1 : pointerCode(inverse),
);

/** @param count number of synsets. @throws LabError `file` */
export function unpackPointers(file: ByteStream, count: number): Pointers {
  const [countBytes, codeBytes, ...others] = Array.from({ length: 5 }, () => file.part());
  const counts = new ByteStream(countBytes);
  const codes = new ByteStream(codeBytes);
  const [targets, sourceWords, targetWords] = others.map((part) => new ByteStream(part));
  // A code takes a byte, and stands for two pointers at most.
  const most = 2 * codeBytes.length;
  const source = new Uint32Array(most);
  const read = {
    code: new Uint8Array(most),
    target: new Uint32Array(most),
    sourceWord: new Uint8Array(most),
    targetWord: new Uint8Array(most),
  };
  let total = 0;
  const add = (from: number, code: number, to: number, fromWord: number, toWord: number): void => {
    if (code < 0 || code >= POINTERS.length || to < 0 || to >= count)
      throw damaged('a relation leads nowhere');
    source[total] = from;
    read.code[total] = code;
    read.target[total] = to;
    read.sourceWord[total] = fromWord;
    read.targetWord[total] = toWord;
    total++;
  };
  for (let synset = 0; synset < count; synset++)
    for (let left = counts.number(); left > 0; left--) {
      const both = codes.number();
      const code = both >> 1;
      const target = synset + targets.signed();
      const sourceWord = sourceWords.number();
      const targetWord = targetWords.number();
      add(synset, code, target, sourceWord, targetWord);
      if (both % 2 === 1) add(target, INVERSE[code], synset, targetWord, sourceWord);
    }
  return bySource(source.subarray(0, total), read, count);
}

function bySource(source: Uint32Array, read: Omit<Pointers, 'start'>, count: number): Pointers {
  const start = new Uint32Array(count + 1);
  for (const synset of source) start[synset + 1]++;
  for (let synset = 0; synset < count; synset++) start[synset + 1] += start[synset];
  const next = start.slice();
  const pointers: Pointers = {
    start,
    code: new Uint8Array(source.length),
    target: new Uint32Array(source.length),
    sourceWord: new Uint8Array(source.length),
    targetWord: new Uint8Array(source.length),
  };
  source.forEach((synset, n) => {
    const at = next[synset]++;
    pointers.code[at] = read.code[n];
    pointers.target[at] = read.target[n];
    pointers.sourceWord[at] = read.sourceWord[n];
    pointers.targetWord[at] = read.targetWord[n];
  });
  return pointers;
}
