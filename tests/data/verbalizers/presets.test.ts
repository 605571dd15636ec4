/** Published lists that ship with the lab: they are whole, and stand in the order of the tasks they fit. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../../src/cli/open-model.ts';
import { findTask } from '../../../src/data/task-catalogue.ts';
import { loadPreset, presetOf, VERBALIZER_PRESETS } from '../../../src/data/verbalizers/presets.ts';
import { WORDS_FOLDER } from '../../../src/data/verbalizers/word-files.ts';
import { wordLists } from '../../../src/experiment/verbalizer/verbalizer.ts';
import { deduplicateWords } from '../../../src/text/deduplicate-words.ts';
import { readOpenPromptVerbalizer } from '../../../src/text/openprompt-verbalizers.ts';

const read = (path: string): Promise<string> => readFile(join(projectFolder, 'public', path), 'utf8');

function listsOf(name: string): readonly (readonly string[])[] {
  const preset = VERBALIZER_PRESETS.find((entry) => entry.name === name);
  if (preset === undefined) throw new Error(`no preset ${name}`);
  const text = readFileSync(join(projectFolder, 'public', WORDS_FOLDER, preset.file), 'utf8');
  return readOpenPromptVerbalizer(text, preset.classes, preset.file, 0, 'kept');
}

const sizes = (classes: readonly (readonly string[])[]): readonly number[] =>
  classes.map((words) => words.length);

describe('counts of specs/knowledgeable-verbalizer.md, 4.2', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['kpt-agnews', [376, 350, 287, 366], [376, 350, 287, 366]],
    [
      'kpt-dbpedia',
      [301, 305, 287, 233, 382, 399, 266, 887, 399, 497, 1035, 251, 332, 796],
      [217, 256, 214, 211, 324, 294, 215, 766, 345, 408, 880, 181, 246, 666],
    ],
    [
      'kpt-yahoo',
      [578, 595, 232, 615, 592, 331, 443, 902, 528, 561],
      [391, 438, 168, 448, 512, 274, 361, 771, 432, 428],
    ],
    ['kpt-imdb', [225, 268], [224, 266]],
  ])('%s', (name, raw, deduplicated) => {
    const lists = listsOf(name);
    expect(sizes(lists)).toEqual(raw);
    expect(sizes(deduplicateWords(lists, 'openprompt-exact'))).toEqual(deduplicated);
  });

  test('only stripped words show that two of dbpedia’s are shared, with and without a space in front', () => {
    const lists = listsOf('kpt-dbpedia');
    expect(lists[0][1]).toBe(' company');
    const stripped = sizes(deduplicateWords(lists, 'strip')).reduce((sum, size) => sum + size, 0);
    expect(stripped).toBe(5223 - 2);
  });
});

describe('every preset', () => {
  test.each(VERBALIZER_PRESETS.map((preset) => [preset.name, preset] as const))(
    '%s is read, carries its licence, and fits the shipped tasks that it names',
    async (_name, preset) => {
      for (const task of preset.tasks) {
        const labels = findTask(task)?.labels ?? [];
        expect(labels).toHaveLength(preset.classes.length);
        const verbalizer = await loadPreset(preset, labels, read);
        expect(verbalizer.labels).toEqual(labels);
        expect(verbalizer.made).toEqual({ how: 'preset', preset: preset.name });
        expect(verbalizer.notices.join()).toMatch(/Apache-2\.0/);
        expect(verbalizer.words.flat().every(({ word }) => word === word.trim() && word !== '')).toBe(true);
      }
    },
  );

  /** A word of each class’s list that says which class of the task it is. */
  test.each<[string, string, readonly string[]]>([
    ['kpt-agnews', 'agnews', ['government', 'football', 'finance', 'software']],
    [
      'kpt-dbpedia',
      'dbpedia_small',
      [
        ...['company', 'university', 'painter', 'player', 'politician', 'ship', 'edifice'],
        ...['lake', 'town', 'species', 'flower', 'song', 'movie', 'book'],
      ],
    ],
    [
      'kpt-yahoo',
      'yahoo',
      [
        ...['religion', 'physics', 'medicine', 'school', 'software'],
        ...['football', 'bank', 'concert', 'marriage', 'election'],
      ],
    ],
    ['kpt-imdb', 'sst2', ['terrible', 'great']],
  ])('the lists of %s stand in the order of %s’s labels', async (name, task, telling) => {
    const preset = VERBALIZER_PRESETS.find((entry) => entry.name === name);
    if (preset === undefined) throw new Error(`no preset ${name}`);
    expect(presetOf(task, preset.words)).toBe(preset);
    const words = wordLists(await loadPreset(preset, findTask(task)?.labels ?? [], read));
    telling.forEach((word, index) => {
      expect(words[index], `${word} in list ${String(index)}`).toContain(word);
    });
  });
});

test('a task with other classes has no preset', () => {
  expect(presetOf('mnli', 'many')).toBeNull();
  expect(presetOf('mnli', 'one')).toBeNull();
});
