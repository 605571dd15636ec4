import { describe, expect, test } from 'vitest';
import type { ExamplePrediction } from '../../src/experiment/run-record.ts';
import { examplesSvg, examplesTable, examplesText } from '../../src/views/examples/examples-view.ts';
import { judgeExample } from '../../src/views/examples/judge-example.ts';
import {
  tokenStrip,
  tokenStripText,
  tokenTable,
  type TokenStripInput,
} from '../../src/views/prompt-tokens/token-strip.ts';
import { toSvgText } from '../../src/views/svg-node.ts';
import { PALETTE } from './small-figures.ts';

const STRIP: TokenStripInput = {
  step: 100,
  limit: 0.5,
  seed: 1,
  selected: 1,
  tokens: [
    { position: 0, gradientNorm: 0, norm: 1.2, nearest: [{ token: 'awful', id: 7, cosine: 0.81 }] },
    { position: 1, gradientNorm: 0.5, norm: 1.1, nearest: [{ token: '<script>alert', id: 8, cosine: 0.5 }] },
    { position: 2, gradientNorm: 0.25, norm: 1, nearest: [] },
  ],
};

const ROWS: readonly ExamplePrediction[] = [
  { a: 'one long string of cliches .', label: 0, before: [0.4, 0.6], after: [0.9, 0.1] },
  { a: 'a <b>fine</b> film', label: 1, before: [0.2, 0.8], after: [0.7, 0.3] },
  { a: 'typed by hand', b: 'and a second text', label: null, before: [0.5, 0.5], after: [0.5, 0.5] },
];
const EXAMPLES = { step: 100, rows: ROWS, labels: ['negative', 'positive'], seed: 1 };

test('the strip is drawn as the golden file has it', async () => {
  await expect(toSvgText(tokenStrip(STRIP, 300, PALETTE)) + '\n').toMatchFileSnapshot(
    'golden/token-strip.svg',
  );
});

test('examples are drawn as the golden file has them', async () => {
  await expect(toSvgText(examplesSvg(EXAMPLES, 480).node) + '\n').toMatchFileSnapshot('golden/examples.svg');
});

test('vocabulary entries and texts never become markup', () => {
  expect(toSvgText(tokenStrip(STRIP, 300, PALETTE))).not.toContain('<script');
  expect(toSvgText(examplesSvg(EXAMPLES, 480).node)).not.toContain('<b>');
});

describe('judging', () => {
  test('flips are named by what they did', () => {
    expect(ROWS.map((row) => judgeExample(row).change)).toEqual(['mended', 'broken', 'same']);
    const turned = { a: '', label: 2, before: [1, 0, 0], after: [0, 1, 0] };
    expect(judgeExample(turned).change).toBe('turned');
    expect(judgeExample(ROWS[2]).rightAfter).toBeNull();
  });

  test('tables say the same in words', () => {
    expect(examplesTable(EXAMPLES).rows.map((row) => row.at(-1))).toEqual([
      'flipped to right',
      'flipped to wrong',
      '',
    ]);
    expect(tokenTable(STRIP).rows[0]).toEqual([0, 0, 1.2, 'awful (0.81)']);
    expect(examplesText(EXAMPLES).facts).toContain('2 flipped');
  });

  test('how to read takes at most 25 words', () => {
    for (const { howToRead } of [examplesText(EXAMPLES), tokenStripText(STRIP)]) {
      expect(howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
    }
  });
});
