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
