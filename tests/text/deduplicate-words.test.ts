import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deduplicateWords } from '../../src/text/deduplicate-words.ts';

interface Case {
  readonly note: string;
  readonly raw: readonly (readonly string[])[];
  readonly strip: readonly (readonly string[])[];
  readonly 'openprompt-exact': readonly (readonly string[])[];
}

const cases = JSON.parse(
  readFileSync(new URL('../fixtures/verbalizer/dedup.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe.each(['strip', 'openprompt-exact'] as const)('mode %s', (mode) => {
  test.each(cases.map((entry) => [entry.note, entry] as const))('%s', (_note, entry) => {
    expect(deduplicateWords(entry.raw, mode)).toEqual(entry[mode]);
  });
});

test('what it is given stays as it is', () => {
  const classes = [
    ['a', 'b'],
    ['c', 'b'],
  ];
  deduplicateWords(classes, 'openprompt-exact');
  expect(classes).toEqual([
    ['a', 'b'],
    ['c', 'b'],
  ]);
});
