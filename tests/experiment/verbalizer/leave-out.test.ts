import { describe, expect, test } from 'vitest';
import { judgeRows, NOTHING_TAKEN, refineWords } from '../../../src/experiment/verbalizer/judge-rows.ts';
import { classSums, withoutWords } from '../../../src/experiment/verbalizer/leave-out.ts';
import { CHAIN_VARIANTS } from '../../../src/experiment/verbalizer/variants.ts';
import { syntheticLogits } from '../../app-unit/synthetic-words.ts';

const LOGITS = syntheticLogits(1, 144);
const REFINED = refineWords(LOGITS, 0.5);

describe('answers without some words', () => {
  test.each(['KPT', 'KPT+CC', 'KPT+CC+FR+RR'] as const)(
    '%s: each word as the whole chain has it',
    (variant) => {
      const steps = CHAIN_VARIANTS[variant];
      const judged = judgeRows(LOGITS, REFINED, steps);
      const sums = classSums(LOGITS, judged.kept, steps.calibrated);
      expect(sums.predictions).toEqual(judged.predictions);
      for (const column of judged.kept.flat()) {
        const taken = { ...NOTHING_TAKEN, out: new Set([column]) };
        const without = judgeRows(LOGITS, REFINED, steps, taken);
        const found = withoutWords(sums, [column]);
        expect(found?.flips).toBe(
          without.predictions.filter((chosen, row) => chosen !== judged.predictions[row]).length,
        );
        expect(found?.difference).toBeCloseTo(without.accuracy - judged.accuracy, 12);
      }
    },
  );

  test('words of several classes at once, and words that do not count', () => {
    const steps = CHAIN_VARIANTS['KPT+CC'];
    const { kept } = judgeRows(LOGITS, REFINED, steps);
    const sums = classSums(LOGITS, kept, true);
    const out = [kept[0][1], kept[2][3], kept[3][2]];
    const taken = { ...NOTHING_TAKEN, out: new Set(out) };
    const without = judgeRows(LOGITS, REFINED, steps, taken);
    expect(withoutWords(sums, out)?.difference).toBeCloseTo(
      without.accuracy - judgeRows(LOGITS, REFINED, steps).accuracy,
      12,
    );
    expect(withoutWords(sums, [])).toMatchObject({ flips: 0, difference: 0 });
  });

  test('a class is never left without a word', () => {
    const { kept } = judgeRows(LOGITS, REFINED, CHAIN_VARIANTS.PT);
    const sums = classSums(LOGITS, kept, false);
    expect(withoutWords(sums, [kept[1][0]])).toBeNull();
  });

  test('the interval holds the difference, and has a width even where no answer changed', () => {
    const { kept } = judgeRows(LOGITS, REFINED, CHAIN_VARIANTS['KPT+CC']);
    const sums = classSums(LOGITS, kept, true);
    for (const column of kept.flat()) {
      const found = withoutWords(sums, [column]);
      expect(found).not.toBeNull();
      if (found === null) continue;
      expect(found.interval.low).toBeLessThanOrEqual(found.difference);
      expect(found.interval.high).toBeGreaterThanOrEqual(found.difference);
      expect(found.interval.high - found.interval.low).toBeGreaterThan(0);
    }
  });
});
