/** Phases, times and counts in words. */
import type { TrainPhase } from '../../experiment/train-events.ts';
import type { PhaseEvent, RunState } from '../run/run-state.ts';

export const PHASES: readonly (readonly [TrainPhase, string])[] = [
  ['download', 'download'],
  ['verify', 'verify'],
  ['compile', 'compile'],
  ['warm-up', 'warm up'],
  ['baselines', 'baselines'],
  ['train', 'train'],
  ['test', 'test'],
];

const MEGABYTE = 1e6;

/** How far a phase is, e.g. `2.1 / 11.9 MB`. */
export function phaseProgress({ done, total, unit }: PhaseEvent): string {
  if (unit === 'bytes') {
    const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
    return total === null ? `${megabytes(done)} MB` : `${megabytes(done)} / ${megabytes(total)} MB`;
  }
  return total === null ? `${done} ${unit}` : `${done} / ${total} ${unit}`;
}

export function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** So many of the last steps tell how long one takes now. */
const RECENT_STEPS = 51;

/** Milliseconds a step: the median of the last ones, which evaluations in between don't move. */
export function stepTime({ series, result }: RunState): string {
  if (result !== null) return `${result.stepMs.toFixed(1)} ms`;
  const from = Math.max(1, series.length - RECENT_STEPS);
  const times = Array.from(
    { length: series.length - from },
    (_, i) => series.seconds[from + i] - series.seconds[from + i - 1],
  );
  if (times.length === 0) return '—';
  times.sort((a, b) => a - b);
  return `${(times[times.length >> 1] * 1000).toFixed(1)} ms`;
}

export function startedText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
