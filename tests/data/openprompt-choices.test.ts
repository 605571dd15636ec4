/** What a file of OpenPrompt's offers to choose from, and what is written for it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  templateFile,
  templatesIn,
  verbalizerFile,
  verbalizersIn,
} from '../../src/data/openprompt-choices.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/openprompt/${name}`, import.meta.url), 'utf8');

const LABELS = ['bad', 'good'];

describe('templates', () => {
  test('each line is a choice, and one that can’t be used says why', () => {
    const choices = templatesIn(fixture('agnews-templates.txt'), 'agnews.txt');
    expect(choices[0]).toEqual({ number: 0, value: ' A [MASK] news : {a} {b}', problem: null });
    expect(choices[4]?.value).toBeNull();
    expect(choices[4]?.problem).toMatch(/agnews\.txt, line 5: .*special token/);
  });

  test('empty lines are none, and their numbers stay', () => {
    const choices = templatesIn(
      '{"mask"} {"placeholder": "text_a"}\n\n{"placeholder": "text_a"}{"mask"}\n',
      'x.txt',
    );
    expect(choices.map(({ number }) => number)).toEqual([0, 2]);
    expect(() => templatesIn('\n \n', 'x.txt')).toThrow(/no template/);
  });

  test('what is written is read again', () => {
    expect(templatesIn(templateFile('{a} it was [MASK] .'), 'x.txt')).toEqual([
      { number: 0, value: '{a} it was [MASK] .', problem: null },
    ]);
    expect(() => templateFile('{a}')).toThrow(/no \[MASK\]/);
  });
});

describe('label words', () => {
  test('verbalizers one after another', () => {
    expect(verbalizersIn('bad\ngood\n\nawful,poor\ngreat\n\none\n', LABELS, 'v.txt')).toMatchObject([
      { number: 0, value: [['bad'], ['good']] },
      { number: 1, value: [['awful', 'poor'], ['great']] },
      { number: 2, value: null },
    ]);
  });

  test('JSON, and what is written for it', () => {
    const words = [['bad', 'so, so'], ['good']];
    const two = JSON.stringify([{ bad: ['bad'], good: ['good'] }, { other: ['x'] }]);
    expect(verbalizersIn(two, LABELS, 'v.json').map(({ value }) => value)).toEqual([
      [['bad'], ['good']],
      null,
    ]);
    expect(verbalizersIn(verbalizerFile(LABELS, words), LABELS, 'v.json')).toEqual([
      { number: 0, value: words, problem: null },
    ]);
  });

  test('a file without any, and one that is no JSON', () => {
    expect(() => verbalizersIn('\n', LABELS, 'v.txt')).toThrow(/no verbalizer/);
    expect(() => verbalizersIn('[]', LABELS, 'v.json')).toThrow(/no verbalizer/);
    expect(verbalizersIn('{', LABELS, 'v.json')).toMatchObject([
      { value: null, problem: expect.stringContaining('not one JSON value') as string },
    ]);
  });
});
