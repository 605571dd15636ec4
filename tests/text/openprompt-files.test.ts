import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import { readOpenPromptTemplate, writeOpenPromptTemplates } from '../../src/text/openprompt-templates.ts';
import {
  readOpenPromptVerbalizer,
  writeOpenPromptVerbalizer,
} from '../../src/text/openprompt-verbalizers.ts';
import { usableWords } from '../../src/text/usable-words.ts';
import { createVerbalizer } from '../../src/text/verbalizer.ts';
import { refused } from '../data/peft-fixtures.ts';
import { readTokenizer } from './families.ts';

const fixture = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../fixtures/openprompt/${name}`, import.meta.url)), 'utf8');
const template = (name: string, number: number): string =>
  readOpenPromptTemplate(fixture(name), number, name);
const NEWS = ['World', 'Sports', 'Business', 'Tech'];
const NLI = ['entailment', 'neutral', 'contradiction'];

describe('templates', () => {
  test.each([
    ['agnews-templates.txt', 0, ' A [MASK] news : {a} {b}'],
    ['agnews-templates.txt', 3, ' [ Topic : [MASK] ] {a} {b}'],
    ['imdb-templates.txt', 3, ' {a} In summary , the film was [MASK] .'],
    ['dbpedia-templates.txt', 1, ' {a} {b} In this sentence, {a} is a [MASK] .'],
    ['cb-templates.txt', 4, ' {a} {b} [MASK] .'],
  ])('%s, %i', (name, number, expected) => {
    expect(template(name, number)).toBe(expected);
    const line = fixture(name).split('\n')[number].trimEnd();
    expect(writeOpenPromptTemplates([expected]).replaceAll('": "', '":"')).toBe(
      `${line.replaceAll('": "', '":"')}\n`,
    );
  });

  test('text in braces, spacing and line ends of other writers', () => {
    const text =
      '\ufeff{ \'placeholder\' : "text_a", "shortenable": True }{"text": " is"} {"mask": None}.  \r\n\r\n';
    expect(readOpenPromptTemplate(text, 0, 'x.txt')).toBe('{a} is [MASK].');
  });

  test.each<[string, string, number, Partial<LabErrorData>]>([
    ['a special token', 'agnews-templates.txt', 4, { where: 'agnews-templates.txt, line 5' }],
    ['a soft token', 'agnews-mixed-template.txt', 0, { where: 'agnews-mixed-template.txt, line 1' }],
    ['a text that is never cut', 'dbpedia-templates.txt', 0, { where: 'dbpedia-templates.txt, line 1' }],
    ['a function of the text', 'cb-templates.txt', 1, { where: 'cb-templates.txt, line 2' }],
    ['no template 9', 'imdb-templates.txt', 9, { code: 'argument', where: 'imdb-templates.txt' }],
  ])('%s is refused by name', (what, name, number, data) => {
    const error = refused(() => template(name, number));
    expect(error.toData()).toMatchObject({ code: 'template', ...data });
    expect(error.message).toContain(what);
    expect(error.remedy).not.toBe('');
  });

  test.each([
    ['{"placeholder": "text_a"} {"mask"} {"mask"}', '2 times'],
    ['{"placeholder": "text_b"} {"mask"}', 'no {a}'],
    ['{"placeholder": "text_a"}', 'no [MASK]'],
    ['{"placeholder": "text_a"} {"mask"} [MASK]', 'plain text'],
    ['{"placeholder": "text_c"} {"mask"}', 'field of the row'],
    ['{"placeholder": "text_a"} {"meta": "word"} {"mask"}', 'field of the row'],
    ['{"placeholder": "text_a" {"mask"}', 'nothing that the lab knows'],
    ['{a} {"mask"}', '{a} is nothing'],
  ])('%s', (line, message) => {
    const error = refused(() => readOpenPromptTemplate(`\n${line}\n`, 1, 't.txt'));
    expect(error.where).toBe('t.txt, line 2');
    expect(error.message).toContain(message);
  });

  test('there and back', () => {
    const piece = fc.stringMatching(/^[A-Za-z.,:"'()ã ]{0,12}$/);
    fc.assert(
      fc.property(piece, piece, piece, fc.boolean(), (before, between, after, pair) => {
        const source = `${before}{a}${between}[MASK]${after}${pair ? '{b}' : ''}`.trimEnd();
        const file = writeOpenPromptTemplates(['{a} [MASK]', source]);
        expect(readOpenPromptTemplate(file, 1, 't.txt')).toBe(source);
      }),
    );
  });

  test('a template of two lines has no place in a file', () => {
    expect(refused(() => writeOpenPromptTemplates(['{a}\n[MASK]'])).message).toContain('breaks a line');
  });
});

describe('verbalizers', () => {
  const read = (name: string, labels: readonly string[], number?: number) =>
    readOpenPromptVerbalizer(fixture(name), labels, name, number);

  test('a line a class', () => {
    expect(read('agnews-manual.txt', NEWS)).toEqual([['politics'], ['sports'], ['business'], ['technology']]);
  });

  test('a knowledgeable one', () => {
    const words = read('agnews-knowledgeable.txt', NEWS);
    expect(words.map(({ length }) => length)).toEqual([376, 350, 287, 366]);
    expect(words.map(([first]) => first)).toEqual(['politics', 'sports', 'business', 'technology']);
  });

  test('the words of all classes in one line', () => {
    expect(read('cb-one-line.txt', NLI)).toEqual([['Yes'], ['No'], ['Maybe']]);
  });

  test('JSON by the names of the classes, whatever their order', () => {
    expect(read('snli-verbalizer.json', NLI)).toEqual([['Yes'], ['Maybe'], ['No']]);
    expect(read('mnli-multiwords.jsonl', ['Neutral', 'ENTAILMENT', 'contradiction'])).toEqual([
      ['uncertain', 'neutral'],
      ['yes', 'true'],
      ['no', 'false'],
    ]);
  });

  test('the second of several', () => {
    expect(read('agnews-multiwords.jsonl', NEWS, 1)[3]).toEqual(['technology', 'science']);
    expect(readOpenPromptVerbalizer('a\nb\n\n\n c, d\r\ne\n', ['x', 'y'], 'v.csv', 1)).toEqual([
      ['c', 'd'],
      ['e'],
    ]);
  });

  test.each<[string, string, string, string, number, string, string]>([
    ['too few lines', 'v.txt', 'a\nb', 'x,y,z', 0, 'v.txt, line 2', '2 classes'],
    ['too many lines', 'v.txt', 'a\nb\nc', 'x,y', 0, 'v.txt, line 3', '3 classes'],
    ['an empty word', 'v.txt', 'a\nb,,c', 'x,y', 0, 'v.txt, line 2', 'empty'],
    ['no space in front', 'v.txt', 'a\n<!>b', 'x,y', 0, 'v.txt, line 2', '<!>b'],
    ['nothing', 'v.txt', '\n', 'x,y', 0, 'v.txt', 'holds 0'],
    ['no third', 'v.txt', 'a\nb', 'x,y', 2, 'v.txt', 'holds 1'],
    ['no JSON', 'v.json', '{"x": ["a"]}\n{"y": ["b"]}', 'x,y', 0, 'v.json', 'one JSON value'],
    ['a JSON number', 'v.json', '3', 'x,y', 0, 'v.json', 'no object'],
    ['another class', 'v.json', '{"x": "a", "z": "b"}', 'x,y', 0, 'v.json', 'missing: y, not in the task: z'],
    ['numbers as words', 'v.jsonl', '{"x": "a", "y": [1]}', 'x,y', 0, 'v.jsonl: y', 'no texts'],
    ['a class without words', 'v.json', '{"x": "a", "y": []}', 'x,y', 0, 'v.json: y', 'no word'],
    ['an inherited name', 'v.json', '{"x": "a"}', 'x,constructor', 0, 'v.json', 'missing: constructor'],
  ])('%s', (_what, file, text, labels, number, where, message) => {
    const error = refused(() => readOpenPromptVerbalizer(text, labels.split(','), file, number));
    expect(error.where).toBe(where);
    expect(error.message).toContain(message);
    expect(error.remedy).not.toBe('');
  });

  test('what generates texts is no verbalizer', () => {
    expect(refused(() => read('cb-generation.txt', NLI)).where).toBe('cb-generation.txt, line 1');
  });

  test('there and back in both formats', () => {
    const words = fc.array(fc.stringMatching(/^[a-zé'-]{1,8}( [a-z]{1,4})?$/), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 5 }), (labelWords) => {
        const labels = labelWords.map((_, c) => `class ${c}`);
        for (const kind of ['txt', 'json'] as const) {
          const file = writeOpenPromptVerbalizer(labels, labelWords, kind);
          expect(readOpenPromptVerbalizer(file, labels, `v.${kind}`)).toEqual(labelWords);
        }
      }),
    );
  });

  test('a word with a comma needs JSON', () => {
    const words = [['yes, sir'], ['no']];
    expect(refused(() => writeOpenPromptVerbalizer(['x', 'y'], words, 'txt')).where).toBe('x');
    const file = writeOpenPromptVerbalizer(['x', '__proto__'], words, 'json');
    expect(readOpenPromptVerbalizer(file, ['x', '__proto__'], 'v.json')).toEqual(words);
  });
});

describe('of a long list', () => {
  const tokenizer = readTokenizer('wordpiece');
  const news = readOpenPromptVerbalizer(fixture('agnews-knowledgeable.txt'), NEWS, 'k.txt');

  test('single tokens that classes do not share stay, and make a verbalizer without a warning', () => {
    const { labelWords, dropped } = usableWords(tokenizer, NEWS, news);
    expect(labelWords.map(([first]) => first)).toEqual(news.map(([first]) => first));
    for (const [c, words] of labelWords.entries()) {
      expect(words.length).toBeGreaterThan(50);
      expect(words.length + dropped[c].length).toBeLessThanOrEqual(news[c].length);
    }
    const { warnings } = createVerbalizer(tokenizer, NEWS, labelWords);
    expect(warnings).toEqual([]);
  });

  test('the first word stays, a shared one goes from the others', () => {
    expect(
      usableWords(
        tokenizer,
        ['x', 'y'],
        [
          ['good', 'film', 'was', 'was'],
          ['film', 'bad', 'good', '\u2603'],
        ],
      ),
    ).toEqual({
      labelWords: [
        ['good', 'was'],
        ['film', 'bad'],
      ],
      dropped: [['film'], ['good', '\u2603']],
    });
  });
});
