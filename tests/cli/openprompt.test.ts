import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lab } from './run-lab.ts';

const fixture = (name: string): string => join('tests/fixtures/openprompt', name);

interface Trained {
  readonly recipe?: {
    readonly template: string;
    readonly labelWords: readonly (readonly string[])[];
    readonly verbalizer?: { readonly name: string; readonly sha256: string };
  };
  readonly wordWeights?: readonly {
    readonly label: string;
    readonly words: readonly { readonly word: string; readonly share: number }[];
  }[];
  readonly error?: { readonly code: string; readonly where: string };
  readonly said: string;
}

async function train(task: string, ...args: readonly string[]): Promise<Trained> {
  const fast = ['--steps', '1', '--eval-every', '1', '--max-length', '16', '--prompt-length', '1'];
  const { out, err } = await lab('train', '--plm', 'lab-tiny', '--task', task, '--json', ...fast, ...args);
  return { ...(JSON.parse(out) as Omit<Trained, 'said'>), said: err };
}

test('a run with a template and label words of OpenPrompt’s', async () => {
  const { recipe, said } = await train(
    ...['movie_reviews', '--template-file', fixture('imdb-templates.txt'), '--template-number', '2'],
    ...['--label-words-file', fixture('imdb-knowledgeable.txt')],
  );
  expect(recipe?.template).toBe(' {a} All in all , it was [MASK] .');
  expect(recipe?.labelWords[0][0]).toBe('bad');
  expect(recipe?.labelWords[1].length).toBeGreaterThan(20);
  expect(said).toContain('label words kept');
});

test('a run with a verbalizer of the lab’s own names it by its hash, and its words’ learned shares are told', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'words-')), 'feelings.verbalizer.json');
  await lab('expand', 'bad;good', '--out', file);
  const { recipe, wordWeights } = await train(
    ...['sst2', '--label-words-file', file, '--word-weights', 'learned'],
  );
  expect(recipe?.verbalizer).toEqual({
    name: 'feelings',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(wordWeights).toHaveLength(2);
  const [bad] = wordWeights ?? [];
  expect(bad.words).toHaveLength(recipe?.labelWords[0].length ?? 0);
  expect(bad.words.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
});

test('a rate of weights that aren’t trained is refused', async () => {
  const { error } = await train('sst2', '--word-weights-rate', '0.1');
  expect(error).toMatchObject({ code: 'argument', where: '--word-weights-rate' });
});

test.each<[string, readonly string[], string]>([
  [
    'a soft token',
    ['--template-file', fixture('agnews-mixed-template.txt')],
    'agnews-mixed-template.txt, line 1',
  ],
  ['other classes', ['--label-words-file', fixture('agnews-multiwords.jsonl')], 'agnews-multiwords.jsonl'],
  ['no file', ['--label-words-file', 'missing.txt'], '--label-words-file'],
  ['a folder', ['--template-file', 'tests'], '--template-file'],
  ['both', ['--template', '{a} [MASK]', '--template-file', fixture('imdb-templates.txt')], '--template-file'],
  ['a number without a file', ['--template-number', '1'], '--template-number'],
  [
    'no number',
    ['--template-file', fixture('imdb-templates.txt'), '--template-number', 'x'],
    '--template-number',
  ],
])('%s is refused', async (_what, args, where) => {
  const { error } = await train('subj', ...args);
  expect(error?.where).toContain(where);
});
