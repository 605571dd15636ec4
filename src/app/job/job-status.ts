/** How a job stands on the page, whatever it computes. Pure. */
import type { LabErrorData } from '../../errors/lab-error.ts';

export type JobStatus =
  'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'stopped' | 'finished' | 'failed';

export function isActive(status: JobStatus): boolean {
  return status === 'starting' || status === 'running' || status === 'paused' || status === 'stopping';
}

/** Whether an active job computes at the moment, or is about to. */
export function isComputing(status: JobStatus): boolean {
  return status === 'starting' || status === 'running';
}

/** What is said while something that broke is waited for. */
export function waitingText({
  error,
  seconds,
}: {
  readonly error: LabErrorData;
  readonly seconds: number;
}): string {
  return `${error.message} Trying again in ${String(Math.round(seconds))} s at the latest; nothing is lost.`;
}
