import { describe, expect, test } from 'vitest';
import type { ArithmeticReport, TransferReport } from '../../../src/experiment/transfer/transfer-report.ts';
import { findingText } from '../../../src/views/finding.ts';
import { toSvgText } from '../../../src/views/svg-node.ts';
import { arithmeticPlot, arithmeticTable } from '../../../src/views/transfer/arithmetic-plot.ts';
import {
  arithmeticFinding,
  arithmeticText,
  expressionName,
} from '../../../src/views/transfer/arithmetic-words.ts';
import { ARITHMETIC, syntheticReport } from './synthetic-report.ts';

const REPORT = syntheticReport({ arithmetic: ARITHMETIC });

const said = (arithmetic: readonly ArithmeticReport[]): string =>
  findingText(arithmeticFinding({ ...REPORT, arithmetic }));

const pick = (...at: readonly number[]): readonly ArithmeticReport[] =>
  at.map((index) => REPORT.arithmetic[index]);

describe('the finding', () => {
  test('says of vectors on another start, added and scaled how they stand to the own prompt and to random ones', () => {
    expect(said(REPORT.arithmetic)).toMatchInlineSnapshot(
      `"On another start two tasks’ vectors get 63 % of the rows right, against 86 % with the own prompts and 52 % with a random vector as long (untrained 50 %); one of two is reliably better than random. Two tasks’ vectors added get 72 % of the rows right, against 86 % with the target’s own prompt and 52 % with a random vector as long (untrained 50 %); two of two are reliably better than random. On the own start, scaled: 69 % at 0.5, 86 % at 1."`,
    );
  });

  test('of one task and one sum', () => {
    expect(said(pick(0))).toMatchInlineSnapshot(
      `"On another start one task’s vector gets 74 % of the rows right, against 90 % with the own prompt and 52 % with a random vector as long (untrained 50 %); it is reliably better than random."`,
    );
    expect(said(pick(3))).toMatchInlineSnapshot(
      `"On another start one task’s vector gets 52 % of the rows right, against 81 % with the own prompt and 52 % with a random vector as long (untrained 50 %); it is not reliably better than random."`,
    );
    expect(said(pick(6))).toMatchInlineSnapshot(
      `"Two tasks’ vectors added get 82 % of the rows right, against 90 % with the target’s own prompt and 52 % with a random vector as long (untrained 50 %); it is reliably better than random."`,
    );
  });

  test('leaves the untrained out where they aren’t known of all', () => {
    const [first, second] = pick(0, 3);
    expect(said([first, second])).toContain('(untrained 50');
    expect(said([first, { ...second, untrained: null }])).not.toContain('untrained');
  });

  test('of one scale alone there is nothing to compare, nor without a random vector', () => {
    const nothing = 'Too little is measured to compare a vector with a random one.';
    expect(said(pick(1))).toBe(nothing);
    expect(said([{ ...REPORT.arithmetic[0], random: null, difference: null }])).toBe(nothing);
    expect(said(pick(1, 2))).toMatchInlineSnapshot(`"On the own start, scaled: 78 % at 0.5, 90 % at 1."`);
  });
});

test('an expression is named by its start, its scale, its tasks and, for a sum, its target', () => {
  expect(pick(0, 1, 2, 7).map((one) => expressionName(REPORT, one))).toEqual([
    'other start + film-reviews',
    'start + 0.5 × film-reviews',
    'start + film-reviews',
    'start + film-reviews + entails, on entails',
  ]);
});

test('the facts say how many rows and seeds there are', () => {
  expect(arithmeticText(REPORT).facts).toContain('393 to 400 test rows · 3 seeds');
  const one: TransferReport = { ...REPORT, arithmetic: pick(0) };
  expect(arithmeticText(one).facts).toContain(' 393 test rows');
});

test('is drawn as the golden file has it', async () => {
  await expect(toSvgText(arithmeticPlot(REPORT, 520)) + '\n').toMatchFileSnapshot('golden/arithmetic.svg');
});

test('the table has a row an expression, with gaps where nothing was measured', () => {
  const { columns, rows, caption } = arithmeticTable({
    ...REPORT,
    arithmetic: [{ ...REPORT.arithmetic[2], random: null, difference: null }],
  });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toHaveLength(columns.length);
  const cell = (column: string): unknown => rows[0][columns.indexOf(column)];
  expect([cell('prompt'), cell('target'), cell('rows')]).toEqual([
    'start + film-reviews',
    'film-reviews',
    393,
  ]);
  expect([cell('tasks’ vectors'), cell('own prompt'), cell('random vector')]).toEqual([0.9, 0.9, null]);
  expect(cell('vectors − random')).toBeNull();
  expect(caption).toContain('Too little is measured');
});
