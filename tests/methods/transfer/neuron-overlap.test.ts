import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import {
  activationsOf,
  neuronCode,
  neuronOverlap,
  type NeuronActivations,
} from '../../../src/methods/transfer/neuron-overlap.ts';

const LAYERS = 5;
const NEURONS = 8;

/** Zeros and equal values among them, and nothing that underflows. */
const finite = fc.integer({ min: -5000, max: 5000 }).map((value) => value / 1000);

const activations = (
  value: fc.Arbitrary<number> = fc.oneof({ weight: 4, arbitrary: finite }, fc.constant(0)),
): fc.Arbitrary<NeuronActivations> =>
  fc
    .array(value, { minLength: LAYERS * NEURONS, maxLength: LAYERS * NEURONS })
    .map((values) => ({ layers: LAYERS, neurons: NEURONS, values: Float64Array.from(values) }));

const map = (of: NeuronActivations, change: (value: number) => number): NeuronActivations => ({
  ...of,
  values: Float64Array.from(of.values, change),
});

/** |A∩B| / √(|A| |B|) by counting. */
function ochiai(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = [...a].filter((index) => b.has(index)).length;
  return a.size === 0 || b.size === 0 ? 0 : both / Math.sqrt(a.size * b.size);
}

const positive = (values: ArrayLike<number>): Set<number> =>
  new Set(Array.from(values, (value, index) => (value > 0 ? index : -1)).filter((index) => index >= 0));

/** GELU by its tanh form. */
const gelu = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

test('ON is Ochiai’s coefficient of the sets, counted by hand', () => {
  fc.assert(
    fc.property(activations(), activations(), (a, b) => {
      const from = (LAYERS - 3) * NEURONS;
      const counted = ochiai(positive(a.values.slice(from)), positive(b.values.slice(from)));
      expect(neuronOverlap(a, b)).toBeCloseTo(counted, 12);
    }),
  );
});

test('a prompt with itself has ON 1, one of disjoint neurons 0', () => {
  fc.assert(
    fc.property(activations(finite.filter((x) => x !== 0)), (a) => {
      const last = positive(activationsOf(a, { kind: 'last-three' }));
      expect(neuronOverlap(a, a)).toBeCloseTo(last.size === 0 ? 0 : 1, 12);
      expect(
        neuronOverlap(
          a,
          map(a, (value) => -value),
        ),
      ).toBe(0);
    }),
  );
});

test('no neuron at all has no overlap, and an exact zero is no activation', () => {
  const none = { layers: 1, neurons: 3, values: Float32Array.of(0, -0, -1) };
  const one = { layers: 1, neurons: 3, values: Float32Array.of(0, 2, 1e-30) };
  expect(neuronOverlap(none, one)).toBe(0);
  expect(neuronOverlap(none, none)).toBe(0);
  expect(Array.from(neuronCode(one.values, { kind: 'positive' }))).toEqual([0, 1, 1]);
});

test('reading before or behind GELU or ReLU gives the same overlap', () => {
  fc.assert(
    fc.property(activations(), activations(), (a, b) => {
      const before = neuronOverlap(a, b, { kind: 'all' });
      for (const change of [gelu, (x: number) => Math.max(0, x)])
        expect(neuronOverlap(map(a, change), map(b, change), { kind: 'all' })).toBe(before);
    }),
  );
});

