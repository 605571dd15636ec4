/**
 * Writes to the device's storage, one after the other. Of those to the same slot that pile up only the newest is done.
 * What the storage refuses, for whatever reason, stays here, in memory, until it is tried again and taken.
 */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';

/** Something to be written. */
export interface Parcel {
  write(): Promise<unknown>;
  /** About how much room it takes. */
  bytes(): number;
}

export interface Unsaved {
  readonly problem: LabErrorData;
  /** About how much room what waits would take. */
  readonly bytes: number;
}

export class Outbox {
  private readonly onChange: (unsaved: Unsaved | null) => void;
  private readonly waiting = new Map<string, Parcel>();
  private readonly refused = new Map<string, Parcel>();
  private told = false;
  private draining: Promise<void> | null = null;

  /** @param onChange hears of what can't be written, and by null that all is written again */
  constructor(onChange: (unsaved: Unsaved | null) => void) {
    this.onChange = onChange;
  }

  /** Resolves when it was tried. */
  put(slot: string, parcel: Parcel): Promise<void> {
    this.refused.delete(slot);
    this.waiting.set(slot, parcel);
    return this.drain();
  }

  get hasRefused(): boolean {
    return this.refused.size > 0;
  }

  /** Tries again what was refused. */
  retry(): Promise<void> {
    for (const [slot, parcel] of this.refused) if (!this.waiting.has(slot)) this.waiting.set(slot, parcel);
    this.refused.clear();
    return this.drain();
  }

  /** Resolves when nothing is left to try. */
  async settled(): Promise<void> {
    await this.draining;
  }

  private drain(): Promise<void> {
    this.draining ??= this.work().finally(() => (this.draining = null));
    return this.draining;
  }

  private async work(): Promise<void> {
    for (;;) {
      const [next] = this.waiting;
      if (next === undefined) return;
      const [slot, parcel] = next;
      this.waiting.delete(slot);
      try {
        await parcel.write();
        this.tellWritten();
      } catch (thrown) {
        // A newer one to the same slot replaces it: what waits never grows by being written again.
        if (!this.waiting.has(slot)) this.refused.set(slot, parcel);
        this.tell(toErrorData(thrown, 'storage'));
      }
    }
  }

  private tellWritten(): void {
    if (!this.told || this.refused.size > 0) return;
    this.told = false;
    this.onChange(null);
  }

  private tell(problem: LabErrorData): void {
    this.told = true;
    const bytes = [...this.refused.values()].reduce((sum, parcel) => sum + parcel.bytes(), 0);
    this.onChange({ problem, bytes });
  }
}
