/**
 * Names of stored entries. The version comes first: a version that changes a form begins new names and never reads
 * an old entry as a new one. `migrations.ts` carries entries of earlier versions over.
 */
export const STORAGE_VERSION = 2;

export type StoredKind =
  | 'run'
  | 'run-head'
  | 'prompt'
  | 'session'
  | 'draft'
  | 'sweep'
  | 'sweep-head'
  | 'sweep-cell'
  | 'sweep-left'
  | 'model'
  | 'file'
  | 'task'
  | 'task-head'
  | 'verbalizer'
  | 'verbalizer-head'
  | 'download'
  | 'trash'
  | 'set-aside';

export function storageKey(kind: StoredKind, id: string): string {
  return `v${STORAGE_VERSION}/${kind}/${id}`;
}

/** The id in `key` when it names a `kind` of this version, else null. */
export function idOf(kind: StoredKind, key: string): string | null {
  const head = storageKey(kind, '');
  return key.startsWith(head) ? key.slice(head.length) : null;
}

/** The version that wrote `key`; null for a name that no version of the lab gives. */
export function versionOf(key: string): number | null {
  const match = /^v(\d{1,6})\//.exec(key);
  return match === null ? null : Number(match[1]);
}
