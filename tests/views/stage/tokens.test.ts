import { expect, test } from 'vitest';
import { rampTo } from '../../../src/views/colour-ramps.ts';
import { sentenceFan, tokenFan } from '../../../src/views/stage/fan-lines.ts';
import { templateParts } from '../../../src/views/stage/template-parts.ts';
import { textOn, tokenColour } from '../../../src/views/stage/token-shade.ts';

const size = { width: 60, from: [0, 40], to: [10, 200] } as const;

test('a token’s line is as wide as the root of its share of the largest gradient', () => {
  const lines = tokenFan([4, 1, 0], size);
  expect(lines.map(({ width }) => width)).toEqual([4, 2.5, 1]);
  expect(lines[0].path.startsWith('M0,0C')).toBe(true);
});

test('before there is a gradient all lines are thin, and one line begins in the middle', () => {
  expect(tokenFan([0, 0], size).map(({ width }) => width)).toEqual([1, 1]);
  expect(sentenceFan(1, size)[0].path.startsWith('M0,20C')).toBe(true);
});

test('a token’s colour runs from nothing to the largest gradient on a root scale', () => {
  const ramp = rampTo('#ffffff', '#000000');
  expect([0, 1, 4].map((gradient) => tokenColour(gradient, 4, ramp))).toEqual([
    ramp.hex[0],
    ramp.hex[30],
    ramp.hex[60],
  ]);
  expect(tokenColour(Number.NaN, 4, ramp)).toBe(ramp.hex[0]);
});

test('a text on a colour is black or white, whichever contrasts more', () => {
  expect(['#ffffff', '#064c46', '#7be5d7', '#000000'].map(textOn)).toEqual([
    '#000000',
    '#ffffff',
    '#000000',
    '#ffffff',
  ]);
});

test('a template is read as words, texts and the mask', () => {
  expect(templateParts('{a} this is [MASK] .')).toEqual([
    { kind: 'slot', slot: 'a' },
    { kind: 'words', text: ' this is ' },
    { kind: 'mask' },
    { kind: 'words', text: ' .' },
  ]);
});
