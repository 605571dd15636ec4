/** Packs WordNet into the bytes of src/methods/verbalizer/expand/packed-format.ts. */
import { POINTERS, pointerCode } from '../../src/methods/verbalizer/expand/pointers.ts';
import { FORMAT, PARTS_OF_SPEECH } from '../../src/methods/verbalizer/expand/packed-format.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Synset, SynsetPointer } from './read-wordnet.ts';

/** @returns the bytes, not yet compressed */
export function packWordNet(synsets: readonly Synset[]): Uint8Array {
  const file = new ByteWriter();
  file.lines([FORMAT]);
  packSynsets(synsets, file);
  packPointers(synsets, file);
  packDefinitions(synsets, file);
  packLexicographerFiles(synsets, file);
  return file.done();
}

function packSynsets(synsets: readonly Synset[], file: ByteWriter): void {
  const lemmas = new Map<string, number>();
  const sizes = new ByteWriter();
  const offsets = new ByteWriter();
  const words = new ByteWriter();
  const senses = new ByteWriter();
  const tags = new ByteWriter();
  const counts = PARTS_OF_SPEECH.map((letter) => synsets.filter(({ pos }) => pos === letter).length);
  synsets.forEach(({ pos, offset, words: ofSynset }, index) => {
    const before = synsets[index - 1];
    offsets.number(before?.pos === pos ? offset - before.offset : offset);
    sizes.number(ofSynset.length);
    for (const { word, sense, tags: tagCount } of ofSynset) {
      const id = lemmas.get(word);
      // 0 is the next word that was not there before.
      words.number(id === undefined ? 0 : lemmas.size - id);
      if (id === undefined) lemmas.set(word, lemmas.size);
      senses.number(sense);
      tags.number(tagCount);
    }
  });
  for (const count of counts) file.number(count);
  file.lines([...lemmas.keys()]);
  for (const part of [offsets, sizes, words, senses, tags]) file.part(part.done());
}

/** The same relation told from its other end, or null where there is none. */
function turned(source: number, pointer: SynsetPointer): { code: number; text: string } | null {
  const { inverse } = POINTERS[pointer.code];
  if (inverse === null) return null;
  const code = pointerCode(inverse);
  return {
    code,
    text: textOf(pointer.target, {
      ...pointer,
      code,
      target: source,
      sourceWord: pointer.targetWord,
      targetWord: pointer.sourceWord,
    }),
  };
}

const textOf = (source: number, { code, target, sourceWord, targetWord }: SynsetPointer): string =>
  [source, code, target, sourceWord, targetWord].join(' ');

/** Of two pointers that say the same from both ends one is stored. */
function packPointers(synsets: readonly Synset[], file: ByteWriter): void {
  const all = new Set(synsets.flatMap(({ pointers }, at) => pointers.map((pointer) => textOf(at, pointer))));
  const counts = new ByteWriter();
  const codes = new ByteWriter();
  const targets = new ByteWriter();
  const sourceWords = new ByteWriter();
  const targetWords = new ByteWriter();
  const written = new Set<string>();
  synsets.forEach(({ pointers }, at) => {
    const stored = pointers.flatMap((pointer) => {
      const text = textOf(at, pointer);
      const back = turned(at, pointer);
      const isAlone = back === null || back.text === text || !all.has(back.text);
      // Some relations are listed twice.
      if (isAlone || written.has(text)) return [{ pointer, isPaired: false }];
      const isFirst = back.code === pointer.code ? !written.has(back.text) : pointer.code < back.code;
      if (!isFirst) return [];
      written.add(text);
      return [{ pointer, isPaired: true }];
    });
    counts.number(stored.length);
    for (const { pointer, isPaired } of stored) {
      codes.number(2 * pointer.code + (isPaired ? 1 : 0));
      targets.signed(pointer.target - at);
      sourceWords.number(pointer.sourceWord);
      targetWords.number(pointer.targetWord);
    }
  });
  for (const part of [counts, codes, targets, sourceWords, targetWords]) file.part(part.done());
}

/** Words and what stands between them; a single space between two words is not written. */
const pieces = (text: string): readonly string[] =>
  (text.match(/[A-Za-z0-9]+|[^A-Za-z0-9]+/g) ?? []).filter((piece) => piece !== ' ');

function packDefinitions(synsets: readonly Synset[], file: ByteWriter): void {
  const definitions = synsets.map(({ definition }) => pieces(definition));
  const counts = new Map<string, number>();
  for (const piece of definitions.flat()) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const vocabulary = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([piece]) => piece);
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  const codes = new ByteWriter();
  for (const definition of definitions) {
    // 0 ends a definition.
    for (const piece of definition) codes.number((ids.get(piece) ?? 0) + 1);
    codes.number(0);
  }
  file.lines(vocabulary);
  file.part(codes.done());
}

function packLexicographerFiles(synsets: readonly Synset[], file: ByteWriter): void {
  const runs = new ByteWriter();
  let first = 0;
  synsets.forEach(({ lexicographerFile }, at) => {
    if (synsets[at + 1]?.lexicographerFile === lexicographerFile) return;
    runs.number(lexicographerFile);
    runs.number(at + 1 - first);
    first = at + 1;
  });
  file.part(runs.done());
}
