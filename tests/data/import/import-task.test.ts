import { describe, expect, test } from 'vitest';
import { importTask } from '../../../src/data/import/import-task.ts';
import type { ImportFile, ImportOptions } from '../../../src/data/import/import-types.ts';
import { taskFiles } from '../../../src/data/import/task-files.ts';
import { loadTask } from '../../../src/data/load-task.ts';
import type { Task } from '../../../src/experiment/task-types.ts';
import { file } from './sources.ts';

/** `count` rows, three of four positive. */
function reviews(count: number, name = 'reviews.csv'): ImportFile {
  const rows = Array.from(
    { length: count },
    (_, i) => `"text ${i}, with a comma",${i % 4 === 0 ? 'bad' : 'good'}`,
  );
  return file(name, `text,label\n${rows.join('\n')}\n`);
}

const run = (files: readonly ImportFile[], options: Partial<ImportOptions> = {}) =>
  importTask(files, { name: 'mine', ...options });

const csv = (text: string, options: Partial<ImportOptions> = {}) => run([file('d.csv', text)], options);

/** Enough rows of both classes for any split, to be put after the lines under test. */
const FILL = Array.from({ length: 40 }, (_, i) => `filling ${i},${i % 2 === 0 ? 'x' : 'y'}\n`).join('');

/** The task as it comes back from its own files. */
async function written(task: Task): Promise<Task> {
  const files = new Map(
    taskFiles(task).map((output) => [`folder/${output.name}`, [...output.pieces()].join('')]),
  );
  return loadTask('folder', (path) => {
    const text = files.get(path);
    return text === undefined ? Promise.reject(new Error(path)) : Promise.resolve(text);
  });
}

test('rows become a task with classes by frequency and its own names as label words', async () => {
  const { task, report } = await run([reviews(100)]);
  expect(task.labels).toEqual(['good', 'bad']);
  expect(task.labelWords).toEqual([['good'], ['bad']]);
  expect(task).toMatchObject({ name: 'mine', family: 'other', template: '{a} it was [MASK] .' });
  expect(report.balance).toEqual({ train: [59, 19], dev: [8, 3], test: [8, 3] });
  expect(report).toMatchObject({ rowsRead: 100, skipped: { count: 0, listed: [] }, notes: [] });
  const texts = [...task.train, ...task.dev, ...task.test].map(({ a }) => a);
  expect(new Set(texts).size).toBe(100);
  for (const { a, y } of task.train) expect(y).toBe(Number(/\d+/.exec(a)?.[0]) % 4 === 0 ? 1 : 0);
});

test('the seed decides the division', async () => {
  const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => run([reviews(100)], { seed })));
  expect(same?.task).toEqual(one?.task);
  expect(other?.task.test).not.toEqual(one?.task.test);
});

test('written as a task folder, it loads as the same task', async () => {
  const { task } = await csv(`text,label\n"line\none, “two” \u2028 ü",x\n${FILL}`);
  expect(await written(task)).toEqual(task);
});

test('a pair of texts gets a template with {b}', async () => {
  const rows = FILL.replaceAll(',', ',second,');
  const { task, report } = await csv(`premise,hypothesis,label\n${rows}`);
  expect(task.template).toBe('{a} ? [MASK] , {b}');
  expect(task.train[0]).toMatchObject({ a: 'filling 0', b: 'second', y: 0 });
  expect(report.columns.b?.column).toBe('hypothesis');
  expect(await written(task)).toEqual(task);
});

describe('classes', () => {
  test('given ones have their order and their names', async () => {
    const { task } = await csv(`text,label\n${FILL}`, {
      classes: [
        { value: 'y', name: 'negative' },
        { value: 'x', name: 'positive' },
      ],
      labelWords: [['bad'], ['good', 'great']],
    });
    expect(task.labels).toEqual(['negative', 'positive']);
    expect(task.train[0]).toEqual({ a: 'filling 0', y: 1 });
    expect(task.labelWords).toEqual([['bad'], ['good', 'great']]);
  });

  test.each<readonly [string, string, Partial<ImportOptions>, RegExp]>([
    ['only one', `text,label\n${FILL.replaceAll(',y', ',x')}`, {}, /only the class “x”/],
    [
      'one that is not given',
      `text,label\n${FILL}`,
      { classes: two('x', 'z') },
      /line 3: the label “y” is none/,
    ],
    ['one given twice', `text,label\n${FILL}`, { classes: two('x', 'x') }, /value “x” stands there twice/],
    [
      'one given but without rows',
      `text,label\n${FILL}`,
      { classes: [...two('x', 'y'), ...two('z', 'w')] },
      /no training row has the class “z”, “w”/,
    ],
    ['too few label words', `text,label\n${FILL}`, { labelWords: [['good']] }, /label words for 1 classes/],
    [
      'a column of texts',
      `label,text\n${Array.from({ length: 501 }, (_, i) => `value ${i},x\n`).join('')}`,
      {},
      /more than 500 different values/,
    ],
  ])('%s is refused', async (_what, text, options, message) => {
    await expect(csv(text, options)).rejects.toThrow(message);
  });

  function two(x: string, y: string) {
    return [x, y].map((value) => ({ value, name: value }));
  }
});

