import { describe, expect, test } from 'vitest';
import { loadTask, type ReadText } from '../../src/data/load-task.ts';

const info = {
  family: 'sentiment',
  labels: ['negative', 'positive'],
  template: '{a} it was [MASK] .',
  label_words: ['bad', ['good', 'great']],
};
const rows = '{"a":"dull","y":0}\n{"a":"fine","y":1}\n';

const folder = (files: Record<string, string | undefined> = {}): ReadText => {
  const all: Record<string, string | undefined> = {
    'my/task.json': JSON.stringify(info),
    'my/train.jsonl': rows,
    'my/dev.jsonl': rows,
    'my/test.jsonl': rows,
    ...files,
  };
  return (path) => {
    const text = all[path];
    return text === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(text);
  };
};

test('a task folder becomes a task; the folder names it when nothing else does', async () => {
  const task = await loadTask('my/', folder());
  expect(task).toMatchObject({
    name: 'my',
    family: 'sentiment',
    source: 'not stated',
    licence: 'not stated',
  });
  expect(task.labelWords).toEqual([['bad'], ['good', 'great']]);
  expect(task.train).toEqual([
    { a: 'dull', y: 0 },
    { a: 'fine', y: 1 },
  ]);
});

test('line ends of any system, blank lines and a byte-order mark are no rows', async () => {
  const task = await loadTask(
    'my',
    folder({ 'my/dev.jsonl': '\ufeff{"a":"x","y":1}\r\n\r\n{"a":"y","b":"z","y":0}' }),
  );
  expect(task.dev).toEqual([
    { a: 'x', y: 1 },
    { a: 'y', b: 'z', y: 0 },
  ]);
});

const fails = async (read: ReadText, cause: RegExp, where: string) => {
  const attempt = loadTask('my', read);
  await expect(attempt).rejects.toThrow(cause);
  await expect(attempt).rejects.toMatchObject({
    code: 'task',
    where,
    remedy: expect.stringMatching(/\w/) as string,
  });
};

describe('rows that are wrong are named by file, line and field', () => {
  test.each<readonly [string, string, RegExp, string]>([
    ['no JSON', '{"a":"x","y":0}\n{"a":', /no valid JSON/, 'my/train.jsonl, line 2'],
    ['a list', '\n["x", 0]', /no JSON object/, 'my/train.jsonl, line 2'],
    ['null', 'null', /no JSON object/, 'my/train.jsonl, line 1'],
    ['no text', '{"y":0}', /field a is missing/, 'my/train.jsonl, line 1'],
    ['a number for the text', '{"a":7,"y":0}', /field a is not a text/, 'my/train.jsonl, line 1'],
    [
      'a second text that is none',
      '{"a":"x","b":null,"y":0}',
      /field b is not a text/,
      'my/train.jsonl, line 1',
    ],
    ['no class', '{"a":"x"}', /field y is missing/, 'my/train.jsonl, line 1'],
    [
      'a class by name',
      '{"a":"x","y":"positive"}',
      /field y is not a whole number/,
      'my/train.jsonl, line 1',
    ],
    [
      'a class out of range',
      '{"a":"x","y":1}\n{"a":"x","y":2}',
      /field y is 2, and the task has 2 classes/,
      'my/train.jsonl, line 2',
    ],
    ['a negative class', '{"a":"x","y":-1}', /field y is -1/, 'my/train.jsonl, line 1'],
    ['nothing', '\n \n', /has no rows/, 'my/train.jsonl'],
  ])('%s', async (_what, text, cause, where) => {
    await fails(folder({ 'my/train.jsonl': text }), cause, where);
  });

  test('no second text where the template asks for one', async () => {
    const pair = JSON.stringify({ ...info, template: '{a} ? [MASK] , {b}' });
    await fails(
      folder({ 'my/task.json': pair }),
      /field b is missing, and the template asks for \{b\}/,
      'my/train.jsonl, line 1',
    );
  });
});

describe('a task.json that is wrong is named by field', () => {
  test.each<readonly [string, string, RegExp]>([
    ['empty', ' ', /the file is empty/],
    ['no JSON', '{', /no valid JSON/],
    ['no labels', JSON.stringify({ ...info, labels: undefined }), /field labels/],
    [
      'one label',
      JSON.stringify({ ...info, labels: ['only'], label_words: ['x'] }),
      /field labels must name at least two classes/,
    ],
    ['a label twice', JSON.stringify({ ...info, labels: ['x', 'x'] }), /names a class twice/],
    ['no template', JSON.stringify({ ...info, template: '' }), /field template must not be empty/],
    [
      'too few label words',
      JSON.stringify({ ...info, label_words: ['bad'] }),
      /field label_words has 1 entries for 2 labels/,
    ],
    [
      'an empty list of label words',
      JSON.stringify({ ...info, label_words: ['bad', []] }),
      /field label_words\.1/,
    ],
    [
      'a number as label word',
      JSON.stringify({ ...info, label_words: ['bad', 7] }),
      /field label_words\.1 must be a word or a list of words/,
    ],
  ])('%s', async (_what, text, cause) => {
    await fails(folder({ 'my/task.json': text }), cause, 'my/task.json');
  });
});

test.each(['dev', 'test', 'train'] as const)(
  'a missing %s split is said, with what it is for',
  async (split) => {
    const attempt = loadTask('my', folder({ [`my/${split}.jsonl`]: undefined }));
    await expect(attempt).rejects.toMatchObject({
      code: 'task',
      where: `my/${split}.jsonl`,
      remedy: expect.stringContaining(`A task folder needs ${split}.jsonl: the rows that`) as string,
    });
  },
);
