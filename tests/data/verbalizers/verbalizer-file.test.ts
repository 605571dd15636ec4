import { describe, expect, test } from 'vitest';
import { readVerbalizerFile, writeVerbalizerFile } from '../../../src/data/verbalizers/verbalizer-file.ts';
import { LabError } from '../../../src/errors/lab-error.ts';
import { wordLists, type StoredVerbalizer } from '../../../src/experiment/verbalizer/verbalizer.ts';

const LABELS = ['negative', 'positive'];

const read = (
  text: string,
  file: string,
  labels: readonly string[] | null = LABELS,
  number = 0,
): StoredVerbalizer => readVerbalizerFile(text, file, labels, number);

describe('OpenPrompt’s files', () => {
  test.each<[string, string]>([
    ['words.txt', 'bad, awful\ngood, great\n'],
    ['words.csv', 'bad,awful\r\ngood,great'],
    ['words.json', '{"negative": ["bad", "awful"], "positive": ["good", "great"]}'],
    ['words.jsonl', '[{"positive": ["good", "great"], "negative": [" bad", "awful "]}]'],
  ])('%s', (file, text) => {
    const verbalizer = read(text, file);
    expect(wordLists(verbalizer)).toEqual([
      ['bad', 'awful'],
      ['good', 'great'],
    ]);
    expect(verbalizer).toMatchObject({ name: 'words', labels: LABELS, made: { how: 'file', file } });
    expect(verbalizer.words[0][1]).toEqual({ word: 'awful', score: 1, source: 'own', path: [] });
  });

  test('blank lines stand between verbalizers to choose from', () => {
    const text = 'bad\ngood\n\n \nterrible\ngreat\n';
    expect(wordLists(read(text, 'x.txt', LABELS, 1))).toEqual([['terrible'], ['great']]);
    expect(() => read(text, 'x.txt', LABELS, 2)).toThrow(/no verbalizer 2/);
  });

  test('a list of objects is chosen from', () => {
    const text = JSON.stringify([
      { negative: ['bad'], positive: ['good'] },
      { negative: 'poor', positive: 'rich' },
    ]);
    expect(wordLists(read(text, 'x.json', LABELS, 1))).toEqual([['poor'], ['rich']]);
  });

  test('without a task the classes are the file’s: its names, or the first word of each line', () => {
    expect(read('{"a": ["x", "y"], "b": ["z"]}', 'x.json', null).labels).toEqual(['a', 'b']);
    expect(read('x,y\nz\nx,w\n\nother', 'x.txt', null).labels).toEqual(['x', 'z', 'x 3']);
    expect(read('x\n\nu,v\nw', 'x.txt', null, 1).labels).toEqual(['u', 'w']);
  });

  test.each<[string, string, string, RegExp]>([
    ['an empty word', 'bad,,awful\ngood', 'x.txt', /x\.txt, line 1.*empty/],
    ['too few classes', 'bad\n', 'x.txt', /x\.txt, line 1.*1 classes.*2/],
    ['too many classes', 'a\nb\nc', 'x.txt', /line 3.*3 classes.*2/],
    [
      'other classes',
      '{"no": ["a"], "yes": ["b"]}',
      'x.json',
      /missing: negative, positive.*not in the task: no, yes/,
    ],
    [
      'one class too many',
      '{"negative":["a"],"positive":["b"],"odd":["c"]}',
      'x.json',
      /not in the task: odd/,
    ],
    ['a class without words', '{"negative": [], "positive": ["b"]}', 'x.json', /x\.json: negative.*no word/],
    ['words that are no texts', '{"negative": [1], "positive": ["b"]}', 'x.json', /negative.*no texts/],
    ['a word that takes no space', 'bad,<!>ly\ngood', 'x.txt', /line 1.*<!>ly/],
    ['no JSON', '{"negative": [', 'x.json', /not one JSON value/],
    ['nothing', '\n\n', 'x.txt', /no verbalizer 0/],
    ['a word of a thousand characters', `${'a'.repeat(1000)}\ngood`, 'x.txt', /200 characters/],
  ])('%s is refused by its place', (_what, text, file, message) => {
    const wrong = (): unknown => read(text, file);
    expect(wrong).toThrow(LabError);
    expect(wrong).toThrow(message);
  });
});

const OWN: StoredVerbalizer = {
  version: 1,
  kind: 'verbalizer',
  name: 'my words',
  labels: LABELS,
  words: [
    [{ word: 'bad', score: 1, source: 'own', path: ['bad'] }],
    [
      { word: 'good', score: 1, source: 'own', path: ['good'] },
      { word: 'superb', score: 0.8, source: 'wordnet', path: ['good', '&', 'superb'] },
    ],
  ],
  made: { how: 'own' },
  notices: [],
};

describe('what is written is read again', () => {
  test('the lab’s own with everything', () => {
    const { name, text } = writeVerbalizerFile(OWN, 'lab');
    expect(name).toBe('my-words.verbalizer.json');
    expect(read(text, name)).toEqual(OWN);
    expect(read(text, name, ['a', 'b']).labels).toEqual(['a', 'b']);
    expect(() => read(text, name, ['a', 'b', 'c'])).toThrow(/2 classes, the task has 3/);
  });

  test.each(['json', 'txt', 'csv'] as const)('OpenPrompt’s .%s with the words', (format) => {
    const { name, text } = writeVerbalizerFile(OWN, format);
    expect(name).toBe(`my-words.${format}`);
    expect(wordLists(read(text, name))).toEqual(wordLists(OWN));
  });

  test('a word with a comma finds no place in a .txt', () => {
    const words = [OWN.words[0], [{ ...OWN.words[1][0], word: 'good, better' }]];
    expect(() => writeVerbalizerFile({ ...OWN, words }, 'txt')).toThrow(/good, better/);
    expect(wordLists(read(writeVerbalizerFile({ ...OWN, words }, 'json').text, 'x.json'))[1]).toEqual([
      'good, better',
    ]);
  });
});
