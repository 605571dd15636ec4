/**
 * The sweep worker's service: works off cells, keeps each at once, and gets over what passes by itself: a lost device, a
 * broken connection.
 */
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import { cellsOf } from '../../src/experiment/list-cells.ts';
import type { TransferSweep } from '../../src/experiment/sweep-recipe.ts';
import type { CellResult, SweepRecord } from '../../src/experiment/sweep-record.ts';
import { runSweep } from '../../src/methods/transfer/run-sweep.ts';
import { SweepWorld } from '../../src/methods/transfer/sweep-world.ts';
import type { Network } from '../../src/offline/network.ts';
import type { SweepEvent, SweepService } from '../../src/protocol/sweep-protocol.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { JobHost } from '../job/job-host.ts';
import { KeptEngines, type MakeEngine } from '../job/kept-engines.ts';
import type { Resources } from '../job/resources.ts';
import { CellKeeper } from './cell-keeper.ts';

export interface SweepServiceParts {
  readonly resources: Resources;
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
  readonly #parts: SweepServiceParts;
  readonly #host: JobHost<SweepEvent>;
  readonly #engines: KeptEngines;

  constructor(parts: SweepServiceParts) {
    this.#parts = parts;
    this.#host = new JobHost(parts.network);
    this.#engines = new KeptEngines(parts.makeEngine);
  }

  connect(events: MessagePort): Promise<void> {
    return this.#host.connect(events);
  }

  async start(id: string, recipe: TransferSweep, earlier: SweepRecord | null): Promise<void> {
    this.#host.begin();
    try {
      const isAlone = await this.#parts.alone(id, () => this.#workOff(id, recipe, earlier));
      if (!isAlone) this.#host.emit({ kind: 'failed', error: ELSEWHERE });
    } finally {
      // The next sweep may want another engine, and the programs of this one are of no use to it.
      await this.#engines.release();
    }
  }

  async #workOff(id: string, recipe: TransferSweep, earlier: SweepRecord | null): Promise<void> {
    const { emit } = this.#host;
    const cells = new CellKeeper(this.#parts.store, id, (error) => emit({ kind: 'storage-problem', error }));
    let record = earlier;
    const end = await this.#host.untilOver({
      attempt: () => this.#attempt(cells, recipe, record, (next) => (record = next)),
      // Opening alone is no progress: a device that is lost at the first cell each time is given up.
      standing: () => Object.keys(record?.cells ?? {}).length,
      dropEngine: () => this.#engines.release(),
      onRecovered: (from, detail) => emit({ kind: 'recovered', from, detail }),
    });
    if (record !== null) await cells.keepRest(record);
    emit(end);
  }

  async #attempt(
    cells: CellKeeper,
    recipe: TransferSweep,
    earlier: SweepRecord | null,
    keep: (record: SweepRecord) => void,
  ): Promise<boolean> {
    const { signal, control, emit, onLoaded, onCompiled } = this.#host;
    const world = new SweepWorld(
      recipe,
      {
        plm: (name) => this.#parts.resources.plm(name, signal, onLoaded),
        task: (name) => this.#parts.resources.task(name, signal),
        engine: (plm) => this.#engines.get(plm, recipe.engine),
      },
      onCompiled,
    );
    let record = await this.#open(world, earlier);
    keep(record);
    await cells.keepBase(record);
    emit({ kind: 'opened', record });
    const families = new Map(record.tasks.map(({ name, family }) => [name, family]));
    return runSweep({
      world,
      cells: cellsOf(recipe, (task) => families.get(task) ?? ''),
      known: record.cells,
      control,
      onCell: async (cell, result: CellResult) => {
        record = { ...record, cells: { ...record.cells, [cell]: result } };
        keep(record);
        await cells.keepCell(record, cell, result);
        emit({ kind: 'cell', id: cell, result });
      },
      onProgress: (progress) => emit({ kind: 'progress', progress }),
    });
  }

  /** Everything is loaded before the first cell, so that the network can go away after. */
  async #open(world: SweepWorld, earlier: SweepRecord | null): Promise<SweepRecord> {
    const { sweep } = world;
    const tasks = await world.sweptTasks();
    const plms = await world.sweptPlms();
    for (const { name } of plms) for (const task of sweep.tasks) await world.encodedTask(name, task);
    const engine = await world.engine(sweep.plm);
    this.#host.emit({ kind: 'engine', report: engine.report });
    const part = {
      madeBy: 'computed live on this page',
      startedAt: this.#parts.now().toISOString(),
      engine: engine.report,
    };
    return {
      version: 1,
      kind: 'sweep',
      recipe: sweep,
      tasks,
      plms,
      initialPrompts: await world.initialPrompts(),
      parts: [...(earlier?.parts ?? []), part],
      cells: earlier?.cells ?? {},
    };
  }

  pause(): Promise<void> {
    this.#host.pause();
    this.#host.emit({ kind: 'paused' });
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.#host.resume();
    this.#host.emit({ kind: 'resumed' });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#host.stop();
    return Promise.resolve();
  }
}
