/** Asks what PLMs are made of and what stages cost; what was asked for last counts. */
import type { StoreApi } from 'zustand/vanilla';
import { LabError, toErrorData } from '../../../errors/lab-error.ts';
import type { GrownStructure } from '../../../experiment/progressive/growth-record.ts';
import type { GrowthSweep } from '../../../experiment/progressive/growth-recipe.ts';
import type { Answer } from '../../../protocol/answer.ts';
import type { GrowthForecast } from '../../../protocol/grow-protocol.ts';
import type { SweepEvent, SweepService } from '../../../protocol/sweep-protocol.ts';
import { isActive } from '../../job/job-status.ts';
import { KeptConnection } from '../../workers/kept-connection.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';
import type { GrowDraft, GrowState } from '../grow-lab-types.ts';
import { partKey, wholeOf } from '../stage-draft.ts';

export class Predictor {
  private readonly line: KeptConnection<SweepService, SweepEvent>;
  private asked = 0;

  constructor(
    private readonly store: StoreApi<GrowState>,
    connect: ConnectWorker<'sweep'>,
  ) {
    this.line = new KeptConnection(connect, (event) => {
      const loading = loadingOf(event);
      // A live run, in a worker of its own, says what it loads by itself.
      if (loading !== null && !isActive(this.store.getState().status)) this.store.setState({ loading });
    });
  }

  private async ask<T>(request: (service: GrowthForecast) => Promise<Answer<T>>): Promise<T> {
    const answer = await this.line.answer(request);
    if (answer.ok) return answer.value;
    throw new LabError(answer.error);
  }

  /** @throws LabError `model-missing`, `download`, what opening the PLM throws, `worker-crashed` */
  async structure(plm: string): Promise<GrownStructure> {
    try {
      return await this.ask((service) => service.structure(plm));
    } finally {
      this.store.setState({ loading: null });
    }
  }

  /** Counts what the stages of `recipe` cost, and notes it for every part. */
  async predict(recipe: GrowthSweep, draft: GrowDraft): Promise<void> {
    this.asked += 1;
    const own = this.asked;
    this.store.setState({ prediction: { kind: 'busy' } });
    try {
      const { structure, stages } = await this.ask((service) => service.predict(recipe));
      const costs = new Map(this.store.getState().costs);
      const encoder = structure.layers.filter(({ side }) => side === 'encoder').length;
      const whole = wholeOf(structure, draft.decoder);
      for (const { layers, neurons, relativeFlops } of stages) {
        const own = draft.decoder
          ? layers.filter((layer) => layer < encoder).length
          : layers.length - (structure.layers.length - encoder);
        costs.set(partKey(draft, own, neurons), relativeFlops);
      }
      costs.set(partKey(draft, whole.layers, whole.neurons), 1);
      this.store.setState({ costs, structure: { plm: recipe.plm, of: structure } });
      if (own === this.asked) this.store.setState({ prediction: { kind: 'none' } });
    } catch (thrown) {
      if (own === this.asked)
        this.store.setState({ prediction: { kind: 'failed', error: toErrorData(thrown) } });
    } finally {
      if (own === this.asked) this.store.setState({ loading: null });
    }
  }
}

/** How far loading and counting are. */
function loadingOf(event: SweepEvent): GrowState['loading'] {
  switch (event.kind) {
    case 'phase': {
      const { detail, done, total } = event;
      return { what: `loading ${detail}`, share: total === null || total === 0 ? null : done / total };
    }
    case 'progress': {
      const { doing, done, total } = event.progress;
      return { what: doing, share: total === 0 ? null : done / total };
    }
    default:
      return null;
  }
}