describe('columns', () => {
  test.each<readonly [string, Partial<ImportOptions>, RegExp]>([
    ['a wrong one', { columns: { a: 'txt' } }, /d\.csv: there is no column “txt” \(--a\)/],
    [
      'one for two uses',
      { columns: { a: 'label', label: 'label' } },
      /“label” is asked for twice, by --a and --label/,
    ],
    ['a second text that is none', { template: '{a} [MASK] {b}' }, /no column is the second text/],
    ['a template without a mask', { template: '{a}' }, /has no \[MASK\]/],
  ])('%s is named', async (_what, options, message) => {
    await expect(csv(`text,label\n${FILL}`, options)).rejects.toThrow(message);
  });

  test('a wrong one comes with the names of those that are there', async () => {
    await expect(csv(`text,label\n${FILL}`, { columns: { label: 'klass' } })).rejects.toMatchObject({
      code: 'task',
      remedy: 'The columns are “text”, “label”.',
    });
  });

  test('each further file must have them too', async () => {
    const other = file('test.csv', 'sentence,label\nfine,x\n');
    await expect(run([file('train.csv', `text,label\n${FILL}`), other])).rejects.toThrow(
      /test\.csv: there is no column “text”/,
    );
  });

  test('names and values that reach prototypes elsewhere are plain here', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ y: i % 2 === 0 ? '__proto__' : 'constructor', i }));
    const json = rows.map(({ y, i }) => `{"__proto__":"toString ${i}","constructor":"${y}"}`).join('\n');
    const options = { columns: { a: '__proto__', label: 'constructor' } };
    const { task } = await run([file('d.jsonl', json)], options);
    expect(task.labels).toEqual(['__proto__', 'constructor']);
    expect(task.train.every(({ a }) => a.startsWith('toString '))).toBe(true);
    const lines = rows.map(({ y, i }) => `toString ${i},${y}\n`).join('');
    expect((await csv(`__proto__,constructor\n${lines}`, options)).task).toEqual({
      ...task,
      source: 'imported from d.csv',
    });
    expect(Reflect.get({}, 'toString 0')).toBeUndefined();
  });
});

