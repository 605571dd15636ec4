/** Owns the sweep worker: made on first use, started anew with what is computed already when it dies. */
import { LabError, toErrorData } from '../../errors/lab-error.ts';
import type { TransferSweep } from '../../experiment/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep-record.ts';
import type { SweepEvent } from '../../protocol/sweep-protocol.ts';
import type { SweepConnection, SweepWorkers } from './sweep-connection.ts';

/** Deaths in a row without a new cell; then it isn't the worker's luck. */
const MOST_RESTARTS = 3;

export class SweepClient {
  readonly #workers: SweepWorkers;
  readonly #onEvent: (event: SweepEvent) => void;
  #connection: Promise<SweepConnection> | null = null;
  /** Grows with every start, so that nothing of a former sweep is taken for this one's. */
  #generation = 0;
  #record: SweepRecord | null = null;
  #restarts = 0;
  #over = true;

  constructor(workers: SweepWorkers, onEvent: (event: SweepEvent) => void) {
    this.#workers = workers;
    this.#onEvent = onEvent;
  }

  /** Computes what `earlier` lacks of `recipe`. Resolves when the sweep ended, whichever way; events tell which. */
  async start(id: string, recipe: TransferSweep, earlier: SweepRecord | null): Promise<void> {
    if (!this.#over) this.#drop();
    this.#generation += 1;
    const generation = this.#generation;
    this.#record = earlier;
    this.#restarts = 0;
    this.#over = false;
    while (!this.#over && generation === this.#generation) {
      try {
        const connection = await this.#connected();
        const crash = connection.crashed.then((data) => {
          throw new LabError(data);
        });
        await Promise.race([connection.service.start(id, recipe, this.#record), crash]);
        return;
      } catch (thrown) {
        if (generation !== this.#generation) return;
        const error = toErrorData(thrown);
        this.#restarts += 1;
        if (error.code !== 'worker-crashed' || this.#restarts > MOST_RESTARTS) {
          this.#hear({ kind: 'failed', error });
          return;
        }
        this.#hear({ kind: 'recovered', detail: error.message });
      }
    }
  }

  async pause(): Promise<void> {
    await (await this.#connection)?.service.pause();
  }

  async resume(): Promise<void> {
    await (await this.#connection)?.service.resume();
  }

  async stop(): Promise<void> {
    await (await this.#connection)?.service.stop();
  }

  #connected(): Promise<SweepConnection> {
    if (this.#connection !== null) return this.#connection;
    const opening: Promise<SweepConnection> = this.#workers.connect((event) => {
      if (this.#connection === opening) this.#hear(event);
    });
    this.#connection = opening;
    const forget = (): void => {
      if (this.#connection === opening) this.#connection = null;
    };
    void opening.then((connection) => {
      void connection.crashed.then(() => {
        connection.close();
        forget();
      });
    }, forget);
    return opening;
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

  #drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    void connection?.then((open) => open.close()).catch(() => undefined);
  }
}
