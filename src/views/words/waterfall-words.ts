/** The waterfall in words: its question, its facts, each step for a screen reader, and its twin as a table. */
import { formatShare, formatValue, type TableTwin } from '../table-twin.ts';
import type { FigureText } from '../standalone-svg.ts';
import {
  STEP_NAMES,
  waterfallBars,
  waterfallBasis,
  type WaterfallBar,
  type WaterfallInput,
} from './waterfall-input.ts';

export const WATERFALL_TITLE = 'What does each step add?';

const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

/** Points of accuracy with their sign. */
export const signedPoints = (share: number): string => {
  const text = formatValue(100 * Math.abs(share), 1);
  return Number(text) === 0 ? '±0.0' : `${share > 0 ? '+' : '−'}${text}`;
};

/** What a bar is the mean of, in the words of the panel's head. */
export function waterfallFacts(input: WaterfallInput): string {
  const { templates, supports, rows } = input;
  if (waterfallBasis(input) === 'shown')
    return `the template shown alone, ${counted(rows, 'row')}: the other runs weren’t measured like this`;
  const runs = templates * supports;
  return runs === 1
    ? `1 template, 1 support · ${counted(rows, 'row')}`
    : `bar: mean of ${String(runs)} runs · line ± sd · ○ the template shown`;
}

export function waterfallText(input: WaterfallInput): FigureText {
  const { templates, supports, rows } = input;
  return {
    title: WATERFALL_TITLE,
    facts: `${waterfallFacts(input)} · ${counted(templates, 'template')} × ${counted(supports, 'support')} · ${counted(rows, 'test row')}`,
    howToRead:
      'Each bar starts where the step before ended; up is a gain, down a loss. The dashed line: a soft prompt trained on labels.',
  };
}

/** A step as it is announced. */
export function barText(bar: WaterfallBar, input: WaterfallInput): string {
  const spread = bar.spread === null ? '' : `, plus or minus ${formatValue(100 * bar.spread, 1)}`;
  const shown = bar.shown === null ? '' : `; the template shown ${formatShare(bar.shown)}`;
  const runs = waterfallBasis(input) === 'runs' ? input.templates * input.supports : 1;
  const change = bar.column === 0 ? '' : `, ${signedPoints(bar.to - bar.from)} points`;
  return `${STEP_NAMES[bar.id]}: ${formatShare(bar.to)}${spread}${change}; ${counted(runs, 'run')} of ${counted(input.rows, 'row')}${shown}`;
}

export function waterfallTable(input: WaterfallInput): TableTwin {
  const bars = waterfallBars(input);
  return {
    caption: WATERFALL_TITLE,
    columns: ['step', 'switched', 'accuracy, %', 'sd, points', 'added, points', 'template shown, %'],
    rows: [
      ['guessing', 'on', formatValue(100 * input.guess, 1), null, null, null],
      ...input.steps.map(({ id, isOn, shown }) => {
        const bar = bars.find((one) => one.id === id);
        return [
          STEP_NAMES[id],
          isOn ? 'on' : 'off',
          bar === undefined ? null : formatValue(100 * bar.to, 1),
          bar?.spread === undefined || bar.spread === null ? null : formatValue(100 * bar.spread, 1),
          bar === undefined || bar.column === 0 ? null : signedPoints(bar.to - bar.from),
          !isOn || shown === null ? null : formatValue(100 * shown, 1),
        ];
      }),
      ...(input.trained === null
        ? []
        : [[input.trained.note, 'on', formatValue(100 * input.trained.accuracy, 1), null, null, null]]),
    ],
  };
}