describe('layers', () => {
  const numbered = {
    layers: LAYERS,
    neurons: NEURONS,
    values: Float32Array.from({ length: LAYERS * NEURONS }, (_, at) => Math.floor(at / NEURONS)),
  };
  const seen = (span: Parameters<typeof activationsOf>[1], of = numbered): number[] =>
    Array.from(new Set(activationsOf(of, span)));

  test('all, the last three, one, and a window', () => {
    expect(seen({ kind: 'all' })).toEqual([0, 1, 2, 3, 4]);
    expect(seen({ kind: 'last-three' })).toEqual([2, 3, 4]);
    expect(seen({ kind: 'one', layer: 1 })).toEqual([1]);
    expect(seen({ kind: 'window', first: 1, count: 2 })).toEqual([1, 2]);
  });

  test('a model of two layers has no third to the last', () => {
    const two = { layers: 2, neurons: NEURONS, values: numbered.values.subarray(0, 2 * NEURONS) };
    expect(seen({ kind: 'last-three' }, two)).toEqual([0, 1]);
  });

  test('only the layers compared count', () => {
    const other = { ...numbered, values: numbered.values.map((layer) => (layer === 2 ? -1 : layer)) };
    expect(neuronOverlap(numbered, other, { kind: 'one', layer: 3 })).toBeCloseTo(1, 12);
    expect(neuronOverlap(numbered, other, { kind: 'one', layer: 2 })).toBe(0);
  });

  test.each([
    [{ kind: 'one', layer: 5 }],
    [{ kind: 'one', layer: -1 }],
    [{ kind: 'one', layer: 0.5 }],
    [{ kind: 'window', first: 3, count: 3 }],
    [{ kind: 'window', first: 1, count: 0 }],
  ] as const)('%j is refused', (span) => {
    expect(() => activationsOf(numbered, span)).toThrow(LabError);
  });
});

describe('the largest neurons', () => {
  test('as many as the share says, the largest, and of equals the first', () => {
    const values = Float32Array.of(3, -5, 3, 7, 0, 3, 1, 2, -1, 4);
    expect(Array.from(neuronCode(values, { kind: 'top', percent: 40 }))).toEqual([
      1, 0, 1, 1, 0, 0, 0, 0, 0, 1,
    ]);
    expect(neuronCode(values, { kind: 'top', percent: 0.001 }).indexOf(1)).toBe(3);
    expect(neuronCode(values, { kind: 'top', percent: 100 }).every((chosen) => chosen === 1)).toBe(true);
  });

  test('their overlap against sets drawn by sorting', () => {
    const distinct = fc
      .uniqueArray(finite, { minLength: LAYERS * NEURONS, maxLength: LAYERS * NEURONS })
      .map((values) => ({ layers: LAYERS, neurons: NEURONS, values: Float64Array.from(values) }));
    fc.assert(
      fc.property(distinct, distinct, fc.integer({ min: 1, max: 100 }), (a, b, percent) => {
        const count = Math.max(1, Math.round((LAYERS * NEURONS * percent) / 100));
        const [first, second] = [a, b].map(({ values }) => {
          const least = [...values].sort((x, y) => y - x)[count - 1];
          return new Set([...values.keys()].filter((index) => values[index] >= least));
        });
        const seen = neuronOverlap(a, b, { kind: 'all' }, { kind: 'top', percent });
        expect(seen).toBeCloseTo(ochiai(first, second), 12);
      }),
    );
  });

  test.each([0, -1, 100.1, NaN])('%f %% is no share', (percent) => {
    expect(() => neuronCode(Float32Array.of(1), { kind: 'top', percent })).toThrow(LabError);
  });
});

test('real values are compared by their cosine, from −1 to 1', () => {
  const a = { layers: 1, neurons: 2, values: Float32Array.of(3, 4) };
  const b = { layers: 1, neurons: 2, values: Float32Array.of(4, -3) };
  expect(neuronOverlap(a, b, { kind: 'all' }, { kind: 'real' })).toBeCloseTo(0, 12);
  const opposite = map(a, (value) => -2 * value);
  expect(neuronOverlap(a, opposite, { kind: 'all' }, { kind: 'real' })).toBe(-1);
});

test('activations of different models, or too few of them, are refused', () => {
  const a = { layers: 1, neurons: 2, values: Float32Array.of(1, 2) };
  expect(() => neuronOverlap(a, { ...a, layers: 2, neurons: 1 })).toThrow(/not of one model/);
  expect(() => neuronOverlap(a, { ...a, values: Float32Array.of(1) })).toThrow(LabError);
});
