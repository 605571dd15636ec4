import { expect, test } from 'vitest';
import { FIRST_PLACE, placeOfHash, PLACES } from '../../src/app/places/places.ts';

test('each place has an address of its own; anything else is the first', () => {
  expect(new Set(PLACES.map(({ id }) => id)).size).toBe(PLACES.length);
  for (const place of PLACES) expect(placeOfHash(`#/${place.id}`)).toBe(place);
  for (const hash of ['', '#/', '#/nowhere', '#/train/x', '#/__proto__'])
    expect(placeOfHash(hash)).toBe(FIRST_PLACE);
});

test('a place that isn’t there yet says what it will be', () => {
  for (const { page, plan } of PLACES) expect(page === null).toBe(plan.length > 0);
});

test('no key stands for two things', () => {
  for (const { shortcuts } of PLACES)
    expect(new Set(shortcuts.map(({ key }) => key)).size).toBe(shortcuts.length);
});
