/**
 * Carries what an earlier version of the lab stored over to this one. Each step is an entry of the table; it moves one
 * entry at a time, each in a transaction of its own, so that a tab closed in the middle loses nothing: what is left is
 * moved when the lab opens next.
 */
import type { KeyValue } from './key-value.ts';
import { isBase, titleOf } from './saved-sweeps.ts';
import { asideEntry } from './set-aside.ts';
import { guarded } from './storage-errors.ts';
import { STORAGE_VERSION, versionOf } from './storage-keys.ts';

type Entry = readonly [key: string, value: unknown];

interface Migration {
  /** The version whose entries it reads; it writes those of the next. */
  readonly from: number;
  /** What `entry` becomes; none for one that the next version has no use for. */
  readonly move: (entry: Entry) => readonly Entry[];
}

const MIGRATIONS: readonly Migration[] = [
  {
    // Version 2 lists sweeps by entries of their own, which carry a name that people can change.
    from: 1,
    move: ([key, value]) => {
      const moved: Entry = [key.replace(/^v1\//, 'v2/'), value];
      const id = /^v1\/sweep\/(.+)$/.exec(key)?.[1];
      if (id === undefined || !isBase(value)) return [moved];
      return [moved, [`v2/sweep-head/${id}`, titleOf(id, value)]];
    },
  },
];

export interface MigrationReport {
  /** Entries that were carried over. */
  readonly moved: number;
  /** The newest version that wrote here, where it is newer than this one. */
  readonly newer: number | null;
}

/** Brings all entries of earlier versions to this one. @throws LabError `storage` or `quota`; what was moved stays moved */
export async function migrate(store: KeyValue): Promise<MigrationReport> {
  return guarded('What an earlier version stored can’t be carried over', async () => {
    const keys = await store.keys();
    const present = new Set(keys);
    let moved = 0;
    let newer: number | null = null;
    for (const first of keys) {
      const version = versionOf(first);
      if (version !== null && version > STORAGE_VERSION) newer = Math.max(newer ?? 0, version);
      if (version === null || version >= STORAGE_VERSION) continue;
      // What a later version wrote under the same name meanwhile is newer, and stays.
      const entries = carry([first, await store.get(first)], version).filter(([key]) => !present.has(key));
      await store.exchange(entries, [first]);
      moved++;
    }
    return { moved, newer };
  });
}

function carry(entry: Entry, version: number): readonly Entry[] {
  try {
    let entries: readonly Entry[] = [entry];
    for (const { from, move } of MIGRATIONS) if (from >= version) entries = entries.flatMap(move);
    return entries;
  } catch {
    // One that is damaged must not keep the others from being carried over.
    return [asideEntry('What an earlier version stored', [entry])];
  }
}
