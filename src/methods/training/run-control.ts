/** Pause, one step, resume and stop. A step is the unit of cancelling: a run asks here before each one. */
export class RunControl {
  private mode: 'running' | 'paused' | 'stopping' = 'running';
  private wake: (() => void) | null = null;
  private allowed = 0;

  /** @param breathe lets what was asked meanwhile come in, before each step and between the batches of an evaluation */
  constructor(private readonly breathe: () => Promise<void> = () => Promise.resolve()) {}

  pause(): void {
    if (this.mode === 'running') this.mode = 'paused';
  }

  resume(): void {
    if (this.mode !== 'paused') return;
    this.mode = 'running';
    this.wake?.();
  }

  /** While paused: lets exactly one step through. */
  oneStep(): void {
    if (this.mode !== 'paused') return;
    this.allowed++;
    this.wake?.();
  }

  stop(): void {
    this.mode = 'stopping';
    this.wake?.();
  }

  get stopping(): boolean {
    return this.mode === 'stopping';
  }

  get paused(): boolean {
    return this.mode === 'paused';
  }

  /**
   * Waits while paused.
   * @param onPause called once when waiting begins, and again after each single step
   * @returns what to do next
   */
  async next(onPause: () => Promise<void>): Promise<'step' | 'stop'> {
    await this.breathe();
    while (this.mode === 'paused') {
      if (this.allowed > 0) {
        this.allowed--;
        return 'step';
      }
      await onPause();
      // What was asked while the pause was being recorded must not be slept through.
      if (this.asked()) continue;
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    return this.mode === 'stopping' ? 'stop' : 'step';
  }

  /**
   * Between the batches of an evaluation: waits while paused and takes no step.
   * @returns false when the run is to stop
   */
  async hold(onPause: () => Promise<void>): Promise<boolean> {
    await this.breathe();
    while (!this.asked()) {
      await onPause();
      if (this.asked()) break;
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    return this.mode !== 'stopping';
  }

  private asked(): boolean {
    return this.mode !== 'paused' || this.allowed > 0;
  }
}
