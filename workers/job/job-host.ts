/** What every job's service has: the port of its events, pause, resume and stop, and the attempts that end it. */
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import type { JobEvent } from '../../src/experiment/job-events.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import type { Network } from '../../src/offline/network.ts';
import { attemptUntilOver, type AttemptParts, type AttemptsEnd } from './attempts.ts';
import type { Progress } from './download.ts';
import { nextMacrotask } from './macrotask.ts';

/** What every job tells alike: what is loaded and compiled, and a wait for the connection. */
type CommonEvent = Extract<
  JobEvent<{ phase: 'download' | 'verify' | 'compile'; at: object; result: object }>,
  { kind: 'phase' | 'waiting' }
>;

export class JobHost<Event> {
  private readonly network: Network;
  private port: MessagePort | null = null;
  private abort = new AbortController();
  private programs = 0;
  control = new RunControl(nextMacrotask);

  constructor(network: Network) {
    this.network = network;
  }

  connect(port: MessagePort): Promise<void> {
    this.port = port;
    return Promise.resolve();
  }

  readonly emit = (event: Event | CommonEvent): void => {
    this.port?.postMessage(event);
  };

  /** Forgets what was asked of the job before. */
  begin(): void {
    this.control = new RunControl(nextMacrotask);
    this.abort = new AbortController();
  }

  /** Given when the job is to be stopped. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  untilOver(
    parts: Pick<AttemptParts, 'attempt' | 'standing' | 'dropEngine' | 'onRecovered'>,
  ): Promise<AttemptsEnd> {
    const attempt = (): Promise<boolean> => {
      this.programs = 0;
      return parts.attempt();
    };
    const onWaiting = (seconds: number, error: LabErrorData): void =>
      this.emit({ kind: 'waiting', seconds, error });
    return attemptUntilOver({
      ...parts,
      attempt,
      onWaiting,
      signal: this.signal,
      network: this.network,
    });
  }

  /** Tells of files that are loaded. */
  readonly onLoaded: Progress = (phase, done, total, detail) =>
    this.emit({ kind: 'phase', phase, done, total, unit: 'bytes', detail });

  /** Tells of a program that is compiled. */
  readonly onCompiled = (detail: string): void => {
    this.programs++;
    this.emit({
      kind: 'phase',
      phase: 'compile',
      done: this.programs,
      total: null,
      unit: 'programs',
      detail,
    });
  };

  pause(): void {
    this.control.pause();
  }

  resume(): void {
    this.control.resume();
  }

  stop(): void {
    this.control.stop();
    this.abort.abort();
  }
}
