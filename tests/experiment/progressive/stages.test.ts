import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  closedFormCost,
  scheduleCost,
  type ClosedForm,
} from '../../../src/experiment/progressive/closed-form.ts';
import { chosenLayers } from '../../../src/experiment/progressive/layer-choice.ts';
import {
  stageAt,
  stagesOf,
  type GrownFacts,
  type Reduction,
  type StagePlan,
} from '../../../src/experiment/progressive/stages.ts';

interface Listed {
  readonly evenly: readonly { readonly L: number; readonly n: number; readonly layers: readonly number[] }[];
  readonly stages: readonly {
    readonly L: number;
    readonly steps: number;
    readonly shares: readonly number[];
    readonly spent: readonly number[];
    readonly stages: readonly {
      readonly n: number;
      readonly layers: readonly number[];
      readonly steps: number;
    }[];
  }[];
}

const listed = JSON.parse(readFileSync('tests/fixtures/partial/layers.json', 'utf8')) as Listed;

const encoder = (layers: number, neurons = 64): GrownFacts => ({
  layers: Array.from({ length: layers }, () => ({ side: 'encoder', neurons: [neurons] })),
  separable: true,
});

const shares = (
  reduce: Reduction,
  sizes: readonly number[] = [0.25, 0.5, 0.75, 1],
  spent: readonly number[] = [0.2, 0.2, 0.2, 0.4],
): StagePlan => ({ by: 'shares', reduce, shares: sizes, spent });

const settings = (plan: StagePlan, steps = 600) =>
  ({ plan, selectLayers: 'evenly', decoder: false, steps }) as const;

describe('layers that are kept', () => {
  test.each(listed.evenly)('$n of $L are those of the published code', ({ L, n, layers }) => {
    expect(chosenLayers('evenly', L, n)).toEqual(layers);
  });

  test('are first and last, rise, and are as many as asked, whatever is asked', () => {
    for (let all = 2; all <= 24; all++)
      for (let n = 2; n <= all; n++) {
        const layers = chosenLayers('evenly', all, n);
        expect(layers).toHaveLength(n);
        expect([layers[0], layers[n - 1]]).toEqual([0, all - 1]);
        expect(layers.every((layer, at) => at === 0 || layer > layers[at - 1])).toBe(true);
      }
  });

  test('one alone is the first; the first ones are the first ones', () => {
    expect(chosenLayers('evenly', 6, 1)).toEqual([0]);
    expect(chosenLayers('first', 6, 3)).toEqual([0, 1, 2]);
  });
});

describe('stages', () => {
  test.each(listed.stages)('of shares on $L layers', ({ L, steps, shares: sizes, spent, stages }) => {
    const made = stagesOf(settings(shares('depth', sizes, spent), steps), encoder(L));
    expect(made.map(({ layers, from, to }) => ({ n: layers.length, layers, steps: to - from + 1 }))).toEqual(
      stages.map(({ n, layers, steps: own }) => ({ n, layers, steps: own })),
    );
  });

  test('the paper’s boundaries: step 6,000 is still of the first stage, 6,001 of the second', () => {
    const made = stagesOf(settings(shares('depth'), 30_000), encoder(24));
    const boundaries = { 1: 0, 6000: 0, 6001: 1, 12000: 1, 12001: 2, 18000: 2, 18001: 3, 30000: 3 };
    for (const [step, stage] of Object.entries(boundaries)) expect(stageAt(made, Number(step))).toBe(stage);
  });

  test('in width keep all layers, in depth all neurons, in both less of each; the last one is whole', () => {
    const of = (reduce: Reduction) =>
      stagesOf(settings(shares(reduce)), encoder(6, 768)).map(({ layers, neurons }) => [
        layers.length,
        neurons,
      ]);
    expect(of('width')).toEqual([
      [6, 192],
      [6, 384],
      [6, 576],
      [6, 768],
    ]);
    expect(of('depth')).toEqual([
      [2, 768],
      [3, 768],
      [5, 768],
      [6, 768],
    ]);
    expect(of('both')).toEqual([
      [2, 192],
      [3, 384],
      [5, 576],
      [6, 768],
    ]);
    const whole = stagesOf(settings(shares('both')), encoder(6, 768)).map((stage) => stage.whole);
    expect(whole).toEqual([false, false, false, true]);
  });

  test('by counts are what they say; more than the PLM has is refused with both numbers', () => {
    const counts = [
      { steps: 120, layers: 2, neurons: 32 },
      { steps: 480, layers: 6, neurons: 64 },
    ];
    const made = stagesOf(settings({ by: 'counts', counts }), encoder(6));
    expect(made.map(({ from, to }) => [from, to])).toEqual([
      [1, 120],
      [121, 600],
    ]);
    expect(() => stagesOf(settings({ by: 'counts', counts }), encoder(5))).toThrow(
      /6 layers, and there are 5/,
    );
    expect(() => stagesOf(settings({ by: 'counts', counts }), encoder(6, 48))).toThrow(
      /64 neurons, and there are 48/,
    );
  });

  test('of an encoder-decoder leave the decoder whole unless it is to grow along', () => {
    const facts: GrownFacts = {
      layers: [
        ...encoder(6, 64).layers,
        ...Array.from({ length: 4 }, () => ({ side: 'decoder', neurons: [64] }) as const),
      ],
      separable: true,
    };
    const [alone] = stagesOf(settings(shares('both', [0.5, 1], [0.5, 0.5])), facts);
    expect(alone.layers).toEqual([0, 2, 5, 6, 7, 8, 9]);
    expect(alone.kept).toEqual([32, 32, 32, 64, 64, 64, 64]);
    const [along] = stagesOf({ ...settings(shares('both', [0.5, 1], [0.5, 0.5])), decoder: true }, facts);
    expect(along.layers).toEqual([0, 2, 5, 6, 9]);
    expect(along.kept).toEqual([32, 32, 32, 32, 32]);
  });

  test('of a PLM whose layers can’t be told apart are refused in depth and made in width', () => {
    const facts = { ...encoder(3), separable: false };
    expect(() => stagesOf(settings(shares('depth')), facts)).toThrow(/doesn’t tell/);
    expect(stagesOf(settings(shares('width')), facts)).toHaveLength(4);
  });
});

