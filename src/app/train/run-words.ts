/** Phases, times and counts in words. */
import type { TrainPhase } from '../../protocol/train-protocol.ts';
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

/** Milliseconds a step, over the run so far. */
export function stepTime({ series, result }: RunState): string {
  if (result !== null) return `${result.stepMs.toFixed(1)} ms`;
  if (series.length < 2 || series.lastSeconds === 0) return '—';
  return `${((series.lastSeconds * 1000) / series.length).toFixed(1)} ms`;
}

export function startedText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
