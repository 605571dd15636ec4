import { describe, expect, test } from 'vitest';
import { toSvgText, type SvgNode } from '../../../src/views/svg-node.ts';
import { waterfallBars, waterfallBasis } from '../../../src/views/words/waterfall-input.ts';
import { accuracyScale } from '../../../src/views/words/waterfall-scale.ts';
import { waterfallLying } from '../../../src/views/words/waterfall-lying.ts';
import { waterfall } from '../../../src/views/words/waterfall.ts';
import {
  barText,
  waterfallFacts,
  waterfallTable,
  waterfallText,
} from '../../../src/views/words/waterfall-words.ts';
import { INPUT, withSteps } from './small-waterfall.ts';

const ROOM = { width: 700, height: 260, type: 1 };

function nodes(node: SvgNode | string, wanted: (node: SvgNode) => boolean): SvgNode[] {
  if (typeof node === 'string') return [];
  return [...(wanted(node) ? [node] : []), ...node.children.flatMap((child) => nodes(child, wanted))];
}

const classed = (node: SvgNode, name: string): SvgNode[] =>
  nodes(node, ({ attributes }) => attributes['class'] === name);

describe('the bars', () => {
  test('each starts where the one before ended, the first at guessing', () => {
    expect(waterfallBars(INPUT).map(({ from, to }) => [from, to])).toEqual([
      [0.25, 0.502],
      [0.502, 0.662],
      [0.662, 0.745],
      [0.745, 0.769],
    ]);
  });

  test('a step that is off is absent, and the later ones stand where they belong', () => {
    const bars = waterfallBars(withSteps({ calibrated: { isOn: false }, moreWords: { mean: 0.63 } }));
    expect(bars.map(({ id, column, from }) => [id, column, from])).toEqual([
      ['oneWord', 0, 0.25],
      ['moreWords', 2, 0.502],
      ['refined', 3, 0.63],
    ]);
  });

  test('where one step was not measured over all runs, every bar is of the template shown', () => {
    const input = withSteps({ refined: { mean: null, spread: null } });
    expect(waterfallBasis(input)).toBe('shown');
    expect(waterfallBars(input).map(({ to, spread, shown }) => [to, spread, shown])).toEqual([
      [0.544, null, null],
      [0.686, null, null],
      [0.758, null, null],
      [0.788, null, null],
    ]);
    expect(waterfallFacts(input)).toContain('template shown alone');
    expect(waterfallBasis(withSteps({ refined: { mean: null, isOn: false } }))).toBe('runs');
  });
});

describe('the scale', () => {
  test('guessing is its low end, and tens that would be written over it are left out', () => {
    const { at, ticks, low } = accuracyScale(INPUT, [240, 20]);
    expect(low).toBe(0.25);
    expect(at(0.25)).toBe(240);
    expect(at(0.8)).toBeCloseTo(20, 9);
    expect(ticks.map((tick) => Math.round(100 * tick))).toEqual([30, 40, 50, 60, 70, 80]);
    const close = accuracyScale(INPUT, [100, 20]).ticks;
    expect(close.map((tick) => Math.round(100 * tick))).not.toContain(30);
  });

  test('what lies below guessing is on it too', () => {
    const { low } = accuracyScale(withSteps({ oneWord: { mean: 0.16, spread: 0.01 } }), [240, 20]);
    expect(low).toBeCloseTo(0.1, 9);
  });
});

describe('the picture', () => {
  test('bars, lines of the spread, rings, the dashed line', () => {
    const node = waterfall(INPUT, ROOM);
    const bars = classed(node, 'waterfall-bar');
    expect(bars).toHaveLength(4);
    expect(bars.map(({ attributes }) => attributes['fill'])).toEqual([
      'var(--view-plain)',
      'var(--view-prompted)',
      'var(--view-prompted)',
      'var(--view-prompted)',
    ]);
    expect(classed(node, 'waterfall-spread')).toHaveLength(4);
    expect(classed(node, 'waterfall-shown')).toHaveLength(4);
    expect(classed(node, 'waterfall-trained')).toHaveLength(1);
    expect(toSvgText(node)).toContain('guess 25');
  });

  test('a step that loses goes down in the colour of losses', () => {
    const node = waterfall(withSteps({ moreWords: { mean: 0.6 } }), ROOM);
    const bar = classed(node, 'waterfall-bar')[2].attributes;
    const { at } = accuracyScale(withSteps({ moreWords: { mean: 0.6 } }), [248, 14]);
    expect(bar['fill']).toBe('var(--view-negative)');
    expect(bar['y']).toBeCloseTo(at(0.662), 6);
    expect(bar['height']).toBeCloseTo(at(0.6) - at(0.662), 6);
    expect(toSvgText(node)).toContain('−6.2');
  });

  test('no line, no ring, no dashes for what is not known', () => {
    const bare = {
      ...withSteps({
        oneWord: { spread: null, shown: null },
        calibrated: { spread: null, shown: null },
        moreWords: { spread: null, shown: null },
        refined: { spread: null, shown: null },
      }),
      trained: null,
    };
    const node = waterfall(bare, ROOM);
    for (const name of ['waterfall-spread', 'waterfall-shown', 'waterfall-trained'])
      expect(classed(node, name)).toHaveLength(0);
  });

  test('is as it was', async () => {
    await expect(toSvgText(waterfall(INPUT, { ...ROOM, isNamed: true }))).toMatchFileSnapshot(
      'golden/waterfall.svg',
    );
    await expect(toSvgText(waterfallLying(withSteps({ refined: { mean: 0.73 } }), 330))).toMatchFileSnapshot(
      'golden/waterfall-lying.svg',
    );
  });
});

describe('in words', () => {
  test('a bar with its spread, its change and n', () => {
    const [one, calibrated] = waterfallBars(INPUT);
    expect(barText(one, INPUT)).toBe(
      'One word: 50.2 %, plus or minus 7.1; 12 runs of 500 rows; the template shown 54.4 %',
    );
    expect(barText(calibrated, INPUT)).toContain('66.2 %, plus or minus 3.0, +16.0 points');
  });

  test('facts name runs, templates, supports and rows; how to read has 25 words at most', () => {
    const { facts, howToRead } = waterfallText(INPUT);
    expect(facts).toBe(
      'bar: mean of 12 runs · line ± sd · ○ the template shown · 4 templates × 3 supports · 500 test rows',
    );
    expect(howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
  });

  test('the table has each step, off ones without a number, and what is set against them', () => {
    const { columns, rows } = waterfallTable(withSteps({ moreWords: { isOn: false } }));
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows[0]).toEqual(['guessing', 'on', '25.0', null, null, null]);
    expect(rows[2]).toEqual(['Calibrated', 'on', '66.2', '3.0', '+16.0', '68.6']);
    expect(rows[3]).toEqual(['More words', 'off', null, null, null, null]);
    expect(rows[5].slice(0, 3)).toEqual(['soft prompt, 2,000 labels', 'on', '77.0']);
  });
});
