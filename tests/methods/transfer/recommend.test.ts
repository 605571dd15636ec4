import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { PROMPT_INDICATOR_NAMES, PROMPT_INDICATORS } from '../../../src/methods/transfer/indicators.ts';
import type { NeuronActivations } from '../../../src/methods/transfer/neuron-overlap.ts';
import type { PromptMatrix } from '../../../src/methods/transfer/prompt-matrix.ts';
import { spearman } from '../../../src/methods/transfer/rank-correlation.ts';
import {
  checkRanking,
  rankByOverlap,
  rankByProbe,
  rankBySimilarity,
  recommend,
  type BankPrompt,
  type Ranking,
} from '../../../src/methods/transfer/recommend.ts';
import { publishedMatrix, publishedPrompt, tasks } from './published.ts';

const prompt = (...values: readonly number[]): PromptMatrix => ({
  length: values.length / 2,
  width: 2,
  values: Float64Array.from(values),
});

const activations = (...values: readonly number[]): NeuronActivations => ({
  layers: 1,
  neurons: values.length,
  values: Float64Array.from(values),
});

const bank: readonly BankPrompt[] = [
  { name: 'across', prompt: prompt(0, 1, 1, 0), activations: activations(1, -1, -1, -1) },
  { name: 'along', prompt: prompt(2, 0, 0, 2), activations: activations(-1, -1, 1, 1) },
  { name: 'against', prompt: prompt(-1, 0, 0, -1), activations: activations(1, 1, 1, 1) },
];
const probe = { prompt: prompt(1, 0, 0, 1), activations: activations(1, 1, -1, -1) };

const namesOf = ({ ranked }: Ranking): string[] => ranked.map(({ name }) => name);

describe('rankings', () => {
  test('by each indicator, the most similar first', () => {
    const rankings = rankBySimilarity(bank, probe);
    expect(rankings.map(({ by }) => by)).toEqual(PROMPT_INDICATOR_NAMES);
    for (const { by, ranked } of rankings) {
      const of = PROMPT_INDICATORS[by as keyof typeof PROMPT_INDICATORS].of;
      const scores = bank.map((entry) => of(entry.prompt, probe.prompt)).sort((a, b) => b - a);
      expect(ranked.map(({ score }) => score)).toEqual(scores);
    }
    expect(namesOf(rankings[0])).toEqual(['along', 'across', 'against']);
  });

  test('equals stay in the order of the bank', () => {
    const [matched] = rankBySimilarity(bank, probe, ['C_matched']);
    expect(namesOf(matched)).toEqual(['across', 'along', 'against']);
  });

  test('an indicator without a value for one of them ranks none', () => {
    const longer = [...bank, { name: 'long', prompt: prompt(1, 0, 0, 1, 1, 1) }];
    expect(rankBySimilarity(longer, probe).map(({ by }) => by)).toEqual([
      'C_average',
      'E_average',
      'C_matched',
    ]);
  });

  test('by the overlap of neurons', () => {
    const ranking = rankByOverlap(bank, probe);
    expect(ranking.ranked.map(({ name, score }) => [name, score.toFixed(4)])).toEqual([
      ['across', '0.7071'],
      ['against', '0.7071'],
      ['along', '0.0000'],
    ]);
    expect(() => rankByOverlap([{ name: 'bare', prompt: probe.prompt }], probe)).toThrow(/bare/);
    expect(() => rankByOverlap(bank, { prompt: probe.prompt })).toThrow(/new task/);
  });

  test('by a probe: more accuracy is better, less loss is', () => {
    const results = [
      { name: 'a', loss: 0.5, accuracy: 0.6 },
      { name: 'b', loss: 0.7, accuracy: 0.8 },
      { name: 'c', loss: 0.2, accuracy: 0.7 },
    ];
    expect(namesOf(rankByProbe({ steps: 20, results }, 'accuracy'))).toEqual(['b', 'c', 'a']);
    const byLoss = rankByProbe({ steps: 0, results }, 'loss');
    expect(byLoss.by).toBe('dev loss after 0 steps');
    expect(namesOf(byLoss)).toEqual(['c', 'a', 'b']);
    const diverged = [{ name: 'a', loss: NaN, accuracy: 0 }];
    expect(() => rankByProbe({ steps: 1, results: diverged }, 'loss')).toThrow(/finite/);
  });

  test('all that the numbers allow', () => {
    const devProbes = [{ steps: 0, results: bank.map(({ name }) => ({ name, loss: 1, accuracy: 0.5 })) }];
    expect(recommend({ bank, probe, devProbes }).map(({ by }) => by)).toEqual([
      ...PROMPT_INDICATOR_NAMES,
      'ON',
      'dev accuracy after 0 steps',
      'dev loss after 0 steps',
    ]);
    const bare = bank.map(({ name, prompt: own }) => ({ name, prompt: own }));
    expect(recommend({ bank: bare, probe })).toHaveLength(PROMPT_INDICATOR_NAMES.length);
  });

  test.each<[string, readonly BankPrompt[]]>([
    ['an empty bank', []],
    ['two prompts of one name', [bank[0], bank[0]]],
    [
      'a prompt of another width',
      [{ name: 'wide', prompt: { length: 1, width: 3, values: new Float64Array(3) } }],
    ],
  ])('%s is refused', (_what, prompts) => {
    expect(() => rankBySimilarity(prompts, probe)).toThrow(LabError);
  });
});

