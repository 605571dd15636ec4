import { describe, expect, test } from 'vitest';
import { isPartName } from '../../src/app/frame/parts.ts';
import { placeCard } from '../../src/app/tour/place-card.ts';
import { nearestStep, TOUR_STEPS } from '../../src/app/tour/tour-steps.ts';

test('the tour has five steps, each of a part that can be named', () => {
  expect(TOUR_STEPS.map(({ part }) => part)).toEqual(['tokens', 'model', 'words', 'actions', 'matrix']);
  for (const { part } of TOUR_STEPS) expect(isPartName(part)).toBe(true);
  expect(TOUR_STEPS[0].title({ tokens: 20, isRecorded: true })).toBe('These 20 squares are the soft prompt');
  expect(TOUR_STEPS[0].title({ tokens: null, isRecorded: false })).toBe('These squares are the soft prompt');
});

test('steps whose part is missing are passed over, in both directions', () => {
  const isHere = ({ part }: { readonly part: string }): boolean => part === 'model' || part === 'matrix';
  expect(nearestStep(0, 1, isHere)).toBe(1);
  expect(nearestStep(2, 1, isHere)).toBe(4);
  expect(nearestStep(3, -1, isHere)).toBe(1);
  expect(nearestStep(0, -1, isHere)).toBeNull();
  expect(nearestStep(5, 1, isHere)).toBeNull();
  expect(nearestStep(0, 1, () => false)).toBeNull();
});

describe('the card', () => {
  const VIEW = { width: 1440, height: 900 };
  const CARD = { width: 330, height: 210 };
  test.each([
    ['below', { left: 50, top: 220, width: 300, height: 120 }, { left: 50, top: 352 }],
    [
      'above, where it would be cut off',
      { left: 50, top: 700, width: 300, height: 120 },
      { left: 50, top: 478 },
    ],
    ['beside a tall part', { left: 50, top: 100, width: 300, height: 750 }, { left: 362, top: 100 }],
    ['on its other side', { left: 1000, top: 100, width: 400, height: 750 }, { left: 658, top: 100 }],
    [
      'in the corner of a full screen',
      { left: 0, top: 0, width: 1440, height: 900 },
      { left: 1094, top: 674 },
    ],
    ['in the corner without a part', null, { left: 1094, top: 674 }],
    ['inside the window', { left: 1300, top: 100, width: 120, height: 40 }, { left: 1094, top: 152 }],
  ])('stands %s', (_, part, corner) => {
    expect(placeCard(part, CARD, VIEW)).toEqual(corner);
  });
});
