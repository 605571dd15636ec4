/** Owns the sweep worker: made on first use, started anew with what is computed already when it dies. */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { SweepRecipe } from '../../experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import type { SweepEvent } from '../../protocol/sweep-protocol.ts';
import { KeptConnection } from '../run/kept-connection.ts';
import type { SweepConnection, SweepWorkers } from './sweep-connection.ts';

/** Deaths in a row without a new cell; then it isn't the worker's luck. */
const MOST_RESTARTS = 3;

/** How long a worker that can't be fetched without a network is waited for, before it is tried again. */
const OFFLINE_SECONDS = 20;

export class SweepClient {
  readonly #workers: SweepWorkers;
  readonly #onEvent: (event: SweepEvent) => void;
  readonly #line: KeptConnection<SweepConnection, SweepEvent>;
  /** Grows with every start, so that nothing of a former sweep is taken for this one's. */
  #generation = 0;
  #record: SweepRecord | null = null;
  #restarts = 0;
  #over = true;
  /** What the user wants of the sweep; it outlives a worker. */
  #wanted: 'run' | 'pause' | 'stop' = 'run';
  /** Ends a wait between two workers. */
  #wake: () => void = () => undefined;

  constructor(workers: SweepWorkers, onEvent: (event: SweepEvent) => void) {
    this.#workers = workers;
    this.#line = new KeptConnection(
      (hear) => workers.connect(hear),
      (event) => this.#hear(event),
    );
    this.#onEvent = onEvent;
  }

  /** Computes what `earlier` lacks of `recipe`. Resolves when the sweep ended, whichever way; events tell which. */
  async start(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void> {
    if (!this.#over) this.#line.drop();
    this.#wake();
    this.#generation += 1;
    const generation = this.#generation;
    this.#record = earlier;
    this.#restarts = 0;
    this.#over = false;
    this.#wanted = 'run';
    while (!this.#over && generation === this.#generation) {
      try {
        await this.#line.answer(({ service }) => service.start(id, recipe, this.#record));
        return;
      } catch (thrown) {
        if (generation !== this.#generation) return;
        await this.#afterDeath(toErrorData(thrown));
      }
    }
  }

  /** Returns when a new worker is to be tried, or with the sweep over. */
  async #afterDeath(error: LabErrorData): Promise<void> {
    const generation = this.#generation;
    const isAwaited = (): boolean => generation === this.#generation && !this.#over;
    if (!isAwaited()) return;
    if (error.code !== 'worker-crashed') {
      this.#hear({ kind: 'failed', error });
      return;
    }
    if (!this.#workers.online()) {
      if (this.#wanted === 'run') {
        this.#hear({ kind: 'waiting', seconds: OFFLINE_SECONDS, error });
        await this.#sleep(OFFLINE_SECONDS);
      }
    } else {
      this.#restarts += 1;
      if (this.#wanted === 'run' && this.#restarts > 1 && this.#restarts <= MOST_RESTARTS)
        await this.#sleep(2 ** this.#restarts);
    }
    // A paused sweep has all its cells: it needs no worker before it goes on.
    while (this.#wanted === 'pause' && isAwaited()) await this.#sleep(null);
    if (!isAwaited()) return;
    if (this.#wanted === 'stop') this.#hear({ kind: 'stopped' });
    else if (this.#restarts > MOST_RESTARTS) this.#hear({ kind: 'failed', error });
    else this.#hear({ kind: 'recovered', detail: error.message });
  }

  async pause(): Promise<void> {
    this.#wanted = 'pause';
    // Between two workers nobody else says so.
    if (!this.#line.isKept) this.#hear({ kind: 'paused' });
    await this.#ask((service) => service.pause());
  }

  async resume(): Promise<void> {
    this.#wanted = 'run';
    if (!this.#line.isKept) this.#hear({ kind: 'resumed' });
    this.#wake();
    await this.#ask((service) => service.resume());
  }

  async stop(): Promise<void> {
    this.#wanted = 'stop';
    this.#wake();
    await this.#ask((service) => service.stop());
  }

  /** A worker that is gone can't be asked; `start` sees to it. */
  async #ask(request: (service: SweepConnection['service']) => Promise<void>): Promise<void> {
    const connection = await this.#line.current();
    if (connection !== null) await request(connection.service);
  }

  /** @param seconds the longest wait; null for until woken */
  async #sleep(seconds: number | null): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    await Promise.race([woken, ...(seconds === null ? [] : [this.#workers.network(seconds)])]);
    this.#wake = () => undefined;
  }

  #hear(event: SweepEvent): void {
    if (event.kind === 'opened') this.#record = event.record;
    else if (event.kind === 'cell' && this.#record !== null) {
      this.#restarts = 0;
      const cells = { ...this.#record.cells, [event.id]: event.result };
      this.#record = { ...this.#record, cells };
    } else if (event.kind === 'finished' || event.kind === 'stopped' || event.kind === 'failed')
      this.#over = true;
    this.#onEvent(event);
  }
}