describe('the closed form', () => {
  const costs = JSON.parse(readFileSync('tests/fixtures/partial/costs.json', 'utf8')) as {
    readonly closed_form: { readonly examples: readonly Record<string, number>[] };
  };

  test('gives the worked examples', () => {
    for (const one of costs.closed_form.examples)
      expect(
        closedFormCost({
          source: one.S,
          target: one.T,
          width: one.d,
          attention: one.a,
          vocabulary: one.V,
          matrices: one.m,
          encoder: { layers: one.encoder_layers, neurons: one.f_encoder },
          decoder: { layers: one.decoder_layers, neurons: one.f_decoder },
        }),
      ).toBe(one.multiply_adds);
  });

  /** T5-Large and T5-XL on the paper's five tasks: mean of the relative costs, in %. */
  const TARGETS = [10, 10, 200, 200, 512];
  const relative = (method: 'LD' | 'FR' | 'CR', share: number, width: number, neurons: number): number => {
    const whole = (target: number): ClosedForm => ({
      ...{ source: 512, target, width, attention: width, vocabulary: 32_128, matrices: 3 },
      encoder: { layers: 24, neurons },
      decoder: { layers: 24, neurons },
    });
    const partial = (form: ClosedForm): ClosedForm => {
      const narrow = method === 'LD' ? neurons : share * neurons;
      const few = method === 'FR' ? 24 : share * 24;
      const decoder = form.target === 10 ? 24 : few;
      return {
        ...form,
        encoder: { layers: few, neurons: narrow },
        decoder: { layers: decoder, neurons: narrow },
      };
    };
    const each = TARGETS.map(
      (target) => closedFormCost(partial(whole(target))) / closedFormCost(whole(target)),
    );
    return (100 * each.reduce((sum, one) => sum + one, 0)) / TARGETS.length;
  };

  test.each([
    ['LD', [30.8, 53.8, 76.9], [30, 54, 77]],
    ['FR', [60.5, 73.7, 86.8], [58, 72, 86]],
    ['CR', [20.7, 40.6, 67.0], [20, 40, 66]],
  ] as const)('of %s comes within 2.6 points of the published table', (method, computed, published) => {
    [0.25, 0.5, 0.75].forEach((share, at) => {
      const own = relative(method, share, 1024, 2816);
      expect(Math.abs(own - computed[at])).toBeLessThan(0.1);
      expect(Math.abs(own - published[at])).toBeLessThan(2.6);
    });
  });

  test.each([
    ['LD', 0.1, 86.1],
    ['FR', 0.2, 84.2],
    ['CR', 0.15, 74.2],
  ] as const)('of %s on T5-XL gives the published schedule', (method, fraction, expected) => {
    const spent = [fraction, fraction, fraction, 1 - 3 * fraction];
    const sizes = [0.25, 0.5, 0.75].map((share) => relative(method, share, 2048, 5120));
    expect(Math.abs(scheduleCost(spent, [...sizes, 100]) - expected)).toBeLessThan(0.06);
  });

  test.each([
    [[30, 54, 77], 72.2],
    [[58, 72, 86], 83.2],
    [[20, 40, 66], 65.2],
    [[35, 56, 77], 73.6],
    [[72, 81, 91], 88.8],
    [[28, 47, 71], 69.2],
  ])('a schedule of published ratios %j costs %d %%', (ratios, expected) => {
    expect(scheduleCost([0.2, 0.2, 0.2, 0.4], [...ratios, 100])).toBeCloseTo(expected, 6);
  });
});
