import { describe, expect, test } from 'vitest';
import type { SupportSize, VariantRow } from '../../../src/experiment/verbalizer/verbalize-report.ts';
import { findingText } from '../../../src/views/finding.ts';
import type { SvgNode } from '../../../src/views/svg-node.ts';
import {
  confusionFinding,
  confusionMatrix,
  confusionShares,
  confusionTable,
  confusionText,
} from '../../../src/views/words/confusion.ts';
import { CHIP, fitChips } from '../../../src/views/words/fit-chips.ts';
import { hasLearned, learnedDots, learnedTable, learnedText } from '../../../src/views/words/learned-dots.ts';
import { learnedWeights, weightsTable, weightsText } from '../../../src/views/words/learned-weights.ts';
import { leaveOutFinding } from '../../../src/views/words/leave-out-finding.ts';
import {
  smallTable,
  smallText,
  smallWaterfalls,
  wordsAdd,
} from '../../../src/views/words/small-waterfalls.ts';
import {
  supportCurve,
  supportFinding,
  supportTable,
  supportText,
} from '../../../src/views/words/support-curve.ts';
import { PALETTE } from '../small-figures.ts';
import { INPUT, withSteps } from './small-waterfall.ts';

function nodes(node: SvgNode | string, wanted: (node: SvgNode) => boolean): SvgNode[] {
  if (typeof node === 'string') return [];
  return [...(wanted(node) ? [node] : []), ...node.children.flatMap((child) => nodes(child, wanted))];
}

const plain = (text: string): string => text.replaceAll(/[\u00a0\u2009\u202f]/g, ' ');
const wordCount = (text: string): number => text.split(/\s+/).length;

const size = (texts: number, mean: number): SupportSize => ({
  size: texts,
  accuracy: { mean, interval: { low: mean - 0.02, high: mean + 0.02 }, seeds: [mean, mean, mean] },
});

describe('size of the support set', () => {
  const CURVE = [size(200, 0.75), size(0, 0.55), size(25, 0.71)];

  test('says what the smallest support brings of the whole', () => {
    expect(plain(findingText(supportFinding(CURVE) ?? []))).toBe(
      '25 unlabelled texts bring 80 % of what 200 bring: 55 % to 75 %.',
    );
    expect(plain(findingText(supportFinding([size(0, 0.6), size(25, 0.5), size(200, 0.58)]) ?? []))).toBe(
      'Calibration on 200 texts gains nothing: 60 % without, 58 % with it.',
    );
    expect(supportFinding([size(25, 0.7)])).toBeNull();
  });

  test('a dot a size, in order, and the table has the same', () => {
    const dots = nodes(supportCurve(CURVE, 600), ({ attributes }) => attributes['data-size'] !== undefined);
    expect(dots.map(({ attributes }) => attributes['data-size'])).toEqual([0, 25, 200]);
    expect(supportTable(CURVE).rows[1]).toEqual([25, '71.0', '69.0', '73.0']);
    expect(supportText(CURVE, 500).facts).toContain('500 test rows · 3 supports');
    expect(wordCount(supportText(CURVE, 500).howToRead)).toBeLessThanOrEqual(25);
  });
});

