/** Indicators of the published prompts against values computed from them beforehand in float64. */
import { describe, expect, test } from 'vitest';
import { relativePerformance, typeMeans } from '../../../src/experiment/transfer/transfer-summary.ts';
import { withoutRows } from '../../../src/methods/transfer/confounds.ts';
import {
  indicatorMatrix,
  PROMPT_INDICATORS,
  type PromptIndicator,
} from '../../../src/methods/transfer/indicators.ts';
import { norm, row } from '../../../src/methods/transfer/prompt-matrix.ts';
import { perTargetSpearman, pooledSpearman } from '../../../src/methods/transfer/transfer-correlation.ts';
import { families, publishedMatrix, publishedPrompt, tasks } from './published.ts';

const { scores } = publishedMatrix('Roberta');
const PAPERS = ['C_concat', 'C_average', 'E_concat', 'E_average'] as const;

const kept = tasks.map((task) => publishedPrompt('roberta-base', task));
const dropped = kept.map((prompt) => withoutRows(prompt, [0]));

/** A matrix of the whole set, all of whose entries have a value. */
function similarities(indicator: PromptIndicator, prompts: typeof kept): number[][] {
  return indicatorMatrix(indicator, prompts).map((values) => values.map((value) => value ?? NaN));
}

interface Expected {
  readonly means: readonly [same: number, different: number];
  /**
   * × 100: per target without self and with self, to one decimal; pooled to two. A pair's two directions have one
   * similarity, so half of the pooled values are ties; where rounding breaks these the values move by up to 0.06.
   */
  readonly rho: readonly [without: number, withSelf: number, pooled: number];
}

const EXPECTED: Readonly<Record<'kept' | 'dropped', Readonly<Record<(typeof PAPERS)[number], Expected>>>> = {
  kept: {
    C_concat: { means: [0.0774, 0.0498], rho: [20.1, 37.2, 13.59] },
    C_average: { means: [0.0388, 0.0288], rho: [39.0, 52.1, 4.55] },
    E_concat: { means: [0.0161, 0.0073], rho: [-1.2, 20.4, 27.79] },
    E_average: { means: [0.1308, 0.0704], rho: [-5.5, -4.3, 28.19] },
  },
  dropped: {
    C_concat: { means: [0.0875, 0.0425], rho: [33.7, 47.8, 29.75] },
    C_average: { means: [0.0396, 0.0293], rho: [39.1, 52.2, 4.75] },
    E_concat: { means: [0.0173, 0.0082], rho: [-4.3, 18.0, 28.16] },
    E_average: { means: [0.1343, 0.0732], rho: [-5.2, -4.3, 28.16] },
  },
};

describe.each([
  ['kept', kept],
  ['dropped', dropped],
] as const)('RoBERTa-base, row 0 %s', (rows, prompts) => {
  test.each(PAPERS)('%s: means to four decimals, and correlations with transfer', (indicator) => {
    const { means, rho } = EXPECTED[rows][indicator];
    const matrix = similarities(indicator, prompts);
    const { sameType, differentType } = typeMeans(matrix, families);
    const per100 = (value: number | null, digits: number): string => (100 * (value ?? NaN)).toFixed(digits);
    expect([sameType, differentType].map((value) => value?.toFixed(4))).toEqual(
      means.map((value) => value.toFixed(4)),
    );
    expect([
      per100(perTargetSpearman(matrix, scores), 1),
      per100(perTargetSpearman(matrix, scores, true), 1),
      per100(pooledSpearman(matrix, relativePerformance(scores))?.rho ?? null, 2),
    ]).toEqual(rho.map((value, at) => value.toFixed(at < 2 ? 1 : 2)));
  });
});

