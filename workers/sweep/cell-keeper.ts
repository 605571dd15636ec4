/** Keeps a sweep on the device, cell by cell. What finds no room is written together with the next cell that does. */
import { toErrorData, type LabErrorData } from '../../src/errors/lab-error.ts';
import type { CellResult } from '../../src/experiment/sweep/cell-kind.ts';
import type { SweepRecord } from '../../src/experiment/sweep/sweep-record.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { saveSweep, saveSweepCells } from '../../src/storage/saved-sweeps.ts';

export class CellKeeper {
  readonly #store: KeyValue;
  readonly #id: string;
  readonly #tell: (problem: LabErrorData | null) => void;
  /** Cells without what they belong to would be of no use: until it is there, they are written with it. */
  #hasBase = false;
  #unsaved: Readonly<Record<string, CellResult>> = {};
  #told = false;

  /** @param tell hears once of a storage that is full or forbidden, and by null that all is written again */
  constructor(store: KeyValue, id: string, tell: (problem: LabErrorData | null) => void) {
    this.#store = store;
    this.#id = id;
    this.#tell = tell;
  }

  async keepBase(record: SweepRecord): Promise<void> {
    this.#hasBase = false;
    await this.#write(record);
  }

  async keepCell(record: SweepRecord, cell: string, result: CellResult): Promise<void> {
    this.#unsaved = { ...this.#unsaved, [cell]: result };
    await this.#write(record);
  }

  async #write(record: SweepRecord): Promise<void> {
    try {
      if (this.#hasBase) await saveSweepCells(this.#store, this.#id, this.#unsaved);
      else await saveSweep(this.#store, this.#id, record, this.#unsaved);
      this.#hasBase = true;
      this.#unsaved = {};
      if (this.#told) this.#tell(null);
      this.#told = false;
    } catch (thrown) {
      if (!this.#told) this.#tell(toErrorData(thrown, 'storage'));
      this.#told = true;
    }
  }
}
