import { expect, test } from 'vitest';
import { randomStream } from '../../../src/experiment/random.ts';
import { fitRelative } from '../../../src/methods/projector/fit-relative.ts';
import {
  anchorSpace,
  nearestAnchors,
  relativePrompt,
  relativeRepresentation,
  soughtDirection,
} from '../../../src/methods/projector/relative-space.ts';
import { sharedWords } from '../../../src/methods/projector/shared-vocabulary.ts';
import type { SavedPrompt } from '../../../src/methods/prompt/prompt-init.ts';
import { cosine, norm, row } from '../../../src/methods/transfer/prompt-matrix.ts';
import { model } from '../train-setup.ts';
import { drawnPrompt } from './projector-setup.ts';
import { farthest, rotation, turned, vocabulary } from './spaces.ts';

const random = randomStream(12, 'relative-space');
const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());

const WIDTH = 6;
const COUNT = 40;
/** Words are not centred in an embedding. */
const words = normals(COUNT * WIDTH).map((value) => value + 0.3);
const space = anchorSpace(words, WIDTH);
const prompt: SavedPrompt = { length: 3, width: WIDTH, values: Float32Array.from(normals(3 * WIDTH)) };

test.each([COUNT, 2 * WIDTH, WIDTH])(
  'between identical spaces a prompt comes back, with %i anchors kept a row',
  (kept) => {
    const back = relativePrompt([{ prompt, space }], space, kept);
    expect(back).toMatchObject({ length: 3, width: WIDTH });
    expect(farthest(back.values, prompt.values)).toBeLessThan(1e-5);
  },
);

test.each([
  ['a rotation', 1, WIDTH],
  ['a rotation and a scale', 0.05, WIDTH],
  ['a rotation into more columns', 3, WIDTH + 3],
])('%s of the space is undone exactly', (_, scale, columns) => {
  const turn = rotation(WIDTH, columns, random).map((value) => scale * value);
  const there = anchorSpace(turned(words, turn, WIDTH, columns), columns);
  const found = relativePrompt([{ prompt, space }], there, COUNT);
  const wanted = turned(Float64Array.from(prompt.values), turn, WIDTH, columns);
  expect(farthest(found.values, wanted)).toBeLessThan(1e-5 * Math.max(1, scale));
});

test('rows keep their lengths, counted in words of either PLM', () => {
  const there = anchorSpace(normals(COUNT * 4), 4);
  const found = relativePrompt([{ prompt, space }], there, COUNT);
  for (let token = 0; token < prompt.length; token += 1)
    expect(norm(row(found, token)) / there.wordNorm).toBeCloseTo(
      norm(row(prompt, token)) / space.wordNorm,
      5,
    );
});

test('a relative representation is the cosine to every anchor; zeros have none and stay zeros', () => {
  const token = row(prompt, 1);
  const similarities = relativeRepresentation(token, space);
  expect(similarities).toHaveLength(COUNT);
  expect(similarities[7]).toBeCloseTo(cosine(token, words.subarray(7 * WIDTH, 8 * WIDTH)), 12);
  const zero = { length: 2, width: WIDTH, values: new Float32Array(2 * WIDTH) };
  expect(relativePrompt([{ prompt: zero, space }], space, COUNT)).toEqual(zero);
});

test('the highest similarities are kept, of equal ones the first, and the others decide nothing', () => {
  expect(nearestAnchors(Float64Array.of(0.1, 0.9, -1, 0.9, 0.5), 3)).toEqual([1, 3, 4]);
  const similarities = relativeRepresentation(row(prompt, 0), space);
  const kept = nearestAnchors(similarities, 2 * WIDTH);
  const others = similarities.map((value, at) => (kept.includes(at) ? value : -value));
  expect(soughtDirection(others, kept, space)).toEqual(soughtDirection(similarities, kept, space));
});

