/** How much room the browser gives, how much is taken, and whether it promises not to clear it by itself. */

export interface StorageRoom {
  /** Bytes taken by everything of this page's origin; null where the browser doesn't tell. */
  readonly used: number | null;
  /** Bytes that it may take in all; null where the browser doesn't tell. */
  readonly quota: number | null;
  /** Whether the browser keeps it even when the disk fills up; null where it doesn't tell. */
  readonly persisted: boolean | null;
}

/** @param manager `navigator.storage`; missing in insecure contexts and old browsers */
export async function storageRoom(manager: StorageManager | undefined): Promise<StorageRoom> {
  const estimate = await manager?.estimate().catch(() => null);
  const persisted = await manager?.persisted().catch(() => null);
  return { used: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? null };
}

/**
 * Asks the browser to keep what is stored. Worth asking when something of value has just been kept, such as an imported
 * model: some browsers ask the user, others decide by how the page is used.
 */
export async function askToPersist(manager: StorageManager | undefined): Promise<boolean> {
  if (manager === undefined) return false;
  return (await manager.persisted().catch(() => false)) || (await manager.persist().catch(() => false));
}
