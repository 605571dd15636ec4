import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareCurves, isRepeated, type Curve } from '../../src/experiment/compare-curves.ts';
import { compareEngines, engineDifferenceText } from '../../src/experiment/compare-engines.ts';
import { syntheticRecord } from '../app-unit/synthetic-run.ts';

const RECORD = syntheticRecord(600);

function changed(
  change: (curve: {
    points: { loss: number; gradientNorm: number }[];
    dev: { accuracy: number }[];
    result: { test: number } | null;
  }) => void,
): Curve {
  const copy = structuredClone({ points: [...RECORD.points], dev: [...RECORD.dev], result: RECORD.result });
  change(copy);
  return copy;
}

describe('a run made again', () => {
  test('the same to the last bit', () => {
    const comparison = compareCurves(RECORD, structuredClone(RECORD));
    expect(comparison).toEqual({
      steps: RECORD.points.length,
      evaluations: RECORD.dev.length,
      firstDifference: null,
      largestLossDifference: 0,
      whole: true,
    });
    expect(isRepeated(comparison)).toBe(true);
  });

  test('any bit of any step is found, and the first of several', () => {
    fc.assert(
      fc.property(fc.nat(RECORD.points.length - 1), fc.nat(RECORD.points.length - 1), (a, b) => {
        const after = changed(({ points }) => {
          points[a].loss += points[a].loss * Number.EPSILON;
          points[b].gradientNorm += 1;
        });
        const comparison = compareCurves(RECORD, after);
        expect(comparison.firstDifference?.step).toBe(RECORD.points[Math.min(a, b)].step);
        expect(isRepeated(comparison)).toBe(false);
      }),
    );
  });

  test('how far the losses are apart at most', () => {
    const after = changed(({ points }) => {
      points[3].loss += 0.25;
      points[9].loss -= 0.5;
    });
    const { largestLossDifference, firstDifference } = compareCurves(RECORD, after);
    expect(largestLossDifference).toBeCloseTo(0.5);
    expect(firstDifference).toMatchObject({ step: RECORD.points[3].step, what: 'loss' });
  });

  test('dev evaluations and test accuracy count', () => {
    const dev = changed((curve) => (curve.dev[2].accuracy = 0));
    expect(compareCurves(RECORD, dev).firstDifference).toMatchObject({ step: 200, what: 'dev accuracy' });
    const tested = changed((curve) => {
      if (curve.result !== null) curve.result.test = 0;
    });
    expect(compareCurves(RECORD, tested).firstDifference?.what).toBe('test accuracy');
  });

  test('while it runs, what is there is compared, and it is not whole', () => {
    const comparison = compareCurves(RECORD, { points: RECORD.points.slice(0, 7), dev: [], result: null });
    expect(comparison).toMatchObject({ steps: 7, evaluations: 0, firstDifference: null, whole: false });
    expect(isRepeated(comparison)).toBe(false);
  });

  test('a step that one lacks is no whole curve', () => {
    const after = changed(({ points }) => points.splice(5, 1));
    expect(compareCurves(RECORD, after)).toMatchObject({ firstDifference: null, whole: false });
  });

  test('diverged twice is the same; a diverged and a number are infinitely far apart', () => {
    const nan = changed(({ points }) => (points[4].loss = NaN));
    expect(isRepeated(compareCurves(nan, structuredClone(nan)))).toBe(true);
    expect(compareCurves(RECORD, nan).largestLossDifference).toBe(Infinity);
  });

  test('nothing and nothing', () => {
    const nothing: Curve = { points: [], dev: [], result: null };
    expect(compareCurves(nothing, nothing)).toMatchObject({ steps: 0, whole: false });
  });
});

test('engines are compared fact by fact', () => {
  const { engine } = RECORD;
  expect(compareEngines(engine, structuredClone(engine))).toEqual([]);
  expect(engineDifferenceText([])).toBeNull();
  const other = { ...engine, engine: 'wasm' as const, versions: { lab: '0.2.0', ort: '1' } };
  expect(engineDifferenceText(compareEngines(engine, other))).toBe(
    'Recorded on webgpu, lab 0.1.0, now on wasm, lab 0.2.0, ort 1: small differences are expected.',
  );
});
