/** Where the cell that a sweep is at stands, in a file beside the sweep's own: gone once that cell is in the sweep. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { NOTHING_UNFINISHED, type UnfinishedCells } from '../methods/sweep/unfinished-cells.ts';

/** @param out the sweep's file; null keeps nothing */
export class UnfinishedFile {
  private readonly file: string | null;

  constructor(out: string | null) {
    this.file = out === null ? null : `${out}.left`;
  }

  get cells(): UnfinishedCells {
    const { file } = this;
    if (file === null) return NOTHING_UNFINISHED;
    return {
      find: (cell) => {
        const left = read(file);
        const isOf = typeof left === 'object' && left !== null && 'cell' in left && left.cell === cell;
        return Promise.resolve(isOf && 'state' in left ? left.state : undefined);
      },
      keep: (cell, state) => {
        // Written aside and then named, so that a kill leaves the old file or the new one.
        writeFileSync(`${file}.part`, serialize({ cell, state }));
        renameSync(`${file}.part`, file);
        return Promise.resolve();
      },
    };
  }

  forget(): void {
    if (this.file !== null) rmSync(this.file, { force: true });
  }
}

/** What can't be read is nothing to go on from. */
function read(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return deserialize(readFileSync(file));
  } catch {
    return undefined;
  }
}
