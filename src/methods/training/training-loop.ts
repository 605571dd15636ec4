/**
 * The loop around the steps of a training, whatever is trained: pause, one step, resume and stop; when what the device has
 * kept is read; evaluations and snapshots; the time that counts.
 */
import type { RunControl } from './run-control.ts';

export interface Trainable {
  readonly steps: number;
  /** Steps between two evaluations; one follows the last step too. Null for none. */
  readonly evalEvery: number | null;
  /** Further steps after which there is an evaluation; 0 for before the first. */
  readonly looks?: readonly number[];
  /** Most steps between two readings. */
  readonly readEvery: number;
  /** Takes step `step`, from 1. */
  step(step: number): Promise<void>;
  /** Reads what was kept of steps `first` to `last`. Throws where a step that must be a number is none. */
  read(first: number, last: number): Promise<void>;
  /** Whether the evaluation after step `step` has been made; one that was left out is made up for. */
  isEvaluated(step: number): boolean;
  /** @param hold to be asked between two parts of the evaluation: waits while paused; false to leave it out */
  evaluate(step: number, hold: () => Promise<boolean>): Promise<void>;
  /** Keeps where the training stands, where that is wanted. */
  snapshot(step: number): Promise<void>;
  /** Other work that is done between two steps. */
  between?(): Promise<void>;
  onPause?(step: number): void;
  onResume?(step: number): void;
}

/** A reload or a crash loses at most about this much work. */
const SNAPSHOT_SECONDS = 3;

export class TrainingLoop {
  /** Time in steps and readings alone. */
  trainedMs = 0;
  /** Steps taken by this loop. */
  taken = 0;
  private done: number;
  private unread: number;
  private pausedMs = 0;
  private readonly started = performance.now();
  private lastSnapshot = performance.now();
  private announcedPause: number | null = null;

  /** @param from steps that were taken before */
  constructor(
    private readonly trainable: Trainable,
    private readonly control: RunControl,
    from = 0,
  ) {
    this.done = from;
    this.unread = from + 1;
  }

  /** Steps taken, those of before included. */
  get step(): number {
    return this.done;
  }

  /** Time since the loop was made, pauses left out. */
  get seconds(): number {
    return (performance.now() - this.started - this.pausedMs) / 1000;
  }

  /** @returns true when all steps and evaluations are done, false when stopped early; then what was kept is read and saved */
  async run(): Promise<boolean> {
    const { trainable, control } = this;
    if (this.isEvaluationStep(this.done) && !trainable.isEvaluated(this.done)) await this.evaluate();
    while (this.done < trainable.steps) {
      if ((await this.ask()) === 'stop') return this.stopped();
      await this.timed(() => trainable.step(this.done + 1));
      this.done += 1;
      this.taken += 1;
      const evaluates = this.isEvaluationStep(this.done);
      const kept = this.done - this.unread + 1;
      if (kept >= trainable.readEvery || evaluates || this.done === 1 || this.done === trainable.steps)
        await this.read();
      if (this.unread > this.done && performance.now() - this.lastSnapshot > 1000 * SNAPSHOT_SECONDS)
        await this.snapshot();
      await trainable.between?.();
      if (evaluates) await this.evaluate();
    }
    // A stop during the last evaluation leaves it out: without it the best step is not known.
    const isLeftOut = this.isEvaluationStep(this.done) && !trainable.isEvaluated(this.done);
    return control.stopping && isLeftOut ? this.stopped() : true;
  }

  private isEvaluationStep(step: number): boolean {
    const { evalEvery, looks, steps } = this.trainable;
    if (looks?.includes(step) === true) return true;
    return evalEvery !== null && step > 0 && (step % evalEvery === 0 || step === steps);
  }

  private async stopped(): Promise<false> {
    await this.read();
    await this.snapshot();
    return false;
  }

  private async read(): Promise<void> {
    if (this.unread > this.done) return;
    await this.timed(() => this.trainable.read(this.unread, this.done));
    this.unread = this.done + 1;
  }

  private async snapshot(): Promise<void> {
    await this.trainable.snapshot(this.done);
    this.lastSnapshot = performance.now();
  }

  private async evaluate(): Promise<void> {
    await this.trainable.evaluate(this.done, () => this.hold());
    if (this.trainable.isEvaluated(this.done)) await this.snapshot();
  }

  private async timed(work: () => Promise<void>): Promise<void> {
    const since = performance.now();
    await work();
    this.trainedMs += performance.now() - since;
  }

  private async ask(): Promise<'step' | 'stop'> {
    const decision = await this.waiting(() => this.control.next(() => this.announcePause()));
    if (!this.control.paused && decision === 'step') this.announceResumed();
    return decision;
  }

  private async hold(): Promise<boolean> {
    const goesOn = await this.waiting(() => this.control.hold(() => this.announcePause()));
    if (goesOn && !this.control.paused) this.announceResumed();
    return goesOn;
  }

  /** Time that a pause takes is not the training's. */
  private async waiting<T>(wait: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const result = await wait();
    this.pausedMs += performance.now() - since;
    return result;
  }

  private async announcePause(): Promise<void> {
    if (this.announcedPause === this.done) return;
    await this.read();
    await this.snapshot();
    this.announcedPause = this.done;
    this.trainable.onPause?.(this.done);
  }

  private announceResumed(): void {
    if (this.announcedPause === null) return;
    this.announcedPause = null;
    this.trainable.onResume?.(this.done);
  }
}
