import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lab } from './run-lab.ts';

const fixture = (name: string): string => join('tests/fixtures/openprompt', name);

interface Trained {
  readonly recipe?: { readonly template: string; readonly labelWords: readonly (readonly string[])[] };
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
