import { expect, test } from 'vitest';
import type { SavedPrompt } from '../../../src/methods/prompt/prompt-init.ts';
import { collapseAlarm, pairwiseCosines } from '../../../src/methods/projector/collapse.ts';
import { drawnPrompt } from './projector-setup.ts';

const names = ['sst2', 'subj', 'mnli', 'qqp', 'agnews'];

const different = names.map((name) => drawnPrompt(name));

/** Prompts near one another, as those that were trained from a shared start. */
const near = different.map((prompt) => mixed(drawnPrompt('start'), prompt, 0.1));

/** a + share · b */
function mixed(a: SavedPrompt, b: SavedPrompt, share: number): SavedPrompt {
  return { ...a, values: a.values.map((value, at) => value + share * b.values[at]) };
}

const ring = (source: readonly SavedPrompt[], projected: readonly SavedPrompt[]) =>
  collapseAlarm(pairwiseCosines(source), pairwiseCosines(projected));

/** One memorised prompt with a trace of the input left. */
const memorised = (name: string, prompt: SavedPrompt): SavedPrompt =>
  mixed(drawnPrompt(`memory ${name}`), prompt, 0.01);

test('cosines are those of the whole prompts, 1 on the diagonal', () => {
  const prompt = (values: number[]): SavedPrompt => ({
    length: 2,
    width: 1,
    values: Float32Array.from(values),
  });
  const found = pairwiseCosines([prompt([1, 0]), prompt([1, 1]), prompt([-2, 0]), prompt([0, 0])]);
  expect(found[0][1]).toBeCloseTo(Math.SQRT1_2, 12);
  expect(found[0][2]).toBe(-1);
  expect(found[3]).toEqual([0, 0, 0, 1]);
});

test('rings on a constant projector, whatever the sources', () => {
  const constant = names.map(() => drawnPrompt('constant'));
  for (const source of [different, near])
    expect(ring(source, constant)).toMatchObject({ collapsed: true, share: 1 });
});

test('rings on a projector that lets a trace of its input through', () => {
  for (const source of [different, near])
    expect(
      ring(
        source,
        source.map((prompt) => memorised('one', prompt)),
      ).collapsed,
    ).toBe(true);
});

test('silent on the identity, on different prompts and on near ones', () => {
  for (const source of [different, near])
    expect(ring(source, source)).toEqual({ collapsed: false, merged: [], share: 0 });
});

test('still rings when one prompt is different, and when two prompts were memorised', () => {
  const one = different.map((prompt, at) => (at === 0 ? prompt : memorised('one', prompt)));
  expect(ring(different, one)).toMatchObject({ collapsed: true, share: 0.8 });
  const two = different.map((prompt, at) => memorised(at < 2 ? 'one' : 'two', prompt));
  expect(ring(different, two)).toMatchObject({ collapsed: true, share: 1 });
  const three = [different[0], ...different.slice(1, 3).map((prompt) => memorised('one', prompt))];
  expect(ring(different.slice(0, 3), three).collapsed).toBe(true);
});

test('silent when two tasks of several have come near one another', () => {
  const projected = different.map((prompt, at) => (at < 2 ? memorised('pair', prompt) : prompt));
  expect(ring(different, projected)).toEqual({ collapsed: false, merged: [[0, 1]], share: 0.4 });
});

test('prompts that were the same before say nothing', () => {
  const same = [drawnPrompt('a'), drawnPrompt('a')];
  expect(ring(same, same)).toEqual({ collapsed: false, merged: [], share: 0 });
  expect(ring([], [])).toEqual({ collapsed: false, merged: [], share: 0 });
});
