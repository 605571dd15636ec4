/**
 * The sweep worker's service: works off cells, keeps each at once, and gets over what passes by itself: a lost device, a
 * broken connection.
 */
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import type { GrowthSweep } from '../../src/experiment/progressive/growth-recipe.ts';
import type { GrownStructure } from '../../src/experiment/progressive/growth-record.ts';
import { cellsOf } from '../../src/experiment/sweep/list-cells.ts';
import type { SweepProgress } from '../../src/experiment/sweep/sweep-progress.ts';
import type { SweepRecipe } from '../../src/experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../src/experiment/sweep/sweep-record.ts';
import { sweepMethodOf } from '../../src/methods/sweep-methods.ts';
import { runSweep } from '../../src/methods/sweep/run-sweep.ts';
import { beginRecord } from '../../src/methods/sweep/sweep-method.ts';
import type { SweepSources, World } from '../../src/methods/sweep/sweep-world.ts';
import type { Network } from '../../src/offline/network.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { Prediction } from '../../src/protocol/grow-protocol.ts';
import type { SweepEvent, SweepService } from '../../src/protocol/sweep-protocol.ts';
import type { ReadingSources } from '../../src/methods/reader/reading-sources.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { answer } from '../answer.ts';
import { JobHost } from '../job/job-host.ts';
import type { Progress } from '../job/download.ts';
import { KeptEngines, type MakeEngine } from '../job/kept-engines.ts';
import type { Resources } from '../job/resources.ts';
import type { PageWords } from '../words/page-word-sources.ts';
import { CellKeeper } from './cell-keeper.ts';
import { predictCost, structureOf } from './growth-forecaster.ts';

export interface SweepServiceParts {
  readonly resources: Resources;
  readonly words: PageWords;
  readonly reading: (signal: AbortSignal, progress: Progress) => ReadingSources;
  readonly makeEngine: MakeEngine;
  readonly network: Network;
  readonly store: KeyValue;
  readonly now: () => Date;
  /** Does the work unless another tab is at the same sweep; false then. */
  readonly alone: (id: string, work: () => Promise<void>) => Promise<boolean>;
}

/** Two tabs would write each other's cells. */
const ELSEWHERE: LabErrorData = {
  code: 'storage',
  message: 'Another tab of this browser is computing this sweep.',
  remedy: 'Look at it there, or close that tab and go on here; its finished cells are kept.',
  where: 'sweep',
};

export class PageSweepService implements SweepService {
  private readonly parts: SweepServiceParts;
  private readonly host: JobHost<SweepEvent>;
  private readonly engines: KeptEngines;

  constructor(parts: SweepServiceParts) {
    this.parts = parts;
    this.host = new JobHost(parts.network);
    this.engines = new KeptEngines(parts.makeEngine);
  }

  connect(events: MessagePort): Promise<void> {
    return this.host.connect(events);
  }

  async start(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void> {
    this.host.begin();
    try {
      const isAlone = await this.parts.alone(id, () => this.workOff(id, recipe, earlier));
      if (!isAlone) this.host.emit({ kind: 'failed', error: ELSEWHERE });
    } finally {
      // The next sweep may want another engine, and the programs of this one are of no use to it.
      await this.engines.release();
    }
  }

  private async workOff(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void> {
    const { emit } = this.host;
    const cells = new CellKeeper(this.parts.store, id, (error) => emit({ kind: 'storage-problem', error }));
    let record = earlier;
    const end = await this.host.untilOver({
      attempt: () => this.attempt(cells, recipe, record, (next) => (record = next)),
      // Opening alone is no progress: a device that is lost at the first cell each time is given up.
      standing: () => Object.keys(record?.cells ?? {}).length,
      dropEngine: () => this.engines.release(),
      onRecovered: (from, detail) => emit({ kind: 'recovered', from, detail }),
    });
    if (record !== null) await cells.keepRest(record);
    emit(end);
  }

  private async attempt(
    cells: CellKeeper,
    recipe: SweepRecipe,
    earlier: SweepRecord | null,
    keep: (record: SweepRecord) => void,
  ): Promise<boolean> {
    const { control, emit, onCompiled } = this.host;
    const method = sweepMethodOf(recipe);
    const world = method.world(recipe, this.sources(recipe), onCompiled);
    let record = await this.open(world, earlier);
    keep(record);
    await cells.keepBase(record);
    emit({ kind: 'opened', record });
    return runSweep({
      method,
      world,
      cells: cellsOf(method.experiment, record),
      known: record.cells,
      control,
      unfinished: cells.unfinished,
      onCell: async (cell, result) => {
        record = { ...record, cells: { ...record.cells, [cell]: result } };
        keep(record);
        await cells.keepCell(record, cell, result);
        emit({ kind: 'cell', id: cell, result });
      },
      onProgress: (progress) => emit({ kind: 'progress', progress }),
    });
  }

  /** Everything is loaded before the first cell, so that the network can go away after. */
  private async open(world: World, earlier: SweepRecord | null): Promise<SweepRecord> {
    const record = await beginRecord(world, {
      madeBy: 'computed live on this page',
      startedAt: this.parts.now().toISOString(),
    });
    for (const { engine } of record.parts) this.host.emit({ kind: 'engine', report: engine });
    return {
      ...record,
      parts: [...(earlier?.parts ?? []), ...record.parts],
      cells: earlier?.cells ?? {},
    };
  }

  /** What is asked for until the job is stopped. */
  private sources({ engine }: Pick<SweepRecipe, 'engine'>): SweepSources {
    const { signal, onLoaded } = this.host;
    return {
      plm: (name) => this.parts.resources.plm(name, signal, onLoaded),
      task: (name) => this.parts.resources.task(name, signal),
      engine: (plm) => this.engines.get(plm, engine),
      words: this.parts.words.sources(signal, onLoaded),
      reading: this.parts.reading(signal, onLoaded),
    };
  }

  structure(plm: string): Promise<Answer<GrownStructure>> {
    return answer(() => structureOf(plm, this.sources({ engine: 'auto' })), 'model-missing');
  }

  predict(recipe: GrowthSweep): Promise<Answer<Prediction>> {
    const onProgress = (progress: SweepProgress): void => this.host.emit({ kind: 'progress', progress });
    return answer(() => predictCost(recipe, { sources: this.sources(recipe), onProgress }), 'recipe');
  }

  pause(): Promise<void> {
    this.host.pause();
    this.host.emit({ kind: 'paused' });
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.host.resume();
    this.host.emit({ kind: 'resumed' });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.host.stop();
    return Promise.resolve();
  }
}
