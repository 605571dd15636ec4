/** Inputs after public bug reports of other programs, each with the kind of fault that it is of and what is right. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importTask } from '../../src/data/import/import-task.ts';
import type { ImportedTask, ImportOptions } from '../../src/data/import/import-types.ts';
import { file } from '../data/import/sources.ts';

const FOLDER = new URL('../fixtures/cases/', import.meta.url);

function importCase(names: readonly string[], options: Partial<ImportOptions> = {}): Promise<ImportedTask> {
  const files = names.map((name) => file(name, Uint8Array.from(readFileSync(new URL(name, FOLDER)))));
  return importTask(files, { name: 'case', ...options });
}

const rowsOf = ({ task }: ImportedTask): number => task.train.length + task.dev.length + task.test.length;

describe('how a table is written', () => {
  test.each([
    ['delimiter told by the header alone', 'commas-in-header.csv', 'Verdict', []],
    ['lines before the header', 'sep-line.csv', 'label', []],
    ['lines before the header', 'first-row-blank.csv', 'label', []],
    ['lines before the header', 'preamble.csv', 'label', [/line 1: “Exported by/, /line 2: “All rows”/]],
    ['line end taken from the header alone', 'mixed-line-ends.csv', 'label', []],
    ['a delimiter at the end of every row', 'trailing-delimiter.csv', 'label', []],
    ['rows without any cell', 'blank-rows.csv', 'label', []],
  ])('%s: %s', async (_kind, name, label, notes) => {
    const imported = await importCase([name]);
    expect(rowsOf(imported)).toBe(20);
    expect(imported.report.columns.label.column).toBe(label);
    expect([...imported.task.labels].sort()).toEqual(['bad', 'good']);
    expect(imported.report.notes).toEqual(notes.map((note): unknown => expect.stringMatching(note)));
  });
});

describe('labels that are one class in several spellings', () => {
  test('composed and decomposed characters are said to look alike', async () => {
    const { report } = await importCase(['unicode-forms.csv']);
    expect(report.notes).toContainEqual(
      expect.stringMatching(/differ in spelling only, in characters that look alike/),
    );
  });

  test.each([
    ['numbers', ['numbers-train.csv', 'numbers-test.csv']],
    ['case', ['case-train.jsonl', 'case-test.jsonl']],
    ['Unicode forms', ['unicode-forms.csv']],
  ])('%s are merged on request', async (_kind, names) => {
    const { task, report } = await importCase(names, { mergeSpellings: true });
    expect(task.labels).toHaveLength(2);
    expect(report.notes).toContainEqual(expect.stringMatching(/^Taken as other spellings of a class/));
  });

  test.each([
    ['numbers', ['numbers-train.csv', 'numbers-test.csv']],
    ['case', ['case-train.jsonl', 'case-test.jsonl']],
  ])('%s that differ between files are named as the cause', async (_kind, names) => {
    await expect(importCase(names)).rejects.toThrow(/differ in spelling only/);
  });

  test('01 and 1 stay two classes, with a note', async () => {
    const { task, report } = await importCase(['leading-zeros.csv']);
    expect([...task.labels].sort()).toEqual(['01', '1']);
    expect(report.notes).toContainEqual(expect.stringMatching(/“01”.*differ in spelling only/));
  });
});

test('missing labels: kept with a note, left out on request', async () => {
  const kept = await importCase(['missing-labels.csv']);
  expect(kept.task.labels).toHaveLength(6);
  expect(kept.report.notes).toContainEqual(expect.stringMatching(/4 rows have the label .*“NULL”.*missing/));
  const { task } = await importCase(['missing-labels.csv'], { dropUnlabelled: true });
  expect([...task.labels].sort()).toEqual(['bad', 'good']);
});

test('numbers beyond 2^53: each id is its own class', async () => {
  const { task } = await importCase(['long-ids.jsonl']);
  expect([...task.labels].sort()).toEqual(['7', '9007199254740992', '9007199254740993']);
});

test('invisible text: a row of zero-width spaces is as empty as one of nothing', async () => {
  const { report } = await importCase(['invisible-texts.csv'], { skipMalformed: true });
  expect(report.skipped.listed.map(({ reason }) => reason)).toEqual(
    Array.from({ length: 3 }, () => 'column “text” is empty or no text'),
  );
});

test('an array called .jsonl: told to call it .json', async () => {
  await expect(importCase(['array.jsonl'])).rejects.toThrow(/holds a JSON array/);
});

test('lists in cells: the column is named with what it holds', async () => {
  await expect(importCase(['label-lists.jsonl'])).rejects.toThrow(/“label” holds lists or objects/);
  await expect(importCase(['label-lists.jsonl'], { columns: { label: 'label' } })).rejects.toThrow(
    /column “label” holds a list or an object, not a text/,
  );
});

test('numbers beside their names: the names are the classes', async () => {
  const { report, task } = await importCase(['label-text.csv']);
  expect(report.columns.label.column).toBe('label_text');
  expect(task.labels.some((label) => /\d/.test(label))).toBe(false);
});
