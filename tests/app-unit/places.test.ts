import { expect, test } from 'vitest';
import { FIRST_PLACE, placeOfHash, PLACES } from '../../src/app/places/places.ts';

test('each place has an address of its own; anything else is the first', () => {
  expect(new Set(PLACES.map(({ id }) => id)).size).toBe(PLACES.length);
  for (const place of PLACES) expect(placeOfHash(`#/${place.id}`)).toBe(place);
  for (const hash of ['', '#/', '#/nowhere', '#/train/x', '#/__proto__'])
    expect(placeOfHash(hash)).toBe(FIRST_PLACE);
});

test('each place is reached by a key of its own', () => {
  expect(new Set(PLACES.map(({ key }) => key)).size).toBe(PLACES.length);
});

test('no key stands for two things at once', () => {
  // Starting, pausing and going on are offered one at a time: the bar of space is for all three. An arrow turns the
  // stage on to the newest step, and only from there takes one.
  const shared = [' ', 'ArrowRight'];
  for (const { shortcuts } of PLACES) {
    const keys = shortcuts.map(({ key }) => key).filter((key) => !shared.includes(key));
    expect(new Set(keys).size).toBe(keys.length);
  }
});
