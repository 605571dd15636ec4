import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseVerbalizer } from '../../src/experiment/verbalizer/verbalizer-json.ts';
import type { ExpandedClass } from '../../src/experiment/verbalizer/expansion.ts';
import { readOpenPromptVerbalizer } from '../../src/text/openprompt-verbalizers.ts';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-expand-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Printed {
  readonly classes: readonly (ExpandedClass & {
    readonly words: readonly { readonly word: string; readonly tokens?: readonly string[] }[];
  })[];
  readonly seconds: number;
  readonly error?: { readonly code: string; readonly where: string };
}

async function expand(...args: readonly string[]): Promise<Printed & { readonly status: number }> {
  const { out, status } = await lab('expand', ...args, '--json');
  return { ...(JSON.parse(out) as Printed), status };
}

test('classes with senses, words, what was dropped, and the tokens of a PLM; files of both kinds', async () => {
  const file = join(folder, 'news.verbalizer.json');
  const args = ['politics;sports;society,culture', '--plm', 'lab-tiny', '--most', '40', '--out', file];
  const { classes, seconds, status } = await expand(...args);
  expect(status).toBe(0);
  expect(seconds).toBeGreaterThan(0);
  expect(classes.map(({ seeds }) => seeds)).toEqual([['politics'], ['sports'], ['society', 'culture']]);
  for (const { senses, words, dropped } of classes) {
    expect(Object.keys(senses[0])).toEqual(expect.arrayContaining(['synset', 'gloss', 'prior', 'used']));
    expect(words).toHaveLength(40);
    expect(Object.keys(words[1])).toEqual(
      expect.arrayContaining(['word', 'score', 'source', 'path', 'tokens']),
    );
    expect(words[1].tokens?.length).toBeGreaterThan(0);
    expect(dropped.some(({ why }) => why === 'shared')).toBe(true);
  }
  const written = parseVerbalizer(readFileSync(file, 'utf8'), file);
  expect(written.labels).toEqual(['politics', 'sports', 'society']);
  expect(written.words[1].map(({ word }) => word)).toEqual(classes[1].words.map(({ word }) => word));
  expect(written.notices.join()).toMatch(/Princeton/);
});

test('chosen meanings, in OpenPrompt’s file', async () => {
  const senses = join(folder, 'senses.json');
  const file = join(folder, 'words.txt');
  writeFileSync(senses, JSON.stringify({ politics: ['a00762345'] }));
  const { classes } = await expand('politics;sports', '--senses', senses, '--out', file);
  expect(classes[0].senses.filter(({ used }) => used).map(({ synset }) => synset)).toEqual(['a00762345']);
  const words = readOpenPromptVerbalizer(readFileSync(file, 'utf8'), ['a', 'b'], file);
  expect(words[0]).toContain('suave');
});

test.each<[string, readonly string[], string]>([
  ['a class without a name', ['sports;;politics'], 'classes'],
  ['two classes of one name', ['sports;Sports'], 'classes'],
  ['a word with the mark of a WordPiece', ['sports;##politics'], 'classes'],
  ['a word with the mark of a space', ['sports,Ġgames'], 'classes'],
  ['an unknown source', ['sports', '--sources', 'web'], '--sources'],
  ['embeddings without a PLM', ['sports', '--sources', 'embeddings'], '--sources'],
  ['no number', ['sports', '--most', 'many'], '--most'],
  ['a least score of zero', ['sports', '--least', '0'], '--least'],
  ['a file of meanings that is not there', ['sports', '--senses', 'missing.json'], '--senses'],
  ['a file of meanings that is none', ['sports', '--senses', 'package.json'], '--senses'],
  ['too few labels', ['sports;politics', '--labels', 'Sports'], '--labels'],
  ['another ending', ['sports', '--out', 'words.docx'], '--out'],
  ['no PLM', ['sports', '--plm', 'missing'], '--plm'],
])('%s is refused by name', async (_what, args, where) => {
  const { error, status } = await expand(...args);
  expect(status).toBe(1);
  expect(error?.where).toBe(where);
});

test('a source that is typed twice counts once', async () => {
  const { out } = await lab('expand', 'sports', '--sources', 'afinn,afinn', '--json');
  expect(JSON.parse(out)).toMatchObject({ settings: { sources: ['afinn'] } });
});

test('what was expanded is trained with', async () => {
  const file = join(folder, 'poles.json');
  await lab('expand', 'bad;good', '--labels', 'negative;positive', '--most', '20', '--out', file);
  const fast = ['--steps', '1', '--eval-every', '1', '--max-length', '16', '--prompt-length', '1'];
  const args = ['--plm', 'lab-tiny', '--task', 'sst2', '--label-words-file', file, ...fast, '--json'];
  const { out } = await lab('train', ...args);
  const { recipe } = JSON.parse(out) as { recipe: { labelWords: readonly (readonly string[])[] } };
  expect(recipe.labelWords.map(([name]) => name)).toEqual(['bad', 'good']);
  expect(recipe.labelWords[0].length).toBeGreaterThan(3);
});
