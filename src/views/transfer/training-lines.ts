/** How a task's own prompt learns, small enough for a cell: dev loss, a line a seed. */
import { scaleLinear } from 'd3';
import { colour } from '../palette.ts';
import { svg, type SvgNode } from '../svg-node.ts';

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

export interface TaskTraining {
  /** Of each seed whose training is over its dev loss, in the order of the seeds; then the training loss of the one under way. */
  readonly losses: readonly (readonly LossPoint[])[];
  /** Whether a prompt of this task is being trained now, and how far that is, of 1. */
  readonly isNow: boolean;
  readonly share: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const PAD = { x: 7, top: 8, bottom: 10 } as const;

/** The path of one curve between given ends. */
export function lossPath(
  points: readonly LossPoint[],
  x: (step: number) => number,
  y: (loss: number) => number,
): string {
  return points
    .map(({ step, loss }, i) => `${i === 0 ? 'M' : 'L'}${round(x(step))} ${round(y(loss))}`)
    .join('');
}

/** The losses, on one scale, and how far the one under way is. */
export function trainingLines({ losses, isNow, share }: TaskTraining, box: Box): readonly SvgNode[] {
  const all = losses.flat();
  const ends = (values: readonly number[]): readonly [number, number] => [
    Math.min(...values),
    Math.max(...values),
  ];
  const [first, last] = ends(all.map(({ step }) => step));
  const x = scaleLinear()
    .domain([first, Math.max(last, isNow && share > 0 ? (losses.at(-1)?.at(-1)?.step ?? 0) / share : 0)])
    .range([box.x + PAD.x, box.x + box.width - PAD.x]);
  const y = scaleLinear()
    .domain(ends(all.map(({ loss }) => loss)))
    .range([box.y + box.height - PAD.bottom, box.y + PAD.top]);
  return [
    ...losses.map((points, seed) =>
      svg('path', {
        class: 'loss',
        d: lossPath(points, x, y),
        fill: 'none',
        stroke: colour('prompted'),
        'stroke-width': 1.6,
        'stroke-opacity': seed === losses.length - 1 ? 1 : 0.55,
      }),
    ),
    ...(isNow
      ? [
          svg('rect', {
            class: 'progress-of-cell',
            x: box.x + 4,
            y: box.y + box.height - 7,
            width: Math.max(0, Math.min(1, share)) * (box.width - 8),
            height: 3,
            fill: colour('prompted'),
          }),
        ]
      : []),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