describe('checking a ranking', () => {
  const ranking: Ranking = {
    by: 'ON',
    ranked: [
      { name: 'a', score: 0.9 },
      { name: 'b', score: 0.5 },
      { name: 'c', score: 0.1 },
    ],
  };

  test('a right one has ρ 1, a hit and no regret', () => {
    const check = checkRanking(
      ranking,
      new Map([
        ['a', 0.9],
        ['b', 0.8],
        ['c', 0.5],
      ]),
    );
    expect(check).toMatchObject({ topHit: true, regret: 0, recommended: 'a', best: 'a' });
    expect(check.rho).toBe(1);
  });

  test('a wrong one regrets what the best prompt would have given', () => {
    const check = checkRanking(
      ranking,
      new Map([
        ['c', 0.75],
        ['a', 0.5],
        ['b', 0.7],
      ]),
    );
    expect(check).toMatchObject({ topHit: false, regret: 0.25, recommended: 'a', best: 'c' });
    expect(check.rho).toBe(-1);
  });

  test('one of several best prompts is a hit', () => {
    const check = checkRanking(
      ranking,
      new Map([
        ['a', 0.8],
        ['b', 0.8],
        ['c', 0.8],
      ]),
    );
    expect(check).toMatchObject({ topHit: true, regret: 0, best: 'a', rho: null });
  });

  test('ρ is Spearman’s, the regret the loss against the best', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows, (values) => {
        const ranked = values
          .map(([score], index) => ({ name: String(index), score }))
          .sort((a, b) => b.score - a.score);
        const truth = new Map(values.map(([, accuracy], index) => [String(index), accuracy / 10]));
        const check = checkRanking({ by: 'x', ranked }, truth);
        const accuracies = ranked.map(({ name }) => truth.get(name) ?? NaN);
        expect(check.regret).toBe(Math.max(...accuracies) - accuracies[0]);
        expect(check.regret).toBeGreaterThanOrEqual(0);
        if (check.rho === null) return;
        expect(check.rho).toBe(
          spearman(
            ranked.map(({ score }) => score),
            accuracies,
          ),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('a prompt whose true accuracy is not known is named', () => {
    expect(() => checkRanking(ranking, new Map([['a', 1]]))).toThrow(/ b,/);
  });
});

test('published prompts: C_average finds an NLI prompt for snli', () => {
  const others = tasks.filter((task) => task !== 'snli');
  const published = others.map((name) => ({ name, prompt: publishedPrompt('roberta-base', name) }));
  const target = { prompt: publishedPrompt('roberta-base', 'snli') };
  const [ranking] = rankBySimilarity(published, target, ['C_average']);
  const scores = publishedMatrix('Roberta').scores[tasks.indexOf('snli')];
  const truth = new Map(others.map((name) => [name, scores[tasks.indexOf(name)] / 100]));
  expect(checkRanking(ranking, truth)).toMatchObject({ topHit: true, regret: 0, best: 'MNLI' });
});
