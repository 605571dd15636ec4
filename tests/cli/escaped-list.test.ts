import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAt, unescaped } from '../../src/cli/escaped-list.ts';

test('a backslash makes a mark a character', () => {
  expect(cutAt('Arts\\; Crafts \\= fun;Sports', ';').map(unescaped)).toEqual([
    'Arts; Crafts = fun',
    'Sports',
  ]);
  expect(cutAt('0\\=1=a=b', '=').map(unescaped)).toEqual(['0=1', 'a', 'b']);
});

test('any names come back, whatever marks they hold', () => {
  const name = fc.string({ unit: fc.constantFrom(';', '=', ',', '\\', 'a', ' ') });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), fc.constantFrom(';', '=', ','), (names, mark) => {
      const written = names.map((text) => text.replace(/[\\;=,]/g, '\\$&')).join(mark);
      expect(cutAt(written, mark).map(unescaped)).toEqual(names);
    }),
  );
});
