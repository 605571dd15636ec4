import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { normEqualised, withoutInitial, withoutRows } from '../../../src/methods/transfer/confounds.ts';
import {
  indicatorMatrix,
  PROMPT_INDICATOR_NAMES,
  PROMPT_INDICATORS,
} from '../../../src/methods/transfer/indicators.ts';
import { bestAssignment, cMatched } from '../../../src/methods/transfer/matched-similarity.ts';
import {
  cosine,
  distance,
  norm,
  row,
  type PromptMatrix,
} from '../../../src/methods/transfer/prompt-matrix.ts';

/** Zeros and equal values among them, and nothing that underflows. */
const finite = fc.integer({ min: -5000, max: 5000 }).map((value) => value / 1000);

function prompts(length: number, width: number): fc.Arbitrary<PromptMatrix> {
  return fc
    .array(finite, { minLength: length * width, maxLength: length * width })
    .map((values) => ({ length, width, values: Float64Array.from(values) }));
}

const matrix = (rows: readonly (readonly number[])[]): PromptMatrix => ({
  length: rows.length,
  width: rows[0].length,
  values: Float64Array.from(rows.flat()),
});

/** The rows of `prompt` in another order. */
function reordered(prompt: PromptMatrix, order: readonly number[]): PromptMatrix {
  return matrix(order.map((index) => Array.from(row(prompt, index))));
}

const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });

describe('against their definitions, pair of rows by pair of rows', () => {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const rowsOf = (prompt: PromptMatrix): ArrayLike<number>[] =>
    Array.from({ length: prompt.length }, (_, index) => row(prompt, index));

  test('all six', () => {
    fc.assert(
      fc.property(prompts(4, 3), prompts(4, 3), (a, b) => {
        const every = rowsOf(a).flatMap((x) => rowsOf(b).map((y) => [x, y] as const));
        const aligned = rowsOf(a).map((x, i) => [x, row(b, i)] as const);
        const expected = {
          C_concat: cosine(a.values, b.values),
          C_average: mean(every.map(([x, y]) => cosine(x, y))),
          E_concat: 1 / (1 + distance(a.values, b.values)),
          E_average: 1 / (1 + mean(every.map(([x, y]) => distance(x, y)))),
          C_aligned: mean(aligned.map(([x, y]) => cosine(x, y))),
          C_matched: Math.max(
            ...permutations(4).map((order) => mean(order.map((j, i) => cosine(row(a, i), row(b, j))))),
          ),
        };
        for (const name of PROMPT_INDICATOR_NAMES)
          expect(PROMPT_INDICATORS[name].of(a, b)).toBeCloseTo(expected[name], 9);
      }),
    );
  });

  test('are symmetric', () => {
    fc.assert(
      fc.property(prompts(4, 3), prompts(4, 3), (a, b) => {
        for (const name of PROMPT_INDICATOR_NAMES)
          expect(PROMPT_INDICATORS[name].of(b, a)).toBeCloseTo(PROMPT_INDICATORS[name].of(a, b), 12);
      }),
    );
  });
});

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((shorter) =>
    Array.from({ length: count }, (_, at) => [...shorter.slice(0, at), count - 1, ...shorter.slice(at)]),
  );
}

