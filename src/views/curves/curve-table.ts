/** The curve figure in rows and in a sentence. */
import { formatShare, formatValue, type TableTwin } from '../table-twin.ts';
import { curveText, type CurveInput } from './curve-input.ts';

/** A row for each evaluation: what the batches were like then (smoothed), and the dev rows. */
export function curveTable(input: CurveInput): TableTwin {
  const { series, dev, bestStep } = input.run;
  const smoothed = series.smoothed(input.metric);
  const format = input.metric === 'accuracy' ? formatShare : formatValue;
  return {
    caption: curveText(input).title,
    columns: ['step', 'seconds', `batch ${input.metric} (smoothed)`, `dev ${input.metric}`, 'best'],
    rows: dev.map((point) => {
      const at = series.positionAt(series.steps, point.step);
      return [
        point.step,
        formatValue(series.secondsAt(point.step), 1),
        format(at < 0 ? null : smoothed[at]),
        format(point[input.metric]),
        point.step === bestStep ? 'best' : '',
      ];
    }),
  };
}

/** All points, for CSV. */
export function curvePoints(input: CurveInput): TableTwin {
  const { series, dev } = input.run;
  const devByStep = new Map(dev.map((point) => [point.step, point[input.metric]]));
  const raw = series.raw(input.metric);
  const smoothed = series.smoothed(input.metric);
  const positions = Array.from({ length: series.length }, (_, i) => i);
  const steps = new Set(positions.map((i) => series.steps[i]));
  const only = dev.filter(({ step }) => !steps.has(step));
  return {
    caption: curveText(input).title,
    columns: ['step', 'seconds', input.metric, `${input.metric}_smoothed`, `dev_${input.metric}`],
    rows: [
      ...only.map((point) => [point.step, series.secondsAt(point.step), null, null, point[input.metric]]),
      ...positions.map((i) => [
        series.steps[i],
        series.seconds[i],
        raw[i],
        smoothed[i],
        devByStep.get(series.steps[i]) ?? null,
      ]),
    ],
  };
}

/** What a screen reader says of the figure: the finding, not the drawing. */
export function curveSummary(input: CurveInput): string {
  const { series, dev, bestStep } = input.run;
  const format = input.metric === 'accuracy' ? formatShare : formatValue;
  const name = input.metric === 'accuracy' ? 'Accuracy' : 'Loss';
  if (series.length === 0 && dev.length === 0) return `${name} by step. No points yet.`;
  const smoothed = series.smoothed(input.metric);
  const batch =
    series.length === 0
      ? ''
      : ` Batches: from ${format(smoothed[0])} to ${format(smoothed[series.length - 1])} at step ${series.lastStep}.`;
  const best = dev.find(({ step }) => step === bestStep);
  const found = best === undefined ? '' : ` Best dev ${format(best[input.metric])} at step ${best.step}.`;
  const lines = input.references.map(({ label, value }) => `${label} ${format(value)}`).join(', ');
  return `${name} by step.${batch}${found}${lines === '' ? '' : ` Reference: ${lines}.`}`;
}
