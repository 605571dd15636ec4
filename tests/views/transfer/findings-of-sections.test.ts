/** What early looks and masks come to, in words. */
import { describe, expect, test } from 'vitest';
import type { EarlyLooksReport } from '../../../src/experiment/transfer/early-look-report.ts';
import type { MaskingReport } from '../../../src/experiment/transfer/masking-report.ts';
import type { Estimate, ToTransfer } from '../../../src/experiment/transfer/transfer-report.ts';
import { findingText } from '../../../src/views/finding.ts';
import { toSvgText } from '../../../src/views/svg-node.ts';
import {
  initialisationCurves,
  initialisationText,
  stepText,
} from '../../../src/views/transfer/initialisation-curves.ts';
import { initialisationFinding } from '../../../src/views/transfer/initialisation-finding.ts';
import { initialisationTable } from '../../../src/views/transfer/initialisation-table.ts';
import { maskingCurve } from '../../../src/views/transfer/masking-curve.ts';
import { maskingFinding } from '../../../src/views/transfer/masking-finding.ts';
import { syntheticReport } from './synthetic-report.ts';

/** Of three seeds, give or take `half`. */
const about = (mean: number, half: number): Estimate => ({
  mean,
  interval: { low: mean - half, high: mean + half },
  seeds: [mean, mean, mean],
});

const LOOKS = [
  [0, 0.209, 0.58],
  [8, 0.4, 0.62],
  [32, 0.7, 0.71],
] as const;

function early(lead: Estimate | null, looks: typeof LOOKS | [] = LOOKS): EarlyLooksReport {
  return {
    examples: 32,
    devRows: 250,
    looks: looks.map(([step, random, source]) => ({
      step,
      fromRandom: about(random, 0.05),
      fromSource: about(source, 0.05),
      difference: about(source - random, 0.1),
    })),
    lead,
  };
}

const said = (lead: Estimate | null, looks?: []): string | null => {
  const finding = initialisationFinding(early(lead, looks), 'agnews', 'bbc');
  return finding === null ? null : findingText(finding);
};

describe('whether a prompt helps a target to start', () => {
  test('helps: where both begin, the lead with its interval, and when it no longer shows', () => {
    expect(said(about(0.2, 0.08))).toBe(
      'From the prompt of agnews, bbc starts at 58 % against 21 % from a random one, and is 20.0 points ahead [12.0, 28.0] over the looks up to step 32; from step 32 on no lead shows.',
    );
  });

  test('doesn’t help: the interval ends below two points', () => {
    expect(said(about(-0.004, 0.015))).toBe(
      'The prompt of agnews doesn’t help bbc to start: it is 0.4 points behind a random one [−1.9, 1.1] over the looks up to step 32.',
    );
  });

  test('sets back: the interval ends below nothing', () => {
    expect(said(about(-0.1, 0.05))).toBe(
      'The prompt of agnews sets bbc back: it is 10.0 points behind a random one [−15.0, −5.0] over the looks up to step 32.',
    );
  });

  test('not settled: the interval holds both', () => {
    expect(said(about(0.03, 0.06))).toBe(
      'It isn’t settled whether the prompt of agnews helps bbc to start: it is 3.0 points ahead of a random one [−3.0, 9.0] over the looks up to step 32. Three seeds can’t tell.',
    );
  });

  test('one seed settles nothing, however large its lead', () => {
    expect(said({ mean: 0.4, interval: null, seeds: [0.4, null, null] })).toBe(
      'It isn’t settled whether the prompt of agnews helps bbc to start: it is 40.0 points ahead of a random one over the looks up to step 32. One seed can’t tell.',
    );
  });

  test('without a seed that has all looks there is nothing to say', () => {
    expect(said(null)).toBeNull();
    expect(said(about(0.1, 0.05), [])).toBeNull();
  });
});

