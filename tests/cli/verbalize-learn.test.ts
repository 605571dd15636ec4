/** What labelled rows are for: something has to learn from them, and nothing learns without. */
import { expect, test } from 'vitest';
import { verbalizeFrom } from '../../src/cli/verbalize-options.ts';

const asked = (more: Readonly<Record<string, string>>): ReturnType<typeof verbalizeFrom> =>
  verbalizeFrom({ plm: 'lab-tiny', task: 'agnews', labelWordsNumber: '0', engine: 'cpu', ...more });

test('labelled rows alone weigh the words', async () => {
  const { variants, shots } = await asked({ shots: '0,5' });
  expect(variants).toContain('KPT+weights');
  expect(shots).toEqual([5]);
});

test('a baseline that learns from them is enough', async () => {
  const { variants } = await asked({ shots: '5', baselines: 'soft' });
  expect(variants).toContain('SOFT');
  expect(variants).not.toContain('KPT+weights');
});

test.each([
  [{ shots: '5', learn: 'none' }, '--learn'],
  [{ learn: 'weights' }, '--shots'],
  [{ variants: 'AUTO' }, '--shots'],
])('%j is refused at %s', async (more, where) => {
  await expect(asked(more)).rejects.toMatchObject({ code: 'argument', where });
});