describe('confusion', () => {
  const CONFUSION = {
    labels: ['World', 'Sports'],
    before: [
      [9, 1],
      [8, 2],
    ],
    after: [
      [8, 2],
      [1, 9],
    ],
  };

  test('shares of a true class, and what changed in points', () => {
    expect(confusionShares(CONFUSION, 'before')).toEqual([
      [90, 10],
      [80, 20],
    ]);
    expect(confusionShares(CONFUSION, 'difference')).toEqual([
      [-10, 10],
      [-70, 70],
    ]);
    expect(confusionTable(CONFUSION, 'difference').rows[1]).toEqual(['Sports', '−70.0', '70.0']);
  });

  test('a class without rows has no shares, and nothing is divided by zero', () => {
    expect(
      confusionShares(
        {
          ...CONFUSION,
          before: [
            [0, 0],
            [1, 1],
          ],
        },
        'before',
      )[0],
    ).toEqual([0, 0]);
  });

  test('names the class that drew most answers', () => {
    expect(plain(findingText(confusionFinding(CONFUSION) ?? []))).toBe(
      'With one word, World drew 85 % of all answers; with all steps 45 %.',
    );
  });

  test('a cell a pair, right answers framed, differences with their sign', () => {
    const matrix = confusionMatrix(CONFUSION, 'difference', 600, PALETTE);
    const cells = nodes(matrix, ({ attributes }) => attributes['data-truth'] !== undefined);
    expect(cells).toHaveLength(4);
    expect(cells.map(({ children }) => (children[1] as SvgNode).children[0])).toEqual([
      '−10',
      '+10',
      '−70',
      '+70',
    ]);
    expect(nodes(matrix, ({ attributes }) => attributes['stroke'] === PALETTE.ink)).toHaveLength(2);
    expect(wordCount(confusionText('after', 500, 12).howToRead)).toBeLessThanOrEqual(25);
  });
});

describe('what labels add', () => {
  const row = (variant: VariantRow['variant'], shots: number, mean: number): VariantRow => ({
    variant,
    shots,
    accuracy: { mean, interval: { low: mean - 0.03, high: mean + 0.03 }, seeds: [mean] },
    spread: 0.01,
    best: mean,
  });
  const LEARNED = {
    table: [
      row('KPT+CC', 0, 0.74),
      row('KPT+weights', 10, 0.8),
      row('KPT+weights', 1, 0.76),
      row('PT', 0, 0.5),
    ],
    plain: 'KPT+CC',
    rows: 500,
  };

  test('a dot a variant and number of rows, beside the plain mean', () => {
    const dots = nodes(learnedDots(LEARNED, 700), ({ attributes }) => attributes['data-shots'] !== undefined);
    expect(dots.map(({ attributes }) => attributes['data-shots'])).toEqual([10, 1]);
    expect(learnedTable(LEARNED).rows.map(([name, shots]) => [name, shots])).toEqual([
      ['nothing: the plain mean', 0],
      ['weights of words', 10],
      ['weights of words', 1],
    ]);
    expect(learnedText(LEARNED).facts).toContain('500 test rows · 1 seed ·');
    expect(wordCount(learnedText(LEARNED).howToRead)).toBeLessThanOrEqual(25);
  });

  test('nothing was learned where no row has labels', () => {
    expect(hasLearned({ ...LEARNED, table: LEARNED.table.filter(({ shots }) => shots === 0) })).toBe(false);
    expect(hasLearned(LEARNED)).toBe(true);
  });
});

describe('learned weights', () => {
  const WEIGHTS = {
    shots: 10,
    runs: 12,
    classes: ['World', 'Sports'].map((label) => ({
      label,
      words: Array.from({ length: 9 }, (_, i) => ({
        word: `word${String(i)}`,
        times: 2 ** (1 - i / 4),
        prior: i === 0 ? 0.5 : null,
      })),
    })),
  };

  test('the words that gained most and those that lost most, signed around the plain mean', () => {
    const groups = nodes(
      learnedWeights(WEIGHTS, 700),
      ({ attributes }) => attributes['data-class'] !== undefined,
    );
    expect(groups).toHaveLength(2);
    const texts = nodes(groups[0], ({ tag }) => tag === 'text').map(({ children }) => children[0]);
    expect(texts).toContain('+1.0');
    expect(texts).toContain('−1.0');
    expect(texts).toContain('word8');
    expect(texts).not.toContain('word6');
    const bars = nodes(groups[0], ({ tag }) => tag === 'rect').map(({ attributes }) => attributes['fill']);
    const ticks = nodes(groups[0], ({ attributes }) => attributes['data-prior'] !== undefined);
    expect(ticks).toHaveLength(1);
    const middle = nodes(groups[0], ({ attributes }) => attributes['stroke'] === 'var(--view-muted)');
    expect(Number(ticks[0].attributes['x1'])).toBeLessThan(Number(middle[0].attributes['x1']));
    expect(bars[0]).toBe('var(--view-positive)');
    expect(bars.at(-1)).toBe('var(--view-negative)');
  });

  test('in words and as a table', () => {
    expect(weightsText(WEIGHTS).facts).toContain('10 labelled rows of each class · mean of 12 runs');
    expect(wordCount(weightsText(WEIGHTS).howToRead)).toBeLessThanOrEqual(25);
    expect(weightsTable(WEIGHTS).rows[0]).toEqual(['World', 'word0', '2.00', '0.50']);
    expect(weightsTable(WEIGHTS).rows[1].at(-1)).toBeNull();
  });
});

