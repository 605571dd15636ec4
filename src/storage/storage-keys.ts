/**
 * Names of stored entries. The version comes first: a version that changes a form begins new names and never reads
 * an old entry as a new one.
 */
const VERSION = 'v1';

export type StoredKind = 'run' | 'run-head' | 'prompt' | 'session' | 'draft' | 'sweep' | 'sweep-cell';

export function storageKey(kind: StoredKind, id: string): string {
  return `${VERSION}/${kind}/${id}`;
}

/** The id in `key` when it names a `kind` of this version, else null. */
export function idOf(kind: StoredKind, key: string): string | null {
  const head = `${VERSION}/${kind}/`;
  return key.startsWith(head) ? key.slice(head.length) : null;
}
