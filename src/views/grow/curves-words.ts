/** The curves in words: their question, what the axis counts, facts, and the table twin. */
import type { FigureText } from '../standalone-svg.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { ARM_LOOKS } from './arm-looks.ts';
import { armLines, type CurvesInput, type SpentAxis } from './curve-series.ts';

export const CURVES_TITLE = 'What is reached for the cost spent?';

export const AXIS_NAMES: Readonly<Record<SpentAxis, string>> = {
  flops: 'cost, FLOPs of the full run = 100 %',
  seconds: 'seconds of training',
  steps: 'optimiser step',
};

/** How a choice between them is labelled. */
export const AXIS_CHOICES: readonly (readonly [SpentAxis, string])[] = [
  ['flops', 'FLOPs'],
  ['seconds', 'seconds'],
  ['steps', 'steps'],
];

/** What the lines are, in the words of the panel's head. */
export function curvesFacts(input: CurvesInput): string {
  const seeds = Math.max(0, ...armLines(input).map((own) => own.seeds.length));
  if (seeds === 0) return 'nothing was trained yet';
  return seeds === 1 ? 'dev accuracy, %, 1 seed' : `dev accuracy, %, bold: mean of ${String(seeds)} seeds`;
}

export function curvesText(input: CurvesInput): FigureText {
  return {
    title: CURVES_TITLE,
    facts: `${curvesFacts(input)} · band: least to most · ○ on a part, ● on the whole model · dotted: read by the whole model · across: ${AXIS_NAMES[input.axis]}`,
    howToRead:
      'Left is cheaper, higher is better. Vertical dots: the model grew. Rings tell of the part, the dotted line of the whole.',
  };
}

export function curvesTable(input: CurvesInput): TableTwin {
  const percent = (share: number): string => formatValue(100 * share, 1);
  const spent = (value: number): string =>
    input.axis === 'flops' ? percent(value) : formatValue(value, input.axis === 'steps' ? 0 : 1);
  return {
    caption: CURVES_TITLE,
    columns: [
      'run',
      'step',
      AXIS_NAMES[input.axis],
      'measured on',
      'dev, %',
      'least',
      'most',
      'whole model, %',
    ],
    rows: armLines(input).flatMap(({ arm, mean }) =>
      mean.map((point) => [
        ARM_LOOKS[arm].name,
        point.step,
        spent(point.spent),
        point.onPart ? 'a part' : 'the whole model',
        percent(point.own),
        percent(point.least),
        percent(point.most),
        percent(point.full),
      ]),
    ),
  };
}
