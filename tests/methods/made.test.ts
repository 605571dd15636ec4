import { expect, test } from 'vitest';
import { Made } from '../../src/methods/made.ts';

test('what is asked for twice is made once', async () => {
  const made = new Made<number>();
  const first = made.get('a', () => Promise.resolve(1));
  expect(made.get('a', () => Promise.resolve(2))).toBe(first);
  expect([made.has('a'), made.has('b'), await first]).toEqual([true, false, 1]);
});

test('what could not be made is tried again', async () => {
  const made = new Made<number>();
  await expect(made.get('a', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
  await expect(made.get('a', () => Promise.resolve(2))).resolves.toBe(2);
});

test('a failure of what was taken away does not take what came after it', async () => {
  const made = new Made<number>();
  let fail: (error: Error) => void = () => undefined;
  const old = made.get('a', () => new Promise<number>((_, reject) => (fail = reject)));
  const taken = made.takeAll();
  const next = made.get('a', () => Promise.resolve(2));
  fail(new Error('too late'));
  await expect(old).rejects.toThrow('too late');
  expect(await taken).toEqual([]);
  expect(made.get('a', () => Promise.resolve(3))).toBe(next);
});
