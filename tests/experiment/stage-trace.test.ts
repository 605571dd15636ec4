import { describe, expect, test } from 'vitest';
import {
  frameAt,
  keptTrace,
  neuronChange,
  neuronValue,
  openedStage,
  tellingSentence,
  toNeuronBytes,
  withFrame,
  type StageFrame,
  type StageTrace,
} from '../../src/experiment/stage-trace.ts';

const frame = (step: number, after: readonly (readonly number[])[] = [[0.5, 0.5]]): StageFrame => ({
  step,
  gradients: [1],
  sentences: after.map((shares) => ({ after: shares, neurons: Int8Array.of(0) })),
});

const trace = (frames: readonly StageFrame[], ...texts: readonly string[]): StageTrace => ({
  layers: 1,
  neurons: 1,
  limit: 1,
  sentences: texts.map((a) => ({ a, label: 1, before: [0.9, 0.1], plain: Int8Array.of(0) })),
  frames,
});

describe('neurons as bytes', () => {
  test('are on a root scale, and keep their sign', () => {
    expect([...toNeuronBytes(Float32Array.of(4, 1, 0, -1, -4), 4)]).toEqual([127, 64, 0, -64, -127]);
  });
  test('beyond the limit are held there', () => {
    expect([...toNeuronBytes(Float32Array.of(9, -9), 4)]).toEqual([127, -127]);
  });
  test('read back to within a half step of the root scale', () => {
    for (const value of [-3.7, -0.02, 0.4, 2.9]) {
      const [byte] = toNeuronBytes(Float32Array.of(value), 4);
      const root = Math.sqrt(Math.abs(neuronValue(byte, 4)) / 4) - Math.sqrt(Math.abs(value) / 4);
      expect(Math.abs(root)).toBeLessThanOrEqual(0.5 / 127 + 1e-9);
    }
  });
  test('differ by what the prompt changes', () => {
    const [prompted, plain] = [Float32Array.of(1), Float32Array.of(-3)].map((v) => toNeuronBytes(v, 4));
    expect(neuronValue(neuronChange(prompted, plain, 4)[0], 4)).toBeCloseTo(4, 1);
  });
});

describe('frames', () => {
  test('of a run that goes on replace those after the checkpoint', () => {
    const before = trace([frame(5), frame(10), frame(15)], 'a');
    expect(withFrame(before, frame(10)).frames.map(({ step }) => step)).toEqual([5, 10]);
  });
  test('are thinned out, and the ends stay', () => {
    let all = trace([], 'a');
    for (let step = 1; step <= 500; step += 1) all = withFrame(all, frame(step));
    expect(all.frames.length).toBeLessThanOrEqual(120);
    expect([all.frames[0].step, all.frames.at(-1)?.step]).toEqual([1, 500]);
  });
  test('that a record keeps are the ends and those of the dev evaluations', () => {
    const all = trace(
      [1, 5, 10, 15, 20, 23].map((step) => frame(step)),
      'a',
    );
    expect(keptTrace(all, [10, 20]).frames.map(({ step }) => step)).toEqual([1, 10, 20, 23]);
  });
  test('stay when the same stage opens again, and go for another one', () => {
    const before = trace([frame(5)], 'a');
    const { layers, neurons, limit, sentences } = before;
    expect(openedStage(before, { layers, neurons, limit, sentences }).frames).toHaveLength(1);
    expect(openedStage(before, trace([], 'b')).frames).toHaveLength(0);
  });
  test('at a step are the last before it; before the first one, the first', () => {
    const all = trace([frame(5), frame(10)], 'a');
    expect([1, 5, 9, 10, 99].map((step) => frameAt(all, step)?.step)).toEqual([5, 5, 5, 10, 10]);
    expect(frameAt(trace([], 'a'), 3)).toBeNull();
  });
});

test('the telling sentence is one that the prompt turned to right', () => {
  const wrong = [0.8, 0.2];
  const right = [0.2, 0.8];
  expect(tellingSentence(trace([frame(9, [wrong, right])], 'a', 'b'))).toBe(1);
  expect(tellingSentence(trace([frame(9, [wrong, wrong])], 'a', 'b'))).toBe(0);
  expect(tellingSentence(trace([], 'a', 'b'))).toBe(0);
});
