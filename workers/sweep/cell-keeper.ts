/** Keeps a sweep on the device, cell by cell. What is refused is written together with the next cell, or at the end. */
import { toErrorData, type LabErrorData } from '../../src/errors/lab-error.ts';
import type { CellResult } from '../../src/experiment/sweep/cell-kind.ts';
import type { SweepRecord } from '../../src/experiment/sweep/sweep-record.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import type { UnfinishedCells } from '../../src/methods/sweep/unfinished-cells.ts';
import { findUnfinished, saveSweep, saveSweepCells, saveUnfinished } from '../../src/storage/saved-sweeps.ts';

export class CellKeeper {
  private readonly store: KeyValue;
  private readonly id: string;
  private readonly tell: (problem: LabErrorData | null) => void;
  /** Cells without what they belong to would be of no use: until it is there, they are written with it. */
  private hasBase = false;
  private unsaved: Readonly<Record<string, CellResult>> = {};
  private told = false;

  /** @param tell hears of each write that the storage refused, and by null that all is written again */
  constructor(store: KeyValue, id: string, tell: (problem: LabErrorData | null) => void) {
    this.store = store;
    this.id = id;
    this.tell = tell;
  }

  async keepBase(record: SweepRecord): Promise<void> {
    this.hasBase = false;
    await this.write(record);
  }

  async keepCell(record: SweepRecord, cell: string, result: CellResult): Promise<void> {
    this.unsaved = { ...this.unsaved, [cell]: result };
    await this.write(record);
  }

  /** Where a cell stands is worth no word when it can't be kept: the cell would only begin anew. */
  readonly unfinished: UnfinishedCells = {
    find: (cell) => findUnfinished(this.store, this.id, cell).catch(() => undefined),
    keep: (cell, state) => saveUnfinished(this.store, this.id, cell, state).catch(() => undefined),
  };

  /** The sweep ends: there is no next cell with which what waits could be written. */
  async keepRest(record: SweepRecord): Promise<void> {
    if (this.told) await this.write(record);
  }

  private async write(record: SweepRecord): Promise<void> {
    try {
      if (this.hasBase) await saveSweepCells(this.store, this.id, this.unsaved);
      else await saveSweep(this.store, this.id, record, this.unsaved);
      this.hasBase = true;
      this.unsaved = {};
      if (this.told) this.tell(null);
      this.told = false;
    } catch (thrown) {
      // Each time: the page may have saved by itself what it knew, and would take the next refusal for none.
      this.tell(toErrorData(thrown, 'storage'));
      this.told = true;
    }
  }
}