describe('malformed rows', () => {
  const text = `text,label\nshort\n ,x\n"two\nlines",\n${FILL}`;

  test('refuse the file, with lines and reasons', async () => {
    await expect(csv(text)).rejects.toThrow(
      'd.csv: 3 rows are malformed (line 2: it has 1 fields, and the header has 2; line 3: column “text” is empty or no text; line 4: column “label” is empty or no text).',
    );
  });

  test('are left out on request, and reported', async () => {
    const { task, report } = await csv(text, { skipMalformed: true });
    expect(task.train.length + task.dev.length + task.test.length).toBe(40);
    expect(report.rowsRead).toBe(43);
    expect(report.skipped.count).toBe(3);
    expect(report.skipped.listed.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  test('are all counted, though the list ends', async () => {
    const { report } = await csv(`text,label\n${'short\n'.repeat(700)}${FILL}`, { skipMalformed: true });
    expect(report.skipped.count).toBe(700);
    expect(report.skipped.listed).toHaveLength(50);
  });

  test('include texts beyond all measure', async () => {
    const huge = 'x'.repeat(1_000_001);
    await expect(csv(`text,label\n${FILL}${huge},x\n`)).rejects.toThrow(
      /line 42: column “text” has 1000001 char/,
    );
  });

  test('include rows of JSON without a text, or with a list for it', async () => {
    const rows = [{ label: 'x' }, { text: ['a'], label: 'x' }, ...good(40)];
    await expect(run([file('d.json', JSON.stringify(rows))], {})).rejects.toThrow(/2 rows are malformed/);
  });

  test('alone are no file', async () => {
    await expect(csv('text,label\nshort\n', { skipMalformed: true })).rejects.toThrow(
      /no row is well-formed/,
    );
    await expect(csv('text,label\n')).rejects.toThrow(/there are no rows/);
  });

  function good(count: number) {
    return Array.from({ length: count }, (_, i) => ({ text: `text ${i}`, label: i % 2 === 0 ? 'x' : 'y' }));
  }
});

describe('splits', () => {
  test('from a column', async () => {
    const splits = ['train', 'train', 'validation', 'test'];
    const rows = Array.from({ length: 40 }, (_, i) => `t${i},${(i >> 2) % 2},${splits[i % 4] ?? ''}\n`);
    const { task, report } = await csv(`text,label,split\n${rows.join('')}`, {
      shares: { train: 0.8, dev: 0.1, test: 0.1 },
    });
    expect(task.train.map(({ a }) => a).slice(0, 4)).toEqual(['t0', 't1', 't4', 't5']);
    expect(task.dev[1]).toEqual({ a: 't6', y: 1 });
    expect(task.test).toHaveLength(10);
    expect(report.notes).toContain('The rows tell their splits, so the shares were not used.');
    const extra = 'late,0,holdout\n';
    await expect(
      csv(`text,label,split\n${rows.join('')}${extra}`, { columns: { split: 'split' } }),
    ).rejects.toThrow(/line 42: column “split” says “holdout”/);
  });

  test('from files; a missing dev is taken from train', async () => {
    const { task, report } = await run([reviews(90, 'train.csv'), reviews(40, 'test.csv')]);
    expect(task.test).toHaveLength(40);
    expect(task.dev).toHaveLength(10);
    expect(task.train).toHaveLength(80);
    expect(report.files.map(({ split }) => split)).toEqual(['train', 'test']);
  });

  test('from files rather than from a column that says otherwise', async () => {
    const rows = FILL.replaceAll('\n', ',train\n');
    const names = ['train.csv', 'dev.csv', 'test.csv'];
    const { task, report } = await run(names.map((name) => file(name, `text,label,split\n${rows}`)));
    expect(report.columns.split).toBeNull();
    expect([task.train.length, task.dev.length, task.test.length]).toEqual([40, 40, 40]);
  });

  test('without a training row of a class, or without rows, are refused', async () => {
    const only = file('test.csv', `text,label\nnew,z\n${FILL}`);
    await expect(run([file('train.csv', `text,label\n${FILL}`), only])).rejects.toThrow(
      /no training row has the class “z”/,
    );
    await expect(csv('text,label\na,x\nb,y\n')).rejects.toThrow(/no rows for dev and test/);
  });
});

describe('duplicates', () => {
  const files = [
    file('train.csv', `text,label\nSame  Text,x\nsame text,x\nＳａｍｅ text,y\nleaked,x\ndev two,y\n${FILL}`),
    file('dev.csv', 'text,label\ndev one,x\ndev two,y\n'),
    file('test.csv', 'text,label\nLEAKED,x\ntest two,y\ndev one,x\n'),
  ];

  test('are counted within splits and across them', async () => {
    const { report } = await run(files);
    expect(report.duplicates).toEqual({
      within: { train: 2, dev: 0, test: 0 },
      contradicting: 1,
      trainDev: 1,
      trainTest: 1,
      devTest: 1,
      removedFromTrain: 0,
    });
  });

  test('are taken from train on request, and from nowhere else', async () => {
    const { task, report } = await run(files, { dropDuplicates: true });
    expect(report.duplicates.removedFromTrain).toBe(4);
    expect(task.train.slice(0, 2).map(({ a }) => a)).toEqual(['Same  Text', 'filling 0']);
    expect(task.train).toHaveLength(41);
    expect(task.test).toHaveLength(3);
    expect(report.balance.train).toEqual([21, 20]);
  });

  test('a class that vanishes with them is refused', async () => {
    const train = file('train.csv', 'text,label\na,x\nb,x\nc,y\n');
    const test = file('test.csv', 'text,label\nc,y\nd,x\n');
    await expect(
      run([train, test, file('dev.csv', 'text,label\ne,x\n')], { dropDuplicates: true }),
    ).rejects.toThrow(/no training row has the class “y”/);
  });
});

test('the longest texts are named by line', async () => {
  const { report } = await csv(`text,label\n${FILL}${'long '.repeat(50)}end,x\n`);
  const all = Object.values(report.longest).flat();
  expect(all).toContainEqual({ file: 'd.csv', line: 42, characters: 253 });
});

test('spellings of one class are noticed', async () => {
  const { report } = await csv(`text,label\n${FILL}one,X\ntwo,X\nthree,X\n`);
  expect(report.notes).toContain(
    'Classes “x” and “X” differ in spelling only; they can be taken as one (--merge-spellings).',
  );
});

test('a first row that seems to be no header is noticed', async () => {
  const { report } = await csv(FILL, { columns: { a: 'filling 0', label: 'x' } });
  expect(report.notes).toEqual([
    'The label column is called “x”, as a class is: the file seems to have no header row.',
  ]);
});