/** Of each pair the four indicators with row 0 kept and dropped. */
const PAIRS: readonly (readonly [string, string, readonly (readonly [number, number])[]])[] = [
  [
    'IMDB',
    'SST2',
    [
      [0.05101, 0.044618],
      [0.033423, 0.034396],
      [0.009384, 0.010418],
      [0.090663, 0.094477],
    ],
  ],
  [
    'MNLI',
    'snli',
    [
      [-0.244867, 0.093631],
      [0.096816, 0.098724],
      [0.001335, 0.002639],
      [0.021863, 0.02574],
    ],
  ],
  [
    'QQP',
    'MRPC',
    [
      [0.008079, 0.033654],
      [0.023491, 0.023885],
      [0.004051, 0.005152],
      [0.045959, 0.04892],
    ],
  ],
  [
    'ethicsdeontology',
    'ethicsjustice',
    [
      [0.077895, 0.058037],
      [0.044931, 0.045592],
      [0.011974, 0.012093],
      [0.106833, 0.108022],
    ],
  ],
  [
    'laptop',
    'restaurant',
    [
      [0.16521, 0.169299],
      [0.034777, 0.035947],
      [0.042547, 0.04402],
      [0.296326, 0.300022],
    ],
  ],
  [
    'SST2',
    'MNLI',
    [
      [-0.062571, 0.05254],
      [0.04382, 0.044846],
      [0.00197, 0.003382],
      [0.028906, 0.032609],
    ],
  ],
  [
    'IMDB',
    'QQP',
    [
      [0.018664, 0.02764],
      [0.025338, 0.026117],
      [0.004035, 0.005114],
      [0.045607, 0.048658],
    ],
  ],
  [
    'IMDB',
    'IMDB',
    [
      [1, 1],
      [0.069888, 0.071221],
      [1, 1],
      [0.132131, 0.136188],
    ],
  ],
];

test.each(PAIRS)('%s and %s to six decimals', (first, second, values) => {
  const [i, j] = [tasks.indexOf(first), tasks.indexOf(second)];
  const seen = PAPERS.map((indicator) =>
    [kept, dropped].map((prompts) => PROMPT_INDICATORS[indicator].of(prompts[i], prompts[j]).toFixed(6)),
  );
  expect(seen).toEqual(values.map((both) => both.map((value) => value.toFixed(6))));
});

const BERT: Readonly<Record<(typeof PAPERS)[number], readonly (readonly [number, number])[]>> = {
  C_concat: [
    [0.0638, 0.0308],
    [0.0628, 0.0273],
  ],
  C_average: [
    [0.016, 0.0065],
    [0.0162, 0.0066],
  ],
  E_concat: [
    [0.0167, 0.0099],
    [0.0172, 0.0102],
  ],
  E_average: [
    [0.1353, 0.086],
    [0.1371, 0.0873],
  ],
};

describe('BERT-base', () => {
  const bert = tasks.map((task) => publishedPrompt('bert-base', task));
  const bertDropped = bert.map((prompt) => withoutRows(prompt, [0]));

  test.each(PAPERS)('%s: means with row 0 kept and dropped to four decimals', (indicator) => {
    const seen = [bert, bertDropped].map((prompts) => {
      const { sameType, differentType } = typeMeans(similarities(indicator, prompts), families);
      return [sameType, differentType].map((value) => value?.toFixed(4));
    });
    expect(seen).toEqual(BERT[indicator].map((both) => both.map((value) => value.toFixed(4))));
  });

  test('mean cosine of rows in the same place, same and other family', () => {
    const { sameType, differentType } = typeMeans(similarities('C_aligned', bert), families);
    expect([sameType?.toFixed(3), differentType?.toFixed(3)]).toEqual(['0.064', '0.028']);
  });
});

test('mean cosine of rows in the same place on RoBERTa-base', () => {
  const { sameType, differentType } = typeMeans(similarities('C_aligned', kept), families);
  expect([sameType?.toFixed(3), differentType?.toFixed(3)]).toEqual(['0.091', '0.043']);
});

/** Norm of row 0, which no model reads, and mean norm of the others. */
const NORMS: readonly (readonly [string, number, number])[] = [
  ['IMDB', 17.1, 4.68],
  ['SST2', 44.3, 8.53],
  ['laptop', 2.1, 1.39],
  ['restaurant', 5.8, 1.92],
  ['movierationales', 1.7, 1.11],
  ['tweetevalsentiment', 36.4, 7.21],
  ['MNLI', 399.4, 28.8],
  ['QNLI', 90.7, 15.65],
  ['snli', 364.3, 27.59],
  ['ethicsdeontology', 11.8, 6.77],
  ['ethicsjustice', 12.4, 5.05],
  ['QQP', 150.8, 19.11],
  ['MRPC', 4.9, 4.08],
];

test.each(NORMS)('the dead row of %s has norm %f, the others %f', (task, dead, others) => {
  const prompt = kept[tasks.indexOf(task)];
  const norms = Array.from({ length: prompt.length }, (_, index) => norm(row(prompt, index)));
  expect(norms[0].toFixed(1)).toBe(dead.toFixed(1));
  const mean = norms.slice(1).reduce((a, b) => a + b, 0) / (prompt.length - 1);
  expect(mean.toFixed(2)).toBe(others.toFixed(2));
});
