/** Small inputs for golden files: few enough marks for a person to check each of them. */
import type { ActivationFrame, DevPoint, StepPoint } from '../../src/experiment/run-record.ts';
import type { CurveInput } from '../../src/views/curves/curve-input.ts';
import { RunSeries, type Metric } from '../../src/views/curves/run-series.ts';
import type { Palette } from '../../src/views/palette.ts';

export const PALETTE: Palette = {
  ink: '#111111',
  muted: '#666666',
  rule: '#dddddd',
  surface: '#ffffff',
  prompted: '#008877',
  plain: '#884488',
  both: '#444444',
  negative: '#2266aa',
  zero: '#e0e0e0',
  positive: '#dd6611',
  low: '#e0eeee',
  high: '#004444',
  sameType: '#886600',
  differentType: '#5050a0',
  otherTask: '#607000',
  flow: '#778890',
};

const LOSSES = [0.9, 0.7, 0.8, 0.5, 0.6, 0.4];

export const POINTS: readonly StepPoint[] = LOSSES.map((loss, i) => ({
  step: i + 1,
  loss,
  accuracy: [0.5, 0.5, 0.75, 0.75, 1, 0.75][i],
  gradientNorm: 1,
  learningRate: 0.1,
}));

export const DEV: readonly DevPoint[] = [
  { step: 0, loss: 0.8, accuracy: 0.5 },
  { step: 3, loss: 0.6, accuracy: 0.8 },
  { step: 6, loss: 0.7, accuracy: 0.7 },
];

export function smallCurve(metric: Metric, change: Partial<CurveInput> = {}): CurveInput {
  return {
    metric,
    run: { name: 'this run', series: RunSeries.of(POINTS, 12), dev: DEV, bestStep: 3 },
    earlier: [],
    references:
      metric === 'loss'
        ? [{ label: 'guessing, ln 2', value: Math.LN2 }]
        : [
            { label: 'no prompt', value: 0.55 },
            { label: 'random prompt', value: 0.54 },
            { label: 'majority', value: 0.5 },
          ],
    abscissa: 'steps',
    logarithmic: false,
    end: 10,
    seed: 1,
    batch: 4,
    devRows: 20,
    ...change,
  };
}

/** 2 layers × 8 neurons with each kind of overlap in it. */
export const FRAME: ActivationFrame = {
  step: 100,
  layers: 2,
  neurons: 8,
  scale: 2,
  prompted: Float32Array.from([1, -1, 2, 0, 0.5, 0, -2, 3, 0, 0, 1, 1, -0.5, 0, 0, 0]),
  plain: Float32Array.from([1, 1, 0, 0, 0.5, -1, -2, 1, 0, 1, 0, 1, -0.5, 0, 0, 2]),
};
