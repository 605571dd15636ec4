import { expect, test } from 'vitest';
import { openVisit } from '../../src/app/run/visit.ts';

/** A tab's own storage. */
function names(): Pick<Storage, 'getItem' | 'setItem'> {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
  };
}

test('a tab that is loaded again has its name still, where there are no locks', async () => {
  const tab = names();
  const first = await openVisit(undefined, () => tab);
  const again = await openVisit(undefined, () => tab);
  expect(again.id).toBe(first.id);
  expect((await openVisit(undefined, names)).id).not.toBe(first.id);
});

test('a browser that refuses to keep a name gets a new one each time', async () => {
  const refused = (): Storage => {
    throw new Error('refused');
  };
  expect((await openVisit(undefined, refused)).id).not.toBe('');
});
