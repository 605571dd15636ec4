/**
 * What is stored here and can't be read: it is moved out of the way, so that nothing stumbles over it again, and kept until
 * somebody has downloaded it or lets it go.
 */
import type { KeyValue } from './key-value.ts';
import { guarded } from './storage-errors.ts';
import { idOf, storageKey } from './storage-keys.ts';
import { isObject } from './stored-record.ts';

export interface SetAside {
  readonly id: string;
  /** What it was, such as “The last session”. */
  readonly what: string;
  /** ISO date and time at which it was set aside. */
  readonly at: string;
  readonly entries: readonly (readonly [key: string, value: unknown])[];
}

/**
 * Moves the entries called `keys` out of the way. What can't be moved stays where it is: whoever reads it goes on without
 * it either way.
 * @param mended what takes their place, where something of them can be used
 */
export async function setAside(
  store: KeyValue,
  what: string,
  keys: readonly string[],
  mended: readonly (readonly [string, unknown])[] = [],
): Promise<void> {
  try {
    const found = await Promise.all(keys.map(async (key) => [key, await store.get(key)] as const));
    const entries = found.filter(([, value]) => value !== undefined);
    const kept = new Set(mended.map(([key]) => key));
    await store.exchange(
      [asideEntry(what, entries), ...mended],
      entries.map(([key]) => key).filter((key) => !kept.has(key)),
    );
  } catch {
    // A storage that is full, say: it is tried again when it is read next.
  }
}

/** The entry under which `entries` lie aside. */
export function asideEntry(what: string, entries: SetAside['entries']): readonly [string, SetAside] {
  const at = new Date();
  const id = `${at.getTime().toString(36)}-${entries[0]?.[0] ?? ''}`;
  return [storageKey('set-aside', id), { id, what, at: at.toISOString(), entries }];
}

/** All that lies aside, the newest first. @throws LabError `storage` */
export async function listSetAside(store: KeyValue): Promise<readonly SetAside[]> {
  return guarded('What was set aside can’t be listed', async () => {
    const keys = (await store.keys()).filter((key) => idOf('set-aside', key) !== null);
    const values = await Promise.all(keys.map((key) => store.get(key)));
    return values.filter(isSetAside).sort((a, b) => b.at.localeCompare(a.at));
  });
}

export async function removeSetAside(store: KeyValue, id: string): Promise<void> {
  await guarded('It can’t be deleted', () => store.remove([storageKey('set-aside', id)]));
}

function isSetAside(value: unknown): value is SetAside {
  return (
    isObject(value) &&
    ['id', 'what', 'at'].every((field) => typeof value[field] === 'string') &&
    Array.isArray(value['entries'])
  );
}

/** As a text to look into: typed arrays are lists of numbers, and what JSON has no form for is told in words. */
export function setAsideText({ what, at, entries }: SetAside): string {
  const seen = new WeakSet<object>();
  const plain = (_key: string, value: unknown): unknown => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return '(as above)';
    seen.add(value);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView))
      return {
        type: value.constructor.name,
        values: Array.from(value as unknown as ArrayLike<unknown>, String),
      };
    if (value instanceof Map || value instanceof Set) return [...value];
    return value;
  };
  return JSON.stringify({ what, at, entries }, plain, 1);
}
