/** The waterfall on a phone: a row a step, accuracy to the right. */
import { percent } from '../finding.ts';
import { colour } from '../palette.ts';
import { svg, svgText, type SvgNode } from '../svg-node.ts';
import { accuracyScale } from './waterfall-scale.ts';
import { STEP_NAMES, waterfallBars, type WaterfallInput } from './waterfall-input.ts';
import { WATERFALL_TITLE } from './waterfall-words.ts';

/** A row is as high as a finger is wide: its switch lies over it. */
export const LYING_ROW = 44;
const LEFT = 112;
const RIGHT = 64;
const BAR = 18;
const SERIF = "var(--serif, 'Source Serif 4 Variable', Georgia, serif)";

export function waterfallLying(input: WaterfallInput, width: number): SvgNode {
  const height = LYING_ROW * input.steps.length;
  const { at } = accuracyScale(input, [LEFT, width - RIGHT]);
  const bars = waterfallBars(input);
  const { trained } = input;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': WATERFALL_TITLE },
    [
      ...input.steps.map(({ id, isOn }, row) =>
        svgText(0, row * LYING_ROW + LYING_ROW / 2 + 5, STEP_NAMES[id], {
          'font-size': 14.5,
          'font-weight': 650,
          fill: colour(isOn ? 'ink' : 'muted'),
          ...(isOn ? {} : { 'text-decoration': 'line-through' }),
        }),
      ),
      ...(trained === null
        ? []
        : [
            svg('line', {
              class: 'waterfall-trained',
              x1: at(trained.accuracy),
              x2: at(trained.accuracy),
              y1: 4,
              y2: height - 4,
              stroke: colour('prompted'),
              'stroke-width': 1.8,
              'stroke-dasharray': '4 3',
            }),
          ]),
      ...bars.map(({ id, column, from, to, spread }) => {
        const middle = column * LYING_ROW + LYING_ROW / 2;
        const ink = column === 0 ? 'plain' : to < from ? 'negative' : 'prompted';
        return svg('g', { 'data-step': id }, [
          svg('rect', {
            class: 'waterfall-bar',
            x: Math.min(at(from), at(to)),
            y: middle - BAR / 2,
            width: Math.max(1.5, Math.abs(at(to) - at(from))),
            height: BAR,
            rx: 3,
            fill: colour(ink),
          }),
          ...(spread === null
            ? []
            : [
                svg('line', {
                  x1: at(to - spread),
                  x2: at(to + spread),
                  y1: middle,
                  y2: middle,
                  stroke: colour('ink'),
                  'stroke-width': 2,
                }),
              ]),
          svgText(width, middle + 6, percent(to), {
            'font-size': 19,
            'font-weight': 600,
            'font-family': SERIF,
            fill: colour(ink),
            'text-anchor': 'end',
          }),
        ]);
      }),
    ],
  );
}
