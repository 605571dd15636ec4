/** What ships must hold what docs/data.md and the catalogue say of it. */
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadTask } from '../../src/data/load-task.ts';
import { findTask, taskCatalogue } from '../../src/data/task-catalogue.ts';
import { majorityRate } from '../../src/experiment/metrics.ts';
import { readKindOf } from '../../src/text/read-kind.ts';
import { parseTemplate } from '../../src/text/template.ts';
import { createVerbalizer } from '../../src/text/verbalizer.ts';
import { wrapExample } from '../../src/text/wrap-example.ts';
import { readTokenizer } from '../text/families.ts';

const root = new URL('../../public/tasks/', import.meta.url);
const tokenizer = readTokenizer('wordpiece');
const read = (path: string) => readFile(new URL(path, root), 'utf8');

/** Equal for texts that differ in case, spacing or punctuation alone. */
const key = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

test('the catalogue lists the folders there are, at least twelve of at least five families', () => {
  expect(taskCatalogue.map(({ name }) => name).sort()).toEqual(readdirSync(root).sort());
  expect(taskCatalogue.length).toBeGreaterThanOrEqual(12);
  expect(new Set(taskCatalogue.map(({ family }) => family)).size).toBeGreaterThanOrEqual(5);
  expect(findTask('sst2')?.reference).toBe(true);
  expect(findTask('constructor')).toBeNull();
});

describe.each(taskCatalogue.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  test('loads, with the counts and facts of the catalogue, within the limits', async () => {
    const task = await loadTask(name, read);
    const { train, dev, test: held, ...info } = task;
    expect(entry).toMatchObject(info);
    expect(entry.rows).toEqual({ train: train.length, dev: dev.length, test: held.length });
    expect(train.length).toBeLessThanOrEqual(2000);
    expect(Math.max(dev.length, held.length)).toBeLessThanOrEqual(500);
    expect(entry.majority).toBeCloseTo(majorityRate(held.map(({ y }) => y)), 12);
    expect([train, dev, held].map((rows) => new Set(rows.map(({ y }) => y)).size)).toEqual(
      Array(3).fill(task.labels.length),
    );
    expect([...train, ...dev, ...held].every(({ b }) => (b !== undefined) === entry.pairs)).toBe(true);
  });

  test('has no row of dev or test whose first text training has seen', async () => {
    const task = await loadTask(name, read);
    const seen = new Set(task.train.map(({ a }) => key(a)));
    expect([...task.dev, ...task.test].filter(({ a }) => seen.has(key(a)))).toEqual([]);
  });

  test('has label words of one token each in the shipped vocabulary, and a template that wraps', async () => {
    const { warnings, tokenIds } = createVerbalizer(tokenizer, entry.labels, entry.labelWords);
    expect(warnings).toEqual([]);
    expect(tokenIds).toHaveLength(entry.labels.length);
    const template = parseTemplate(entry.template);
    expect(template.hasB).toBe(entry.pairs);
    const task = await loadTask(name, read);
    expect(readKindOf(tokenizer)).toBe('mask');
    for (const row of task.test.slice(0, 100)) {
      const { ids, readPosition } = wrapExample(tokenizer, template, row, 64);
      expect(ids.length).toBeLessThanOrEqual(64);
      expect(ids[readPosition.index]).toBe(tokenizer.special.mask);
    }
  });

  test('states source and licence, here and in docs/data.md', () => {
    expect(entry.source).not.toBe('not stated');
    expect(entry.licence).not.toBe('');
    // The formatter pads the table's columns.
    const docs = readFileSync(new URL('../../docs/data.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
    const { train, dev, test: held } = entry.rows;
    expect(docs).toContain(`| ${name} | ${entry.family} | ${train} / ${dev} / ${held} |`);
  });
});
