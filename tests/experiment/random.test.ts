import { describe, expect, test } from 'vitest';
import { randomStream } from '../../src/experiment/random.ts';
import { sampleVocabulary, shuffledEpochs, takeRows } from '../../src/experiment/sampling.ts';

const draw = (seed: number, name: string, count = 8): readonly number[] => {
  const stream = randomStream(seed, name);
  return Array.from({ length: count }, () => stream.uniform());
};

describe('streams', () => {
  test('repeat with the same seed and name', () => {
    expect(draw(1, 'init')).toEqual(draw(1, 'init'));
  });

  test('are as recorded, so that old runs can be repeated', () => {
    expect(draw(1, 'order', 3)).toMatchInlineSnapshot(`
      [
        0.30823304996381884,
        0.2345697410873646,
        0.6285711091745727,
      ]
    `);
    expect(Array.from(sampleVocabulary(1, 4, 16384, 5))).toMatchInlineSnapshot(`
      [
        8798,
        12089,
        11754,
        6672,
      ]
    `);
  });

  test('differ by seed and by name', () => {
    const all = [draw(1, 'init'), draw(2, 'init'), draw(1, 'order'), draw(257, 'init'), draw(1, 'tini')];
    expect(new Set(all.flat()).size).toBe(40);
  });

  test('know nothing of one another', () => {
    const [init, order] = [randomStream(1, 'init'), randomStream(1, 'order')];
    for (let i = 0; i < 100; i += 1) init.normal();
    expect(Array.from({ length: 8 }, () => order.uniform())).toEqual(draw(1, 'order'));
    const [a, b] = [draw(1, 'init', 4000), draw(1, 'order', 4000)];
    const correlation = a.reduce((sum, x, i) => sum + (x - 0.5) * ((b[i] ?? 0) - 0.5), 0) / 4000 / (1 / 12);
    expect(Math.abs(correlation)).toBeLessThan(0.05);
  });

  test('uniform stays in its range and fills it', () => {
    const stream = randomStream(3, 'x');
    const values = Array.from({ length: 5000 }, () => stream.uniform(-2, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(6);
    expect(values.reduce((a, b) => a + b, 0) / 5000).toBeCloseTo(2, 0);
  });

  test('normal has the mean, deviation and tails asked for', () => {
    const stream = randomStream(3, 'x');
    const values = Array.from({ length: 20_000 }, () => stream.normal(5, 2));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(5, 1);
    expect(deviation).toBeCloseTo(2, 1);
    const beyond = values.filter((value) => Math.abs(value - 5) > 3.92).length / values.length;
    expect(beyond).toBeGreaterThan(0.04);
    expect(beyond).toBeLessThan(0.06);
  });

  test('integers reach both ends, evenly', () => {
    const stream = randomStream(9, 'x');
    const counts = [0, 0, 0];
    for (let i = 0; i < 9000; i += 1) {
      const value = stream.integer(4, 6);
      counts[value - 4] = (counts[value - 4] ?? NaN) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(200);
  });
});

describe('the order of training rows', () => {
  test('has every row once an epoch, each epoch in another order', () => {
    const rows = shuffledEpochs(50, randomStream(1, 'order'));
    const [first, second] = [Array.from(takeRows(rows, 50)), Array.from(takeRows(rows, 50))];
    const all = Array.from({ length: 50 }, (_, i) => i);
    expect([...first].sort((a, b) => a - b)).toEqual(all);
    expect([...second].sort((a, b) => a - b)).toEqual(all);
    expect(first).not.toEqual(all);
    expect(second).not.toEqual(first);
  });

  test('goes on where it stood when what was seen is skipped', () => {
    const whole = shuffledEpochs(7, randomStream(4, 'order'));
    takeRows(whole, 3 * 16);
    const resumed = shuffledEpochs(7, randomStream(4, 'order'));
    for (let step = 0; step < 3; step += 1) takeRows(resumed, 16);
    expect(takeRows(resumed, 16)).toEqual(takeRows(whole, 16));
  });

  test('needs a row', () => {
    expect(() => takeRows(shuffledEpochs(0, randomStream(1, 'order')), 1)).toThrow(/no training rows/);
  });
});

test('vocabulary samples leave out what stands before the first id', () => {
  const ids = sampleVocabulary(7, 5000, 12, 5);
  expect(new Set(ids)).toEqual(new Set([5, 6, 7, 8, 9, 10, 11]));
  expect(() => sampleVocabulary(1, 2, 5, 5)).toThrow(/No ids are left/);
});
