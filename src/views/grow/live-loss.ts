/** The loss of the run under way, on training rows, as far as it has come. */
import { line, scaleLinear } from 'd3';
import type { ArmName } from '../../experiment/progressive/cells/arm.ts';
import { colour } from '../palette.ts';
import { svg, type SvgNode } from '../svg-node.ts';
import { ARM_LOOKS } from './arm-looks.ts';

export interface LiveLoss {
  readonly arm: ArmName;
  /** That it takes in all. */
  readonly steps: number;
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
}

export function liveLoss(
  { arm, steps, losses }: LiveLoss,
  { width, height }: { readonly width: number; readonly height: number },
): SvgNode {
  const most = Math.max(Number.EPSILON, ...losses.map(({ loss }) => loss));
  const x = scaleLinear([0, Math.max(1, steps)], [0, width]);
  const y = scaleLinear([0, most], [height - 2, 3]);
  const path = line<LiveLoss['losses'][number]>()
    .digits(1)
    .x(({ step }) => x(step))
    .y(({ loss }) => y(loss));
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': 'Loss of the run under way',
    },
    [
      svg('line', { x1: 0, x2: width, y1: height - 1, y2: height - 1, stroke: colour('rule') }),
      svg('path', {
        class: 'live-loss',
        d: path([...losses]) ?? '',
        fill: 'none',
        stroke: colour(ARM_LOOKS[arm].ink),
        'stroke-width': 2,
      }),
    ],
  );
}
