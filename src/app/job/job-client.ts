/**
 * Owns the worker of a job: makes it on first use, starts it anew from where the job stood when it dies, and tells the
 * page of everything through one stream of events. What the user wants of the job outlives a worker.
 */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { JobService } from '../../protocol/job-protocol.ts';
import type { Network } from '../../offline/network.ts';
import { KeptConnection } from '../workers/kept-connection.ts';
import type { Connect } from '../workers/worker-line.ts';

/** Deaths in a row without progress; then it isn't the worker's luck but the job. */
const MOST_RESTARTS = 3;

/** How long a worker that can't be fetched without a network is waited for, before it is tried again. */
const OFFLINE_SECONDS = 20;

const ENDS: ReadonlySet<string> = new Set(['finished', 'stopped', 'failed']);

/** How a client says what no worker is there to say. */
export type OwnEvent =
  | { readonly kind: 'paused' | 'resumed' | 'stopped' }
  | { readonly kind: 'waiting'; readonly seconds: number; readonly error: LabErrorData }
  | { readonly kind: 'recovered'; readonly from: LabErrorData['code']; readonly detail: string }
  | { readonly kind: 'failed'; readonly error: LabErrorData };

export interface JobClientParts<Service, Start extends readonly unknown[], Event> {
  readonly connect: Connect<Service, Event>;
  readonly network: Network;
  /** What a worker is given to begin, or to go on from where the job stands. */
  readonly standing: () => Start;
  /** Hears everything. @returns whether it is progress, from which another worker would go on */
  readonly hear: (event: Event) => boolean;
  /** `event` as this job tells it: with where it stands. */
  readonly say: (event: OwnEvent) => Event;
}

export class JobClient<
  Start extends readonly unknown[],
  Service extends JobService<Start>,
  Event extends { readonly kind: string },
> {
  private readonly parts: JobClientParts<Service, Start, Event>;
  private readonly line: KeptConnection<Service, Event>;
  /** Grows with every start, so that nothing of a former job is taken for this one's. */
  private generation = 0;
  private deaths = 0;
  private isOver = true;
  /** The line to the worker that has the job. */
  private heldBy: number | null = null;
  private wanted: 'run' | 'pause' | 'stop' = 'run';
  private isPaused = false;
  /** Ends the wait for the event by which the job ends. */
  private end: () => void = () => undefined;
  /** Ends a wait between two workers. */
  private wake: () => void = () => undefined;

  constructor(parts: JobClientParts<Service, Start, Event>) {
    this.parts = parts;
    this.line = new KeptConnection(parts.connect, (event) => this.hear(event));
  }

  /** Whether a worker has the job, under way or ended. */
  get isHeld(): boolean {
    return this.heldBy !== null && this.heldBy === this.line.current;
  }

  /** Starts the job, in place of one that is under way. Resolves when it ended, whichever way; events tell which. */
  async start(): Promise<void> {
    await this.begin('run');
  }

  /** Takes a job that was paused in a former visit over: nothing is loaded until it is to go on. */
  async adopt(): Promise<void> {
    await this.begin('pause');
  }

  private async begin(wanted: 'run' | 'pause'): Promise<void> {
    if (!this.isOver) this.line.drop();
    this.generation += 1;
    this.heldBy = null;
    this.isOver = false;
    this.deaths = 0;
    this.wanted = wanted;
    this.isPaused = wanted === 'pause';
    this.wake();
    const generation = this.generation;
    const ended = new Promise<void>((resolve) => (this.end = resolve));
    while (await this.mayRun(generation)) {
      try {
        const answer = this.line.answer(async (service) => {
          await service.start(...this.parts.standing());
          // Events come by another way than answers, and may come later.
          await ended;
        });
        this.heldBy = this.line.current;
        await answer;
        return;
      } catch (thrown) {
        if (generation !== this.generation || this.isOver) return;
        this.heldBy = null;
        await this.afterDeath(generation, toErrorData(thrown));
      }
    }
  }

  /** Waits while the job is paused: it has all that it needs to go on later, and takes no worker until then. */
  private async mayRun(generation: number): Promise<boolean> {
    const isAwaited = (): boolean => generation === this.generation && !this.isOver;
    while (isAwaited() && this.wanted === 'pause') {
      if (!this.isPaused) this.say({ kind: 'paused' });
      await this.sleep(null);
      this.deaths = 0;
    }
    if (!isAwaited()) return false;
    if (this.wanted === 'run') return true;
    this.say({ kind: 'stopped' });
    return false;
  }

  /** Returns when a new worker may be tried, or with the job over. */
  private async afterDeath(generation: number, error: LabErrorData): Promise<void> {
    if (error.code !== 'worker-crashed') {
      this.say({ kind: 'failed', error });
      return;
    }
    if (this.wanted !== 'run') return;
    if (!this.parts.network.online()) {
      this.say({ kind: 'waiting', seconds: OFFLINE_SECONDS, error });
      await this.sleep(OFFLINE_SECONDS);
    } else {
      this.deaths += 1;
      if (this.deaths > MOST_RESTARTS) {
        this.say({ kind: 'failed', error });
        return;
      }
      if (this.deaths > 1) await this.sleep(2 ** this.deaths);
    }
    if (generation === this.generation && this.wanted === 'run' && !this.isOver)
      this.say({ kind: 'recovered', from: error.code, detail: error.message });
  }

  async pause(): Promise<void> {
    if (this.isOver || this.wanted === 'stop') return;
    this.wanted = 'pause';
    if (this.isHeld) await this.line.tell((service) => service.pause());
    // Between two workers nobody else says so.
    else this.say({ kind: 'paused' });
  }

  async resume(): Promise<void> {
    if (this.isOver || this.wanted === 'stop') return;
    this.wanted = 'run';
    if (this.isHeld) await this.line.tell((service) => service.resume());
    else {
      this.say({ kind: 'resumed' });
      this.wake();
    }
  }

  async stop(): Promise<void> {
    if (this.isOver) return;
    this.wanted = 'stop';
    this.wake();
    if (this.isHeld) await this.line.tell((service) => service.stop());
  }

  /** Asks the worker that has the job; nothing where none has. */
  async tell(request: (service: Service) => Promise<void>): Promise<void> {
    if (this.isHeld) await this.line.tell(request);
  }

  /** The answer of the worker, which is made if there is none. @throws LabError `worker-crashed`, `cancelled` */
  answer<T>(request: (service: Service) => Promise<T>): Promise<T> {
    return this.line.answer(request);
  }

  /** @param seconds the longest wait; null for until woken */
  private async sleep(seconds: number | null): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.wake = resolve));
    await Promise.race([woken, ...(seconds === null ? [] : [this.parts.network.back(seconds)])]);
    this.wake = () => undefined;
  }

  private say(event: OwnEvent): void {
    this.hear(this.parts.say(event));
  }

  private hear(event: Event): void {
    if (event.kind === 'paused') this.isPaused = true;
    else if (event.kind === 'resumed') this.isPaused = false;
    else if (event.kind === 'failed') this.heldBy = null;
    if (this.parts.hear(event)) this.deaths = 0;
    if (!ENDS.has(event.kind)) return;
    this.isOver = true;
    this.end();
  }
}
