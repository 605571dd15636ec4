/** The worker that imports tasks, without its worker: what it looks at, makes, keeps and refuses. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { SplitName, Task } from '../../src/experiment/task-types.ts';
import { readTaskZip, taskZip } from '../../src/data/task-zip.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { OwnFile, TableImport, TaskEvent } from '../../src/protocol/task-protocol.ts';
import { findStoredTask, listTasks } from '../../src/storage/saved-tasks.ts';
import { PageTaskService } from '../../workers/tasks/task-service.ts';
import { memoryKeyValue, quotaError } from '../storage/memory-key-value.ts';

const own = (name: string, content: string | Uint8Array): OwnFile => ({
  name,
  content: new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]),
});

const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `review ${i},${i % 3 === 0 ? 'neg' : 'pos'}\n`).join('');
const CSV = `text,label\n${lines(60)}`;

function makeService() {
  const store = memoryKeyValue();
  const events: TaskEvent[] = [];
  const service = new PageTaskService({ store, now: () => new Date('2026-01-02T03:04:05Z') });
  const port = Object.assign(new MessageChannel().port1, {
    postMessage: (event: TaskEvent) => void events.push(event),
  });
  void service.connect(port);
  return { store, events, service };
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

const request = (change: Partial<TableImport> = {}): TableImport => ({
  title: 'My reviews',
  splits: new Map(),
  options: { columns: { a: 'text', b: null, label: 'label', split: null } },
  ...change,
});

test('a table is looked at, counted, imported and kept', async () => {
  const { service, store, events } = makeService();
  const files = [own('reviews.csv', CSV)];
  const preview = valueOf(await service.preview(files, true));
  expect(preview).toMatchObject({
    kind: 'tables',
    guess: { a: { column: 'text' }, label: { column: 'label' } },
    tables: [{ name: 'reviews.csv', columns: ['text', 'label'], encoding: 'UTF-8', split: null }],
  });
  const counts = valueOf(await service.count(files, { a: 'text', label: 'label' }, true));
  expect(counts.classes).toEqual([
    { value: 'pos', rows: 40 },
    { value: 'neg', rows: 20 },
  ]);

  events.length = 0;
  const { id, entry, report } = valueOf(await service.importTables(files, request()));
  expect(entry).toMatchObject({ name: 'my-reviews', rows: { train: 48, dev: 6, test: 6 }, pairs: false });
  expect(id).toBe('my-reviews');
  expect(report?.balance.train).toEqual([32, 16]);
  expect(events.map(({ kind }) => kind)).toEqual(['read', 'sort', 'save']);
  expect(events[0]).toMatchObject({ bytes: CSV.length, bytesTotal: CSV.length });
  expect(await listTasks(store)).toEqual([
    { id: 'my-reviews', name: 'My reviews', addedAt: '2026-01-02T03:04:05.000Z', entry },
  ]);
  const task = await findStoredTask(store, 'my-reviews');
  expect(task?.train).toHaveLength(48);
  expect(task?.source).toBe('imported from reviews.csv');
});

test('files are the splits that the page says, also from a zip', async () => {
  const zip = zipSync({
    'data/train.csv': strToU8(CSV),
    'data/valid.csv': strToU8('text,label\nx,pos\ny,neg\n'),
    'data/test.csv': strToU8('text,label\nz,pos\n'),
    'data/readme.md': strToU8('not a table'),
  });
  const { service } = makeService();
  const preview = valueOf(await service.preview([own('data.zip', zip)], true));
  if (preview.kind !== 'tables') throw new Error('They are tables');
  expect(preview.tables.map(({ name, split }) => [name, split])).toEqual([
    ['data/train.csv', 'train'],
    ['data/valid.csv', 'dev'],
    ['data/test.csv', 'test'],
  ]);
  const splits = new Map<string, SplitName | null>(preview.tables.map(({ name, split }) => [name, split]));
  const { entry } = valueOf(await service.importTables([own('data.zip', zip)], request({ splits })));
  expect(entry.rows).toEqual({ train: 60, dev: 2, test: 1 });
});

test('a task folder, as a zip or as its files, is taken as it is', async () => {
  const task: Task = {
    name: 'mood',
    family: 'sentiment',
    labels: ['no', 'yes'],
    template: '{a} it was [MASK] .',
    labelWords: [['bad'], ['good']],
    source: 'a test',
    licence: 'CC0',
    train: [
      { a: 'x', y: 0 },
      { a: 'y', y: 1 },
    ],
    dev: [{ a: 'z', y: 0 }],
    test: [{ a: 'w', y: 1 }],
  };
  const { service, store } = makeService();
  const zip = [own('mood.zip', taskZip(task))];
  expect(valueOf(await service.preview(zip, true))).toMatchObject({ kind: 'task', entry: { name: 'mood' } });
  valueOf(await service.importFolder(zip, 'mood'));
  expect(await findStoredTask(store, 'mood')).toEqual(task);
  expect(await readTaskZip(valueOf(await service.exportTask('mood')), 'mood.zip')).toEqual(task);
  expect(await service.exportTask('nowhere')).toMatchObject({ ok: false, error: { code: 'task' } });

  const { train, dev, test: held, labelWords, ...info } = task;
  const rows = (list: Task['train']): string => list.map((row) => `${JSON.stringify(row)}\n`).join('');
  const loose = [
    own('train.jsonl', rows(train)),
    own('dev.jsonl', rows(dev)),
    own('test.jsonl', rows(held)),
    own('task.json', JSON.stringify({ ...info, label_words: labelWords })),
  ];
  // The name is taken; so is that of a shipped one.
  expect(valueOf(await service.importFolder(loose, 'mood')).id).toBe('mood-2');
  expect(await findStoredTask(store, 'mood-2')).toEqual({ ...task, name: 'mood-2' });
  expect(valueOf(await service.importFolder(loose, 'SST2')).id).toBe('sst2-2');
});

describe('what is wrong comes back as data, and nothing is kept', () => {
  test.each<readonly [string, readonly OwnFile[], Partial<TableImport>, string, RegExp]>([
    [
      'malformed rows',
      [own('d.csv', `${CSV}alone\n`)],
      {},
      'task',
      /d\.csv: one row is malformed \(line 62: it has 1 fields/,
    ],
    [
      'a column that isn’t there',
      [own('d.csv', CSV)],
      { options: { columns: { a: 'words' } } },
      'task',
      /no column “words”/,
    ],
    [
      'a template without a mask',
      [own('d.csv', CSV)],
      { options: { template: '{a}' } },
      'template',
      /no \[MASK\]/,
    ],
    ['no file', [], {}, 'argument', /no file/],
    ['a damaged zip', [own('d.zip', 'PK')], {}, 'file', /d\.zip is no zip file/],
    [
      'a zip of other things',
      [own('d.zip', zipSync({ 'a.txt': strToU8('x') }))],
      {},
      'task',
      /no file in it/,
    ],
  ])('%s', async (_what, files, change, code, message) => {
    const { service, store } = makeService();
    const answer = await service.importTables(files, request(change));
    if (answer.ok) throw new Error('It must be refused');
    expect(answer.error.code).toBe(code);
    expect(answer.error.message).toMatch(message);
    expect(answer.error.remedy).not.toBe('');
    expect(store.entries.size).toBe(0);
  });

  test('a full device', async () => {
    const { service, store } = makeService();
    store.failure = quotaError();
    const answer = await service.importTables([own('d.csv', CSV)], request());
    expect(answer).toMatchObject({ ok: false, error: { code: 'quota' } });
  });
});
