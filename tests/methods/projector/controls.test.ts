import { expect, test } from 'vitest';
import { applyProjector } from '../../../src/methods/projector/apply-projector.ts';
import {
  otherTask,
  projectedControls,
  shuffledRows,
  zeroPrompt,
} from '../../../src/methods/projector/controls.ts';
import type { Project, TrainedProjector } from '../../../src/methods/projector/projector-types.ts';
import { drawnPrompt, drawnPrompts, settingsOf } from './projector-setup.ts';

/** Doubles two columns and adds 10 and 20. */
const doubling: TrainedProjector = {
  settings: settingsOf(),
  shape: { sourceWidth: 2, targetWidth: 2, promptLength: 3, hidden: 0, activation: 'tanh' },
  weights: {
    weight: { dims: [2, 2], values: Float32Array.of(2, 0, 0, 2) },
    bias: { dims: [2], values: Float32Array.of(10, 20) },
  },
  losses: [],
  parameters: 6,
  seconds: 0,
};

const project: Project = (prompt) => applyProjector(doubling, prompt);

const counted = { length: 3, width: 2, values: Float32Array.of(1, 2, 3, 4, 5, 6) };

test('a per-token projector maps each row, of prompts of any length', () => {
  expect(applyProjector(doubling, counted)).toEqual({
    length: 3,
    width: 2,
    values: Float32Array.of(12, 24, 16, 28, 20, 32),
  });
  expect(applyProjector(doubling, drawnPrompt('long', 9, 2)).length).toBe(9);
});

test('prompts that don’t fit the projector are refused with both numbers', () => {
  expect(() => applyProjector(doubling, drawnPrompt('wide', 3, 5))).toThrow(
    /takes prompts of width 2; this one has width 5/,
  );
  const whole = { ...doubling, settings: settingsOf({ projector: 'whole-prompt' }) };
  expect(() => applyProjector(whole, drawnPrompt('long', 9, 2))).toThrow(
    /whole prompts of 3 virtual tokens; this one has 9/,
  );
});

test('rows are shuffled by the seed, all kept, and never left where they were', () => {
  const rows = (values: Float32Array): string[] => [0, 2, 4].map((at) => values.slice(at, at + 2).join());
  for (let seed = 0; seed < 30; seed += 1) {
    const { values } = shuffledRows(counted, seed);
    expect(rows(values)).not.toEqual(rows(counted.values));
    expect(rows(values).sort()).toEqual(rows(counted.values).sort());
    expect(shuffledRows(counted, seed).values).toEqual(values);
  }
  expect(
    new Set([0, 1, 2, 3, 4, 5].map((seed) => shuffledRows(counted, seed).values.join())).size,
  ).toBeGreaterThan(1);
});

test('another task is never the task itself; a single one has none', () => {
  const tasks = ['sst2', 'subj', 'mnli'];
  const drawn = new Set(Array.from({ length: 30 }, (_, seed) => otherTask(tasks, 'subj', seed)));
  expect(drawn).toEqual(new Set(['sst2', 'mnli']));
  expect(otherTask(['sst2'], 'sst2', 1)).toBeNull();
});

test('controls are projections of what stands in for the right prompt', () => {
  const sources = drawnPrompts(['sst2', 'subj'], 3, 2);
  const [own, other] = [sources.get('sst2'), sources.get('subj')];
  if (own === undefined || other === undefined) throw new Error('no prompts');
  const noise = drawnPrompt('noise', 3, 2);
  const found = projectedControls(project, 'sst2', sources, noise, 4);
  expect(found).toEqual({
    projected: applyProjector(doubling, own),
    zero: { length: 3, width: 2, values: Float32Array.of(10, 20, 10, 20, 10, 20) },
    noise: applyProjector(doubling, noise),
    shuffled: applyProjector(doubling, shuffledRows(own, 4)),
    otherTask: applyProjector(doubling, other),
  });
  expect(zeroPrompt(own).values).toEqual(new Float32Array(6));
  expect(projectedControls(project, 'sst2', new Map([['sst2', own]]), noise, 4).otherTask).toBeNull();
});