describe('the figure of early looks', () => {
  const report = syntheticReport();
  const [first] = report.initialisation;
  const curves = (at: 1 | 2) =>
    [0, 1, 2].map((seed) => LOOKS.map((look) => ({ step: look[0], accuracy: look[at] + 0.02 * (seed - 1) })));
  const run = { ...first, fromRandom: curves(1), fromSource: curves(2), early: early(about(0.2, 0.08)) };
  const input = { report, run };

  test('is drawn as the golden file has it: from step 0, a band each start, every look named', async () => {
    const text = toSvgText(initialisationCurves(input, 420));
    expect(text.match(/class="band"/g)).toHaveLength(2);
    for (const [step] of LOOKS) expect(text).toContain(`>${String(step)}</text>`);
    await expect(text + '\n').toMatchFileSnapshot('golden/early-looks.svg');
  });

  test('says how it was looked at, and the difference at a look', () => {
    expect(initialisationText(input).facts).toContain(
      'dev accuracy at steps 0, 8, 32, then every 20 · 32 training rows a run · first 250 dev rows',
    );
    expect(stepText(input, 8)).toMatch(/Difference 22\.0 points \[12\.0, 32\.0\]\.$/);
  });

  test('its table has each look of each start and their difference, with the interval', () => {
    const { rows } = initialisationTable(input);
    expect(rows).toHaveLength(2 * 3 * 3 + 3 * 3);
    expect(rows).toContainEqual(['film-reviews − random', 'mean', 8, 0.22, 0.12, 0.32]);
  });
});

/** The synthetic report with other masks on the own task. */
function masked(overall: MaskingReport['overall'], toTransfer?: ToTransfer, allOff = true): string | null {
  const report = syntheticReport();
  const finding = maskingFinding({
    task: 0,
    report: {
      ...report,
      tasks: report.tasks.map((task, at) =>
        at === 0 && toTransfer !== undefined ? { ...task, toTransfer } : task,
      ),
      masking: report.masking.map((one) => ({ ...one, overall, allOff: allOff ? one.allOff : null })),
    },
  });
  return finding === null ? null : findingText(finding);
}

describe('whether a task needs the neurons that its prompt fires', () => {
  test('needs them: reliably less right than with random ones off', () => {
    expect(masked({ mean: -0.063, interval: { low: -0.086, high: -0.04 } })).toBe(
      'film-reviews needs the neurons that its prompt fires: with 5 to 40 % of all neurons off it gets 6.3 points less right than with as many random ones off [4.0, 8.6]. With all of them off it is at 48 %.',
    );
  });

  test('no more than random ones: a loss of two points is excluded', () => {
    expect(masked({ mean: -0.002, interval: { low: -0.015, high: 0.011 } }, undefined, false)).toBe(
      'film-reviews needs the neurons that its prompt fires no more than others: with 5 to 40 % of all neurons off it gets 0.2 points less right than with as many random ones off [−1.1, 1.5].',
    );
  });

  test('not settled: the interval holds a loss and none', () => {
    expect(masked({ mean: -0.02, interval: { low: -0.05, high: 0.01 } }, undefined, false)).toBe(
      'It isn’t settled whether film-reviews needs the neurons that its prompt fires: with 5 to 40 % of all neurons off it gets 2.0 points less right than with as many random ones off [−1.0, 5.0].',
    );
  });

  test('a prompt without a gain has nothing to lose', () => {
    const nothing: ToTransfer = {
      kind: 'nothing',
      floor: { name: 'majority', accuracy: 0.52 },
      gain: { mean: 0.01, interval: { low: -0.02, high: 0.04 } },
    };
    expect(masked({ mean: -0.063, interval: { low: -0.086, high: -0.04 } }, nothing)).toBe(
      'The prompt of film-reviews gains nothing that shows over the majority class, 52 %. Switching neurons off has nothing to take away.',
    );
  });

  test('unmeasured differences say nothing', () => {
    expect(masked(null)).toBeNull();
    expect(maskingFinding({ report: syntheticReport(), task: 4 })).toBeNull();
  });

  test('all neurons off is a line across each panel', () => {
    const text = toSvgText(maskingCurve({ report: syntheticReport(), task: 0 }, 800));
    expect(text.match(/class="all-off"/g)).toHaveLength(3);
    expect(text).toContain('all neurons off: 48.0 %');
  });
});