test('no other direction is nearer to the similarities: the closed form is the maximum that is searched', () => {
  // Similarities that no vector has.
  const wanted = normals(COUNT);
  const all = Array.from({ length: COUNT }, (_, at) => at);
  const found = soughtDirection(wanted, all, space);
  const likeness = (direction: Float64Array): number =>
    cosine(relativeRepresentation(direction, space), wanted);
  const best = likeness(found);
  expect(best).toBeGreaterThan(0);
  for (let trial = 0; trial < 50; trial += 1) {
    const step = 10 ** -(trial % 4);
    const near = found.map((value) => value + step * random.normal());
    expect(likeness(near)).toBeLessThanOrEqual(best + 1e-12);
  }
});

test('several sources: representations are averaged, so sources that are alike give what each gives alone', () => {
  const turn = rotation(WIDTH, WIDTH, random).map((value) => 2 * value);
  const second = {
    prompt: {
      ...prompt,
      values: Float32Array.from(turned(Float64Array.from(prompt.values), turn, WIDTH, WIDTH)),
    },
    space: anchorSpace(turned(words, turn, WIDTH, WIDTH), WIDTH),
  };
  const both = relativePrompt([{ prompt, space }, second], space, COUNT);
  expect(farthest(both.values, prompt.values)).toBeLessThan(1e-5);
});

test('several sources: two directions at right angles give the one between them', () => {
  const axes = anchorSpace(Float64Array.of(1, 0, 0, 1), 2);
  const of = (...values: number[]): SavedPrompt => ({
    length: 1,
    width: 2,
    values: Float32Array.from(values),
  });
  const found = relativePrompt(
    [
      { prompt: of(3, 0), space: axes },
      { prompt: of(0, 1), space: axes },
    ],
    axes,
    2,
  );
  // Half of both, as long as the sources on average.
  expect(Array.from(found.values)).toEqual([Math.fround(Math.SQRT2), Math.fround(Math.SQRT2)]);
});

test('sources of other lengths are refused with both lengths', () => {
  const shorter = drawnPrompt('shorter', 2, WIDTH);
  expect(() =>
    relativePrompt(
      [
        { prompt, space },
        { prompt: shorter, space },
      ],
      space,
      COUNT,
    ),
  ).toThrow(
    expect.objectContaining({ code: 'prompt', message: expect.stringMatching(/3 and of 2/) as string }),
  );
});

test('words of three vocabularies are those that all have, in the order of the first', () => {
  const here = vocabulary('here', 'wordpiece', ['[PAD]', 'quick', '##ly', 'fox']);
  const there = vocabulary('there', 'byte-level', ['[PAD]', 'ly', 'Ġfox', 'Ġquick']);
  const third = vocabulary('third', 'wordpiece', ['[PAD]', 'fox', 'dog', 'quick']);
  // quick, fox.
  expect(sharedWords([here, there, third]).map((one) => Array.from(one))).toEqual([
    [2, 3, 6, 7],
    [6, 7, 4, 5],
    [6, 7, 2, 3],
  ]);
});

test('of a PLM to itself the projector is the identity', () => {
  const { project, parameters, losses } = fitRelative(model, model);
  const own = drawnPrompt('own', 2, model.plm.width, 0.1);
  expect([parameters, losses]).toEqual([0, []]);
  expect(farthest(project(own).values, own.values)).toBeLessThan(1e-4);
});

test('prompts of another width are refused', () => {
  const { project } = fitRelative(model, model);
  expect(() => project(drawnPrompt('wide', 2, 5))).toThrow(
    expect.objectContaining({ code: 'prompt', where: 'width' }),
  );
});

test('too few shared words are refused, with how many there are and how many are needed', () => {
  const here = vocabulary('here', 'wordpiece', ['[PAD]', 'quick', 'brown', 'fox']);
  const there = vocabulary('there', 'wordpiece', ['[PAD]', 'quick', 'schnell']);
  expect(() => fitRelative(here, there)).toThrow(
    expect.objectContaining({
      code: 'tokenizer-mismatch',
      message: expect.stringMatching(/here and there share 1 vocabulary entries.*at least 2/) as string,
    }),
  );
});
