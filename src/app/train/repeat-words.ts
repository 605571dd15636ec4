/** What came of running a run again: the same curve bit for bit, or where it parts and why it may. */
import { compareCurves, isRepeated, type CurveComparison } from '../../experiment/compare-curves.ts';
import { compareEngines, engineDifferenceText } from '../../experiment/compare-engines.ts';
import { changedParts } from '../../experiment/run-hashes.ts';
import { type EarlierRun, type RunState } from '../run/run-state.ts';
import { isActive } from '../job/job-status.ts';

export interface RepeatWords {
  readonly verdict: 'same' | 'different' | 'open';
  readonly text: string;
  /** What explains a difference; empty where nothing has to be said. */
  readonly detail: string;
}

/** Null for a run that repeats none. */
export function repeatWords(run: RunState): RepeatWords | null {
  const before = run.earlier.find(({ id }) => id === run.repeats);
  if (run.repeats === null || before === undefined) return null;
  const comparison = compareCurves(curveOf(before), curveOf(run));
  if (comparison.firstDifference !== null)
    return { verdict: 'different', text: differenceText(comparison), detail: reason(before, run) };
  const { steps, evaluations } = comparison;
  if (isRepeated(comparison))
    return {
      verdict: 'same',
      text: `Same bit for bit: ${count(steps, 'step')}, ${count(evaluations, 'dev evaluation')}, dev and test accuracies.`,
      detail: engineDifferenceText(differencesOf(before, run)) === null ? '' : 'On another engine, too.',
    };
  const end = isActive(run.status)
    ? `Same so far: ${count(steps, 'step')} of ${before.recipe.training.steps}.`
    : `It ended early. Until then it was the same: ${count(steps, 'step')} of ${before.recipe.training.steps}.`;
  return { verdict: 'open', text: end, detail: '' };
}

const curveOf = ({ series, dev, result }: EarlierRun | RunState): Parameters<typeof compareCurves>[0] => ({
  points: series.points,
  dev,
  result,
});

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function differenceText({ firstDifference: first, largestLossDifference, steps }: CurveComparison): string {
  if (first === null) return '';
  const values = `${digits(first.before)} before, ${digits(first.after)} now`;
  const most = Number.isFinite(largestLossDifference)
    ? largestLossDifference.toExponential(1)
    : 'without bound: one of them diverged';
  return `Different from step ${first.step} on: ${first.what} ${values}. Largest difference of a batch’s loss over ${count(steps, 'step')}: ${most}.`;
}

/** Enough digits to tell any two single-precision numbers apart. */
const digits = (value: number): string => String(Number(value.toPrecision(9)));

const differencesOf = (before: EarlierRun, run: RunState): ReturnType<typeof compareEngines> =>
  before.engine === null || run.engine === null ? [] : compareEngines(before.engine, run.engine);

function reason(before: EarlierRun, run: RunState): string {
  const parts = changedParts(before.hashes, run.hashes);
  if (parts.length > 0) return `Not the same ${parts.join(', ')} as recorded: another curve is expected.`;
  return (
    engineDifferenceText(differencesOf(before, run)) ??
    'Engine, device, threads and versions are those recorded: the curve should have been the same.'
  );
}
