/** The sweep worker for the page: a sweep that is gone on with, from the cells that are computed, whatever becomes of a worker. */
import type { SweepRecipe } from '../../experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import type { Network } from '../../offline/network.ts';
import type { SweepEvent, SweepService } from '../../protocol/sweep-protocol.ts';
import { JobClient } from '../job/job-client.ts';
import type { ConnectWorker } from '../workers/worker-line.ts';

type SweepStart = [id: string, recipe: SweepRecipe, earlier: SweepRecord | null];

export class SweepClient {
  private readonly job: JobClient<SweepStart, SweepService, SweepEvent>;
  private readonly onEvent: (event: SweepEvent) => void;
  private sweep: { readonly id: string; readonly recipe: SweepRecipe } | null = null;
  private record: SweepRecord | null = null;

  constructor(
    parts: { readonly connect: ConnectWorker<'sweep'>; readonly network: Network },
    onEvent: (event: SweepEvent) => void,
  ) {
    this.onEvent = onEvent;
    this.job = new JobClient({
      ...parts,
      standing: () => this.standing(),
      hear: (event) => this.hear(event),
      say: (event) => event,
    });
  }

  private standing(): SweepStart {
    if (this.sweep === null) throw new Error('Nothing was started');
    return [this.sweep.id, this.sweep.recipe, this.record];
  }

  /** Computes what `earlier` lacks of `recipe`. Resolves when the sweep ended, whichever way; events tell which. */
  async start(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void> {
    [this.sweep, this.record] = [{ id, recipe }, earlier];
    await this.job.start();
  }

  pause(): Promise<void> {
    return this.job.pause();
  }

  resume(): Promise<void> {
    return this.job.resume();
  }

  stop(): Promise<void> {
    return this.job.stop();
  }

  private hear(event: SweepEvent): boolean {
    if (event.kind === 'opened') this.record = event.record;
    else if (event.kind === 'cell' && this.record !== null) {
      const cells = { ...this.record.cells, [event.id]: event.result };
      this.record = { ...this.record, cells };
    }
    this.onEvent(event);
    return event.kind === 'cell';
  }
}