describe('matched similarity', () => {
  const nonZero = prompts(4, 3).filter((prompt) =>
    [0, 1, 2, 3].every((index) => norm(row(prompt, index)) > 1e-3),
  );

  test('does not see the order of the rows', () => {
    fc.assert(
      fc.property(nonZero, nonZero, orders, orders, (a, b, one, other) => {
        expect(cMatched(reordered(a, one), reordered(b, other))).toBeCloseTo(cMatched(a, b), 10);
        expect(cMatched(a, reordered(a, one))).toBeCloseTo(1, 10);
      }),
    );
  });

  test('is never above 1, not even by rounding', () => {
    fc.assert(
      fc.property(nonZero, orders, (a, order) => {
        expect(cMatched(a, a)).toBeLessThanOrEqual(1);
        expect(cMatched(a, reordered(a, order))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  test('is no less than the similarity row by row', () => {
    fc.assert(
      fc.property(nonZero, nonZero, (a, b) => {
        expect(cMatched(a, b)).toBeGreaterThanOrEqual(PROMPT_INDICATORS.C_aligned.of(a, b) - 1e-12);
      }),
    );
  });

  test('matches every row of the shorter prompt', () => {
    const long = matrix([
      [1, 0],
      [0, 1],
      [-1, 0],
    ]);
    const short = matrix([
      [-2, 0],
      [0, 3],
    ]);
    expect(cMatched(long, short)).toBe(1);
    expect(cMatched(short, long)).toBe(1);
  });

  test('the assignment is the best of all', () => {
    const gains = fc.array(fc.array(finite, { minLength: 5, maxLength: 5 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(gains, (table) => {
        const total = (order: readonly number[]): number =>
          table.reduce((sum, values, i) => sum + values[order[i]], 0);
        const best = Math.max(...permutations(5).map(total));
        const chosen = bestAssignment(table);
        expect(new Set(chosen).size).toBe(3);
        expect(total(chosen)).toBeCloseTo(best, 10);
      }),
    );
    expect(bestAssignment([])).toEqual([]);
  });
});

describe('confounds', () => {
  const prompt = matrix([
    [100, 0],
    [3, 4],
    [0, 2],
  ]);

  test('dead rows go, the others stay in their order', () => {
    expect(withoutRows(prompt, [0])).toEqual(
      matrix([
        [3, 4],
        [0, 2],
      ]),
    );
    expect(withoutRows(prompt, [0, 2, 2])).toEqual(matrix([[3, 4]]));
    expect(withoutRows(prompt, [])).toEqual(prompt);
  });

  test.each([[[3]], [[-1]], [[0.5]], [[0, 1, 2]]])('rows %j can’t be dropped', (dead) => {
    expect(() => withoutRows(prompt, dead)).toThrow(LabError);
  });

  test('equal norms: rows of norm 1 in the quadratic mean, whatever the scale was', () => {
    fc.assert(
      fc.property(
        prompts(4, 3).filter(({ values }) => norm(values) > 1e-3),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (own, scale) => {
          const equalised = normEqualised(own);
          expect(norm(equalised.values)).toBeCloseTo(2, 10);
          const scaled = normEqualised({ ...own, values: own.values.map((value) => value * scale) });
          expect(PROMPT_INDICATORS.E_concat.of(equalised, scaled)).toBeCloseTo(1, 9);
        },
      ),
    );
    expect(normEqualised(matrix([[0, 0]])).values).toEqual(Float64Array.of(0, 0));
  });

  test('what prompts share from their start goes with the start', () => {
    fc.assert(
      fc.property(prompts(4, 3), prompts(4, 3), prompts(4, 3), (start, a, b) => {
        const from = (moved: PromptMatrix): PromptMatrix => ({
          ...moved,
          values: Float64Array.from(moved.values, (value, at) => value + 1000 * start.values[at]),
        });
        const shared = { ...start, values: start.values.map((value) => 1000 * value) };
        const [left, right] = [withoutInitial(from(a), shared), withoutInitial(from(b), shared)];
        expect(PROMPT_INDICATORS.E_concat.of(left, right)).toBeCloseTo(
          PROMPT_INDICATORS.E_concat.of(a, b),
          6,
        );
      }),
    );
    expect(withoutInitial(prompt, prompt).values.every((value) => value === 0)).toBe(true);
  });

  test('a start of another shape is refused', () => {
    expect(() => withoutInitial(prompt, matrix([[1, 2]]))).toThrow(/virtual tokens/);
    expect(() => withoutInitial(prompt, matrix([[1], [2], [3]]))).toThrow(/width/);
  });
});

describe('matrices', () => {
  test('prompts of different lengths have a value only where rows are not aligned', () => {
    const both = [
      matrix([[1, 0]]),
      matrix([
        [1, 0],
        [0, 1],
      ]),
    ];
    for (const name of PROMPT_INDICATOR_NAMES) {
      const values = indicatorMatrix(name, both);
      expect(values[0][1] === null).toBe(PROMPT_INDICATORS[name].aligned);
      expect(values[1][0]).toBe(values[0][1]);
      expect(values[0][0]).not.toBeNull();
    }
  });

  test('prompts of different widths are refused by all', () => {
    for (const name of PROMPT_INDICATOR_NAMES)
      expect(() => indicatorMatrix(name, [matrix([[1, 0]]), matrix([[1]])])).toThrow(LabError);
  });

  test('a zero prompt is similar to nothing by direction', () => {
    const [zero, other] = [matrix([[0, 0]]), matrix([[1, 2]])];
    for (const name of ['C_concat', 'C_average', 'C_aligned', 'C_matched'] as const)
      expect(PROMPT_INDICATORS[name].of(zero, other)).toBe(0);
  });
});
