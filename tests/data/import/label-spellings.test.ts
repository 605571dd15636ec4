import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  looksMissing,
  mergeSpellings,
  plainLabel,
  spellingGroups,
} from '../../../src/data/import/label-spellings.ts';

test('spellings of one label are alike', () => {
  const spelling = fc.record({
    form: fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'),
    upper: fc.boolean(),
    invisible: fc.constantFrom('', '\u200b', '\ufeff', '\u00ad', '\u200e'),
    space: fc.constantFrom(' ', '\u00a0', '  ', '\u3000'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('café noir', 'Ünder way', 'ｆｕｌｌ width'),
      spelling,
      (label, { form, upper, invisible, space }) => {
        const spelt = invisible + label.normalize(form).replace(' ', space);
        expect(plainLabel(upper ? spelt.toUpperCase() : spelt)).toBe(plainLabel(label));
      },
    ),
  );
});

test.each([
  ['1', '1.0', true],
  ['01', '1', true],
  ['-0', '0', true],
  ['.5', '0.50', true],
  ['1', '10', false],
  ['9007199254740993', '9007199254740992', false],
  ['a.0', 'a', false],
])('%s and %s alike: %s', (x, y, alike) => {
  expect(spellingGroups([x, y])).toHaveLength(alike ? 1 : 0);
});

test('the most frequent spelling is taken, or the one that was named', () => {
  expect(mergeSpellings(['a', 'A', 'A', 'b'], [])).toEqual(['A', 'A', 'A', 'b']);
  expect(mergeSpellings(['a', 'A', 'A', 'b'], ['a', 'b'])).toEqual(['a', 'a', 'a', 'b']);
});

test.each(['-', 'nan', 'NaN', 'None', 'NULL', 'N/A', '<NA>', '?'])(
  '%s looks like a missing label',
  (value) => {
    expect(looksMissing(value)).toBe(true);
  },
);

test.each(['negative', 'no', '0', 'nanny', 'unknown'])('%s looks like a class', (value) => {
  expect(looksMissing(value)).toBe(false);
});