describe('all tasks', () => {
  const dbpedia = withSteps({
    moreWords: { mean: 0.6 },
    refined: { mean: 0.594 },
    calibrated: { mean: 0.652 },
  });
  const ALL = [
    { plm: 'lab-small', task: 'agnews', input: INPUT },
    { plm: 'lab-tiny', task: 'dbpedia_small', input: dbpedia },
  ];

  test('a loss on top of calibration is written and drawn', () => {
    expect(wordsAdd(ALL[0])).toBeCloseTo(0.107, 9);
    expect(wordsAdd(ALL[1])).toBeCloseTo(-0.058, 9);
    const cards = nodes(smallWaterfalls(ALL, 500), ({ attributes }) => attributes['data-task'] !== undefined);
    expect(cards).toHaveLength(2);
    const fills = (card: SvgNode): readonly unknown[] =>
      nodes(card, ({ tag }) => tag === 'rect').map(({ attributes }) => attributes['fill']);
    expect(fills(cards[0])).not.toContain('var(--view-negative)');
    expect(fills(cards[1]).slice(2)).toEqual(['var(--view-negative)', 'var(--view-negative)']);
  });

  test('the table has every step of every task', () => {
    const { columns, rows } = smallTable(ALL);
    expect(rows.every((cells) => cells.length === columns.length)).toBe(true);
    expect(rows[1].at(-1)).toBe('−5.8');
    expect(smallText(ALL).facts).toContain('2 recorded · mean of 12 runs, 500 test rows each');
  });
});

describe('leaving words out', () => {
  const effect = (difference: number, half: number): Parameters<typeof leaveOutFinding>[0][number] => ({
    difference,
    interval: { low: difference - half, high: difference + half },
  });

  test('single words move little, and that is said', () => {
    const few = [effect(0.002, 0.004), effect(-0.006, 0.007)];
    expect(findingText(leaveOutFinding(few, 'word') ?? [])).toBe(
      'Single words move little: at most 0.6 points, and no interval leaves 0 out.',
    );
  });

  test('what moves more is told with how many would by chance', () => {
    const many = [effect(-0.03, 0.01), ...Array.from({ length: 39 }, () => effect(0.001, 0.01))];
    expect(findingText(leaveOutFinding(many, 'sense') ?? [])).toBe(
      'Of 40 senses the largest moves 3.0 points; 1 leaves 0 out of its interval, some 2 would by chance.',
    );
    expect(leaveOutFinding([], 'source')).toBeNull();
  });
});

describe('chips in lines', () => {
  test('all of few words, and as many of many as leave room for the count', () => {
    expect(fitChips(['law', 'force'], 200, 1, CHIP)).toBe(2);
    const words = Array.from({ length: 50 }, (_, i) => `word${String(i)}`);
    const [narrow, wide] = [fitChips(words, 180, 4, CHIP), fitChips(words, 400, 4, CHIP)];
    expect(narrow).toBeGreaterThan(3);
    expect(wide).toBeGreaterThan(narrow);
    expect(wide).toBeLessThan(50);
    expect(fitChips(words, 180, 4, CHIP, 2)).toBeLessThan(narrow);
  });
});
