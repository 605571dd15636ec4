import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellQuote } from '../../../src/cli/submit/shell-quote.ts';

/** What a shell makes of `words`, each ended by a NUL. */
const shell = (words: readonly string[]): readonly string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(shellQuote).join(' ')}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test.each([
  [
    '',
    `it's`,
    `"double"`,
    '$HOME `id` $(id)',
    'back\\slash',
    'two  spaces',
    '*',
    '~',
    '!',
    '#',
    '&;|<>',
    'a\nb',
  ],
])('a shell reads back what was quoted', (...words) => {
  expect(shell(words)).toEqual(words);
});

test('whatever it is', () => {
  const word = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(shell(words)).toEqual(words);
    }),
    { numRuns: 25 },
  );
});

test('plain words stay as they are', () => {
  expect(shellQuote('/home/anna/part-1.plab')).toBe('/home/anna/part-1.plab');
});
