/**
 * What the page asks of a worker that does a job: requests through Comlink, answered by the events of `JobEvent` over one
 * MessagePort. A job's own service adds how it is started, and what else it can be asked.
 */
export type { JobEvent, JobTerms } from '../experiment/job-events.ts';

/** @typeParam Start what a job needs to begin, or to go on from where it stood */
export interface JobService<Start extends readonly unknown[]> {
  /** Called once, with the port that carries the events. */
  connect(events: MessagePort): Promise<void>;
  /** Resolves when the job ended: finished, stopped or failed; events tell which. */
  start(...start: Start): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends after the current step; what was kept by then stays. */
  stop(): Promise<void>;
}
