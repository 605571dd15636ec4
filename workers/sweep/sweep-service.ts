/**
 * The sweep worker's service: works off cells, keeps each at once, and gets over what passes by itself: a lost device, a
 * broken connection.
 */
import type { Engine } from '../../src/engine/engine-types.ts';
import { LabError, toErrorData, type LabErrorData } from '../../src/errors/lab-error.ts';
import type { EngineChoice } from '../../src/experiment/recipe-types.ts';
import { cellsOf } from '../../src/experiment/sweep/list-cells.ts';
import type { SweepRecipe } from '../../src/experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../src/experiment/sweep/sweep-record.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import { sweepMethodOf } from '../../src/methods/sweep-methods.ts';
import { runSweep } from '../../src/methods/sweep/run-sweep.ts';
import { beginRecord } from '../../src/methods/sweep/sweep-method.ts';
import type { World } from '../../src/methods/sweep/sweep-world.ts';
import type { SweepEvent, SweepService } from '../../src/protocol/sweep-protocol.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { nextMacrotask } from '../train/macrotask.ts';
import { CellKeeper } from './cell-keeper.ts';
import type { Resources } from '../train/resources.ts';

export interface SweepServiceParts {
  readonly resources: Resources;
  readonly makeEngine: (choice: EngineChoice) => Promise<Engine>;
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

/** Losses of the device in a row without a new cell; then it is not its luck. */
const MOST_RECOVERIES = 3;

/** Waits for a broken connection: the first, and the longest. */
const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 60;

export class PageSweepService implements SweepService {
  private events: MessagePort | null = null;
  private control = new RunControl(nextMacrotask);
  private abort = new AbortController();
  private readonly engines = new Map<string, Promise<Engine>>();

  constructor(private readonly parts: SweepServiceParts) {}

  connect(events: MessagePort): Promise<void> {
    this.events = events;
    return Promise.resolve();
  }

  private readonly emit = (event: SweepEvent): void => {
    this.events?.postMessage(event);
  };

  async start(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void> {
    this.control = new RunControl(nextMacrotask);
    this.abort = new AbortController();
    try {
      const isAlone = await this.parts.alone(id, () => this.workOff(id, recipe, earlier));
      if (!isAlone) this.emit({ kind: 'failed', error: ELSEWHERE });
    } finally {
      // The next sweep may want another engine, and the programs of this one are of no use to it.
      await this.dropEngines();
    }
  }

  /** Attempt after attempt until the sweep ends, whichever way. */
  private async workOff(id: string, recipe: SweepRecipe, earlier: SweepRecord | null): Promise<void> {
    let record = earlier;
    let recoveries = 0;
    let wait = FIRST_WAIT_SECONDS;
    const cells = new CellKeeper(this.parts.store, id, (error) =>
      this.emit({ kind: 'storage-problem', error }),
    );
    for (;;) {
      try {
        const done = await this.attempt(cells, recipe, record, (next) => {
          // Opening alone is no progress: a device that is lost at the first cell each time is given up.
          if (record !== null && next.cells !== record.cells) [recoveries, wait] = [0, FIRST_WAIT_SECONDS];
          record = next;
        });
        this.emit({ kind: done ? 'finished' : 'stopped' });
        return;
      } catch (thrown) {
        if (this.abort.signal.aborted) {
          this.emit({ kind: 'stopped' });
          return;
        }
        const code = thrown instanceof LabError ? thrown.code : null;
        if (code === 'download') {
          this.emit({ kind: 'waiting', seconds: wait, error: toErrorData(thrown) });
          await this.sleep(wait);
          wait = Math.min(LONGEST_WAIT_SECONDS, 2 * wait);
          continue;
        }
        await this.dropEngines();
        recoveries++;
        if (code !== 'device-lost' || recoveries > MOST_RECOVERIES) {
          this.emit({ kind: 'failed', error: toErrorData(thrown) });
          return;
        }
        this.emit({ kind: 'recovered', detail: toErrorData(thrown).message });
      }
    }
  }

  private async attempt(
    cells: CellKeeper,
    recipe: SweepRecipe,
    earlier: SweepRecord | null,
    keep: (record: SweepRecord) => void,
  ): Promise<boolean> {
    const { signal } = this.abort;
    let programs = 0;
    const method = sweepMethodOf(recipe);
    const world = method.world(
      recipe,
      {
        plm: (name) =>
          this.parts.resources.plm(name, signal, (phase, done, total, detail) =>
            this.emit({ kind: 'phase', phase, done, total, unit: 'bytes', detail }),
          ),
        task: (name) => this.parts.resources.task(name, signal),
        engine: (plm) => this.engine(plm, recipe.engine),
      },
      (detail) => {
        programs++;
        this.emit({ kind: 'phase', phase: 'compile', done: programs, total: null, unit: 'programs', detail });
      },
    );
    let record = await this.open(world, earlier);
    keep(record);
    await cells.keepBase(record);
    this.emit({ kind: 'opened', record });
    return runSweep({
      method,
      world,
      cells: cellsOf(method.experiment, record),
      known: record.cells,
      control: this.control,
      onCell: async (cell, result) => {
        record = { ...record, cells: { ...record.cells, [cell]: result } };
        keep(record);
        await cells.keepCell(record, cell, result);
        this.emit({ kind: 'cell', id: cell, result });
      },
      onProgress: (progress) => this.emit({ kind: 'progress', progress }),
    });
  }

  /** Everything is loaded before the first cell, so that the network can go away after. */
  private async open(world: World, earlier: SweepRecord | null): Promise<SweepRecord> {
    const record = await beginRecord(world, {
      madeBy: 'computed live on this page',
      startedAt: this.parts.now().toISOString(),
    });
    for (const { engine } of record.parts) this.emit({ kind: 'engine', report: engine });
    return {
      ...record,
      parts: [...(earlier?.parts ?? []), ...record.parts],
      cells: earlier?.cells ?? {},
    };
  }

  private engine(plm: string, choice: EngineChoice): Promise<Engine> {
    const known = this.engines.get(plm) ?? this.parts.makeEngine(choice);
    this.engines.set(plm, known);
    known.catch(() => this.engines.delete(plm));
    return known;
  }

  private async dropEngines(): Promise<void> {
    const engines = [...this.engines.values()];
    this.engines.clear();
    for (const made of engines) await made.then((engine) => engine.release()).catch(() => undefined);
  }

  private sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1000 * seconds);
      this.abort.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
      self.addEventListener('online', () => resolve(), { once: true });
    });
  }

  pause(): Promise<void> {
    this.control.pause();
    this.emit({ kind: 'paused' });
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.control.resume();
    this.emit({ kind: 'resumed' });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.control.stop();
    this.abort.abort();
    return Promise.resolve();
  }
}
