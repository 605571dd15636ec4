/** The curve view's input from the run shown. */
import { baselineNamed, type BaselineName } from '../../experiment/baselines.ts';
import { runName } from '../../experiment/run-name.ts';
import type { CurveInput, CurveRun, ReferenceLine } from '../../views/curves/curve-input.ts';
import type { Metric } from '../../views/curves/run-series.ts';
import type { EarlierRun, RunState } from '../run/run-state.ts';
import type { ViewState } from '../run/view-store.ts';

export function curveOfRun(run: RunState, view: ViewState, metric: Metric): CurveInput | null {
  const { recipe } = run;
  if (recipe === null) return null;
  const seconds = view.abscissa === 'seconds';
  return {
    metric,
    run: { name: runName(recipe, recipe), series: run.series, dev: run.dev, bestStep: run.bestStep },
    earlier: run.earlier.map((other): CurveRun => ({ ...other, name: earlierName(other, run) })),
    references: referencesOf(run, metric),
    abscissa: view.abscissa,
    logarithmic: metric === 'loss' && view.logarithmicLoss,
    end: seconds ? run.series.lastSeconds + (run.secondsLeft ?? 0) : recipe.training.steps,
    seed: recipe.seed,
    batch: recipe.training.batch,
    devRows: run.rows?.dev ?? null,
  };
}

/** Named by what differs from the run in front. */
export function earlierName(other: EarlierRun, run: Pick<RunState, 'recipe'>): string {
  if (run.recipe === null) return '';
  const parts = runName(other.recipe, run.recipe).split(' · ').slice(2);
  const what = parts.length === 0 ? 'same recipe' : parts.join(' · ');
  return other.origin === 'recorded' ? `recorded: ${what}` : what;
}

/** Lines of the accuracy curve, with short names. */
const REFERENCES: readonly (readonly [BaselineName, string])[] = [
  ['noPrompt', 'no prompt'],
  ['randomPrompt', 'random prompt'],
  ['majority', 'majority'],
];

function referencesOf(run: RunState, metric: Metric): readonly ReferenceLine[] {
  if (metric === 'loss') {
    const classes = run.labels.length;
    return classes < 2 ? [] : [{ label: `guessing, ln ${classes}`, value: Math.log(classes) }];
  }
  return REFERENCES.flatMap(([name, label]) => {
    const baseline = baselineNamed(run.baselines, name);
    return baseline === null ? [] : [{ label, value: baseline.dev }];
  });
}
