/** What the lab does first when it opens: remove for good what was deleted, carry over, remove what a crash left behind. */
import { emptyTrash } from './items.ts';
import type { KeyValue } from './key-value.ts';
import { mendHeads } from './mend-heads.ts';
import { migrate, type MigrationReport } from './migrations.ts';
import { guarded } from './storage-errors.ts';
import { idOf } from './storage-keys.ts';

/**
 * Under a lock, so that two tabs that open at once don't do it twice, and never while a model is being imported: its
 * pieces have no head yet.
 */
export const STORAGE_LOCK = 'prompt-lab storage';

/**
 * @param isAlone whether no other tab is open, in which something that was deleted could still be put back
 * @throws LabError `storage` or `quota`
 */
export async function tidy(store: KeyValue, isAlone = true): Promise<MigrationReport> {
  // First of all: a full storage may have no room to carry anything over.
  if (isAlone) await emptyTrash(store);
  const report = await migrate(store);
  await mendHeads(store);
  await removeOrphans(store);
  return report;
}

/** Pieces of files that belong to no model and no download, and cells of no sweep, finished or not. */
async function removeOrphans(store: KeyValue): Promise<void> {
  await guarded('What a crash left behind can’t be removed', async () => {
    const keys = await store.keys();
    const named = (kind: 'model' | 'download' | 'sweep'): readonly string[] =>
      keys.flatMap((key) => idOf(kind, key) ?? []);
    const owners = {
      file: new Set([...named('model'), ...named('download')]),
      'sweep-cell': new Set(named('sweep')),
      'sweep-left': new Set(named('sweep')),
    };
    const orphans = keys.filter((key) =>
      (['file', 'sweep-cell', 'sweep-left'] as const).some((kind) => {
        const owner = idOf(kind, key)?.split('/', 1)[0];
        return owner !== undefined && !owners[kind].has(owner);
      }),
    );
    if (orphans.length > 0) await store.remove(orphans);
  });
}
