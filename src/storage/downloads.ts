/** Downloads of models under way or broken off: what was asked for, so that they can go on from where they stopped. */
import * as v from 'valibot';
import type { KeyValue } from './key-value.ts';
import { ModelSourceSchema, type ModelSource } from './saved-models.ts';
import { guarded } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';

export interface DownloadFile {
  /** What the file is called in the finished model. */
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal; null where the source tells none. */
  readonly sha256: string | null;
}

export interface StoredDownload {
  /** The id that the model will have; its pieces are kept under it. */
  readonly id: string;
  readonly source: ModelSource;
  readonly licence: string;
  readonly files: readonly DownloadFile[];
  readonly startedAt: string;
}

export async function saveDownload(store: KeyValue, download: StoredDownload): Promise<void> {
  await guarded('The download can’t be noted', () =>
    store.write([[storageKey('download', download.id), download]]),
  );
}

export async function listDownloads(store: KeyValue): Promise<readonly StoredDownload[]> {
  return guarded('Downloads can’t be listed', async () => {
    const ids = (await store.keys()).flatMap((key) => idOf('download', key) ?? []);
    const values = await Promise.all(ids.map((id) => store.get(storageKey('download', id))));
    return values.filter(isDownload);
  });
}

/** Forgets that there was a download: its pieces are the model's now. */
export async function forgetDownload(store: KeyValue, id: string): Promise<void> {
  await guarded('The download can’t be forgotten', () => store.remove([storageKey('download', id)]));
}

/** Removes a download with all that came of it. */
export async function discardDownload(store: KeyValue, id: string): Promise<void> {
  await guarded('The download can’t be deleted', async () => {
    const start = storageKey('file', `${id}/`);
    const pieces = (await store.keys()).filter((key) => key.startsWith(start));
    await store.remove([storageKey('download', id), ...pieces]);
  });
}

const text = v.string();

const Download: v.GenericSchema<unknown, StoredDownload> = v.object({
  id: text,
  source: ModelSourceSchema,
  licence: text,
  files: v.array(
    v.object({
      name: text,
      url: text,
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256: v.nullable(text),
    }),
  ),
  startedAt: text,
});

/** Whether `value` is what a download needs to go on. */
export function isDownload(value: unknown): value is StoredDownload {
  return v.is(Download, value);
}
