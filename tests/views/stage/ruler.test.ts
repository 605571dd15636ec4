import { expect, test } from 'vitest';
import { ruler } from '../../../src/views/stage/ruler.ts';

const baselines = (noPrompt: number, randomPrompt: number, majority: number) => [
  { name: 'majority', dev: 0, test: majority },
  { name: 'noPrompt', dev: 0, test: noPrompt },
  { name: 'randomPrompt', dev: 0, test: randomPrompt },
];

test('marks that coincide share one, and are said in words', () => {
  const marks = ruler({
    baselines: baselines(0.522, 0.522, 0.522),
    split: 'test',
    prompt: { at: 0.816, interval: { low: 0.78, high: 0.848 } },
  });
  expect(marks.best).toEqual({ name: 'no prompt', at: 0.522, range: null });
  expect(marks.range).toBeNull();
  expect(marks.others).toEqual([]);
  expect(marks.note).toBe(
    'A random prompt and the majority class reach 52.2 % too: 29.4 points over no prompt, the best without training.',
  );
  expect([marks.low, marks.high]).toEqual([0.5, 1]);
});

test('marks that all but coincide are said with what they reach', () => {
  const { note } = ruler({
    baselines: baselines(0.52, 0.515, 0.522),
    split: 'test',
    prompt: { at: 0.874, interval: null },
  });
  expect(note).toBe(
    'No prompt (52.0 %) and a random prompt (51.5 %) come close: 35.2 points over the majority class, the best without training.',
  );
});

test('a gain is counted from the best of the untrained, and may be a loss', () => {
  const marks = ruler({
    baselines: baselines(0.658, 0.688, 0.524),
    split: 'test',
    prompt: { at: 0.678, interval: null },
  });
  expect(marks.best?.name).toBe('a random prompt');
  expect(marks.others.map(({ name }) => name)).toEqual(['no prompt', 'the majority class']);
  expect(marks.note).toBe('1.0 points below a random prompt, the best without training.');
});

test('without baselines and without a prompt there is a bare ruler', () => {
  const marks = ruler({ baselines: [], split: 'dev', prompt: null });
  expect([marks.best, marks.prompt, marks.note]).toEqual([null, null, '']);
  expect(marks.ticks.length).toBeGreaterThan(2);
});

test('random prompts that lie apart are a range, and the best of them is the mark', () => {
  const draws = [0.4, 0.83, 0.55].map((test) => ({ dev: test, test }));
  const marks = ruler({
    baselines: [
      { name: 'majority', dev: 0, test: 0.6 },
      { name: 'randomPrompt', dev: 0, test: 0.59, draws },
    ],
    split: 'test',
    prompt: { at: 0.9, interval: null },
  });
  expect(marks.best?.at).toBe(0.83);
  expect(marks.range).toEqual({ low: 0.4, high: 0.83 });
  expect(marks.low).toBe(0.3);
  expect(marks.note).toBe('7.0 points over the best of three random prompts, the best without training.');
});
