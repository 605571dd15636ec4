import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additiveFit } from '../../src/experiment/additive-fit.ts';
import { clusteredError, contrastError, withSeeds } from '../../src/experiment/clustered-pairs.ts';

/** Every ordered pair of different tasks. */
function pairsOf(tasks: number, value: (source: number, target: number) => number) {
  const each = Array.from({ length: tasks }, (_, task) => task);
  return each.flatMap((target) =>
    each
      .filter((source) => source !== target)
      .map((source) => ({ source, target, value: value(source, target) })),
  );
}

describe('the error clustered by task', () => {
  test('of targets that are alike for all sources is that of the targets', () => {
    // Each target adds the same from each of its four sources: the sum over a target is 4 · value.
    const values = [2, -1, -1, 0, 0];
    const pairs = pairsOf(5, (_, target) => values[target]);
    expect(clusteredError(pairs)).toEqual({ variance: 16 * 6, degrees: 4 });
  });

  test('of sources is as that of targets, and of both is more', () => {
    const values = [2, -1, -1, 0, 0];
    const ofTargets = clusteredError(pairsOf(5, (_, target) => values[target]));
    const ofSources = clusteredError(pairsOf(5, (source) => values[source]));
    const ofBoth = clusteredError(pairsOf(5, (source, target) => values[source] + values[target]));
    expect(ofSources).toEqual(ofTargets);
    expect(ofBoth?.variance).toBeGreaterThan(ofTargets?.variance ?? NaN);
  });

  test('is never below that of independent pairs, and doesn’t see the order of pairs', () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(values, (drawn) => {
        let next = 0;
        const pairs = pairsOf(5, () => drawn[next++]);
        const error = clusteredError(pairs);
        expect(error?.variance).toBeGreaterThanOrEqual(drawn.reduce((sum, value) => sum + value ** 2, 0));
        expect(clusteredError([...pairs].reverse())?.variance).toBeCloseTo(error?.variance ?? NaN, 9);
      }),
    );
  });

  test('is not known of two tasks', () => {
    expect(clusteredError(pairsOf(2, () => 1))).toBeNull();
  });

  test('has the seeds’ error added where there are three or more', () => {
    const ofTasks = { variance: 1, degrees: 4 };
    expect(withSeeds(ofTasks, [1, 2])).toBe(ofTasks);
    expect(withSeeds(ofTasks, [1, 2, 3]).variance).toBeCloseTo(1 + 1 / 3, 12);
  });
});

test('an additive fit finds levels and effects, and leaves what is neither', () => {
  const effects = [3, -1, -2, 0, 0];
  const exact = additiveFit(pairsOf(5, (source, target) => 10 * target + effects[source]));
  effects.forEach((effect, source) => {
    expect(exact.sources.get(source)).toBeCloseTo(effect, 9);
  });
  for (const rest of exact.residuals) expect(rest).toBeCloseTo(0, 9);
  expect(exact.degrees).toBe(20 - 9);
  const noise = additiveFit(pairsOf(5, (source, target) => Math.sin(source * 7 + target * 3)));
  // Least squares: what is left sums to nothing for each target and each source.
  const pairs = pairsOf(5, () => 0);
  for (let task = 0; task < 5; task += 1)
    for (const role of ['source', 'target'] as const)
      expect(
        noise.residuals.reduce((sum, rest, at) => sum + (pairs[at][role] === task ? rest : 0), 0),
      ).toBeCloseTo(0, 9);
});

describe('the error of a contrast within targets', () => {
  /** Sources 0 and 1 against the others, on every target. */
  const contrast = (value: (source: number, target: number) => number) =>
    pairsOf(6, value).map((pair) => {
      const isFirst = pair.source < 2;
      const kind = [0, 1, 2, 3, 4, 5].filter(
        (source) => source !== pair.target && source < 2 === isFirst,
      ).length;
      return { ...pair, weight: (isFirst ? 1 : -1) / kind / 6 };
    });
  const wobble = (source: number, target: number): number => Math.sin(source * 5 + target * 11);

  test('doesn’t see how easy targets are', () => {
    const plain = contrastError(contrast(wobble));
    const uneven = contrastError(contrast((source, target) => wobble(source, target) + 100 * target ** 2));
    expect(plain?.variance).toBeGreaterThan(0);
    expect(uneven?.variance).toBeCloseTo(plain?.variance ?? NaN, 6);
  });

  test('grows where sources differ, that being what another draw of tasks would change', () => {
    const plain = contrastError(contrast(wobble))?.variance ?? NaN;
    const uneven = contrastError(contrast((source, target) => wobble(source, target) + 5 * source));
    expect(uneven?.variance).toBeGreaterThan(2 * plain);
  });

  test('is not known where the fit leaves nothing', () => {
    expect(contrastError(contrast(wobble).filter(({ target }) => target < 2))).toBeNull();
    expect(
      contrastError(contrast(wobble).filter(({ target, source }) => (target + source) % 3 === 0)),
    ).toBeNull();
  });
});
