/**
 * Large files in pieces. A piece is an entry of its own: one that is written stays, whatever happens to the next, and no
 * browser is asked to take hundreds of megabytes in one transaction.
 */
import type { KeyValue } from './key-value.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';

export const PIECE_BYTES = 8 * 1024 * 1024;

const pieceKey = (owner: string, file: string, index: number): string =>
  storageKey('file', `${owner}/${file}/${String(index)}`);

/** Keys of the pieces of a file among `keys`, in order. */
function piecesAmong(keys: readonly string[], owner: string, file: string): readonly string[] {
  const start = `${owner}/${file}/`;
  const indices = keys.flatMap((key) => {
    const name = idOf('file', key);
    return name?.startsWith(start) === true && /^\d+$/.test(name.slice(start.length))
      ? [Number(name.slice(start.length))]
      : [];
  });
  return indices.sort((a, b) => a - b).map((index) => pieceKey(owner, file, index));
}

/** Writes a file piece by piece, from where it ended; nothing but whole pieces is ever there. */
export class FileWriter {
  private readonly waiting = new Uint8Array(PIECE_BYTES);
  private filled = 0;
  private index: number;
  /** Bytes of the file that were given so far, those of a former attempt included. */
  written: number;

  /** @param there what is there already, from a former attempt */
  constructor(
    private readonly store: KeyValue,
    private readonly owner: string,
    private readonly file: string,
    there: StoredPart = { pieces: 0, bytes: 0 },
  ) {
    this.index = there.pieces;
    this.written = there.bytes;
  }

  /** @throws LabError `quota`, `storage`; pieces written before stay */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength;) {
      const part = bytes.subarray(at, at + PIECE_BYTES - this.filled);
      this.waiting.set(part, this.filled);
      this.filled += part.byteLength;
      this.written += part.byteLength;
      at += part.byteLength;
      if (this.filled === PIECE_BYTES) await this.flush();
    }
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    if (this.filled > 0 || this.index === 0) await this.flush();
  }

  private async flush(): Promise<void> {
    const piece = this.waiting.slice(0, this.filled);
    const key = pieceKey(this.owner, this.file, this.index);
    await guarded(`${this.file} can’t be saved`, () => this.store.write([[key, piece]]));
    this.index++;
    this.filled = 0;
  }
}

export interface StoredPart {
  /** Whole pieces that are there in a row from the first. */
  readonly pieces: number;
  readonly bytes: number;
}

/** How much of a file is there. All pieces but the last are full, so that alone is read. */
export async function storedPart(store: KeyValue, owner: string, file: string): Promise<StoredPart> {
  const keys = new Set(piecesAmong(await store.keys(), owner, file));
  let pieces = 0;
  while (keys.has(pieceKey(owner, file, pieces))) pieces++;
  const full = Math.max(0, pieces - 1);
  const last = pieces === 0 ? null : await store.get(pieceKey(owner, file, full));
  if (!(last instanceof Uint8Array)) return { pieces: full, bytes: full * PIECE_BYTES };
  return { pieces, bytes: full * PIECE_BYTES + last.byteLength };
}

/** The content of a file of `bytes` bytes. @throws LabError `storage` when some of it is missing */
export async function readStoredFile(
  store: KeyValue,
  owner: string,
  file: string,
  bytes: number,
  onBytes: (more: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  return guarded(`${file} can’t be read`, async () => {
    const whole = new Uint8Array(bytes);
    let at = 0;
    for (const key of piecesAmong(await store.keys(), owner, file)) {
      const piece = await store.get(key);
      if (!(piece instanceof Uint8Array) || at + piece.byteLength > bytes)
        throw unreadable(`The file ${file}`);
      whole.set(piece, at);
      at += piece.byteLength;
      onBytes(piece.byteLength);
    }
    if (at !== bytes) throw unreadable(`The file ${file}`);
    return whole;
  });
}

export async function removeStoredFile(store: KeyValue, owner: string, file: string): Promise<void> {
  await guarded(`${file} can’t be deleted`, async () =>
    store.remove(piecesAmong(await store.keys(), owner, file)),
  );
}
