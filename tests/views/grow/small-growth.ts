/** A report of a growing run of few numbers, which a person can check: two stages, three arms, two evaluations. */
import { defaultGrowth } from '../../../src/experiment/progressive/default-growth.ts';
import type { ArmName } from '../../../src/experiment/progressive/cells/arm.ts';
import type {
  GrowthReport,
  ReportedArm,
  ReportedDifference,
} from '../../../src/experiment/progressive/growth-report.ts';
import type { StagesInput } from '../../../src/views/grow/stage-input.ts';

export const SEEDS = [1, 2, 3];

const arm = (name: ArmName, steps: number, mean: number, flops: number): ReportedArm => ({
  name,
  steps,
  stepsBySeed: SEEDS.map(() => steps),
  test: { mean, interval: { low: mean - 0.05, high: mean + 0.05 }, seeds: SEEDS.map(() => mean) },
  dev: { mean, interval: null, seeds: SEEDS.map(() => mean) },
  bestStep: SEEDS.map(() => steps),
  flops,
  seconds: flops / 100,
});

export const difference = (
  of: string,
  perSeed: readonly (number | null)[],
  interval: ReportedDifference['interval'],
): ReportedDifference => {
  const known = perSeed.filter((one) => one !== null);
  return { of, mean: known.reduce((sum, one) => sum + one, 0) / known.length, interval, perSeed };
};

const stage = (layers: readonly number[], neurons: number, from: number, to: number, relative: number) => ({
  layers,
  neurons,
  steps: to - from + 1,
  from,
  to,
  stepsTaken: SEEDS.map(() => to - from + 1),
  flopsPerStep: { predicted: 10 * relative, counted: 10 * relative },
  relativeFlops: relative,
  closedFormRelative: relative + 0.1,
  seconds: { mean: relative, interval: null, seeds: SEEDS.map(() => relative) },
  compileMs: 12,
  warmUpMs: 3,
  switchMs: 0.25,
});

const point = (step: number, at: number, flops: number, own: number, full: number) => ({
  step,
  stage: at,
  flops,
  loss: 1,
  devOwnModel: own,
  devFullModel: full,
  seconds: flops / 100,
});

const SAME_COST = difference('grow - equal-flops', [0.05, -0.032, -0.006], { low: -0.1, high: 0.107 });
const FULL = difference('grow - full', [-0.02, -0.03, -0.01], { low: -0.045, high: 0.005 });

export const REPORT: GrowthReport = {
  recipe: { ...defaultGrowth('lab-small', ['subj']), seeds: SEEDS },
  plm: 'lab-small',
  task: 'subj',
  seeds: SEEDS,
  schedule: 'linear',
  majority: 0.52,
  stages: [stage([0, 2], 192, 1, 40, 0.2), stage([0, 1, 2], 768, 41, 100, 1)],
  cost: {
    flops: { grow: 680, full: 1000, relative: 0.68 },
    seconds: { grow: 7, full: 10, relative: 0.7 },
    closedForm: { relative: 0.72 },
  },
  arms: [arm('grow', 100, 0.773, 680), arm('full', 100, 0.789, 1000), arm('equal-flops', 68, 0.769, 680)],
  difference: SAME_COST,
  differences: [FULL, SAME_COST],
  curves: SEEDS.flatMap((seed) => [
    {
      arm: 'grow' as const,
      seed,
      points: [
        point(40, 0, 80, 0.6 + 0.02 * seed, 0.5),
        point(100, 1, 680, 0.75 + 0.01 * seed, 0.75 + 0.01 * seed),
      ],
    },
    { arm: 'full' as const, seed, points: [point(40, 0, 400, 0.62, 0.62), point(100, 0, 1000, 0.79, 0.79)] },
    {
      arm: 'equal-flops' as const,
      seed,
      points: [point(34, 0, 340, 0.58, 0.58), point(68, 0, 680, 0.77, 0.77)],
    },
  ]),
  neurons: null,
  similarity: [
    {
      between: [0, 1],
      C_concat: 0.9,
      C_average: 0.8,
      perPosition: 0.85,
      otherStart: 0.02,
      neuronOverlap: 0.9,
      otherStartOverlap: 0.6,
    },
  ],
  grid: SEEDS.map((seed) => ({
    seed,
    depths: [2, 3],
    widths: [192, 768],
    rows: 200,
    points: [
      { step: 40, accuracy: [0.6, 0.58, 0.52, 0.52] },
      { step: 100, accuracy: [0.52, 0.55, 0.6 + 0.03 * seed, 0.78] },
    ],
  })),
  engine: 'cpu',
  done: 12,
  total: 12,
};

export const STAGES: StagesInput = { stages: REPORT.stages, depth: 3, widest: 768, now: null };
