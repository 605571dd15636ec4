/** Verbalizers on this device. What lists show is an entry of its own: words with their ways may be a megabyte. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { readVerbalizer, verbalizerHash } from '../experiment/verbalizer/verbalizer-json.ts';
import type { StoredVerbalizer, VerbalizerOrigin } from '../experiment/verbalizer/verbalizer.ts';
import { freeName } from './free-name.ts';
import { keysOfItem, shownIds } from './items.ts';
import type { KeyValue } from './key-value.ts';
import { setAside } from './set-aside.ts';
import { guarded, unreadable, wasSetAside } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';
import { isNewer } from './stored-record.ts';
import { valueBytes } from './value-bytes.ts';

export interface VerbalizerHead {
  /** What recipes call it. */
  readonly id: string;
  /** What lists call it. */
  readonly name: string;
  readonly addedAt: string;
  readonly labels: readonly string[];
  /** Number of words of each class. */
  readonly words: readonly number[];
  readonly how: VerbalizerOrigin['how'];
  readonly bytes: number;
  /** Of labels and words; null where the browser has no hashes. */
  readonly sha256: string | null;
}

/**
 * Saves `verbalizer` under a name that is free.
 * @param taken names that are taken besides those in the storage: of what ships
 * @throws LabError `quota`, `storage`; nothing half-written stays
 */
export async function saveVerbalizer(
  store: KeyValue,
  verbalizer: StoredVerbalizer,
  addedAt: Date,
  taken: readonly string[] = [],
): Promise<VerbalizerHead> {
  const id = await freeName(verbalizer.name, store, ['verbalizer-head'], taken);
  const names = (await listVerbalizers(store)).map(({ name }) => name);
  const own = { ...verbalizer, name: distinctName(verbalizer.name, names) };
  const head = await headOf(id, own, addedAt.toISOString());
  await guarded('The verbalizer can’t be saved', () =>
    store.write([
      [storageKey('verbalizer-head', id), head],
      [storageKey('verbalizer', id), own],
    ]),
  );
  return head;
}

/** `wanted`, with a number behind it where a list has it already. */
function distinctName(wanted: string, names: readonly string[]): string {
  if (!names.includes(wanted)) return wanted;
  let number = 2;
  while (names.includes(`${wanted} ${number}`)) number++;
  return `${wanted} ${number}`;
}

async function headOf(id: string, verbalizer: StoredVerbalizer, addedAt: string): Promise<VerbalizerHead> {
  const { name, labels, words, made } = verbalizer;
  return {
    id,
    name,
    addedAt,
    labels,
    words: words.map((ofClass) => ofClass.length),
    how: made.how,
    bytes: valueBytes(verbalizer),
    sha256: await verbalizerHash(verbalizer),
  };
}

/** All verbalizers on this device, the newest first. Entries that can't be read are left out. */
export async function listVerbalizers(store: KeyValue): Promise<readonly VerbalizerHead[]> {
  return guarded('Verbalizers can’t be listed', async () => {
    const ids = shownIds(await store.keys(), 'verbalizer');
    const heads = await Promise.all(ids.map((id) => store.get(storageKey('verbalizer-head', id))));
    return heads.filter(isHead).sort((a, b) => b.addedAt.localeCompare(a.addedAt));
  });
}

/**
 * The verbalizer that recipes call `id`, or null. One that is damaged is set aside.
 * @throws LabError `storage`
 */
export async function findVerbalizer(store: KeyValue, id: string): Promise<StoredVerbalizer | null> {
  return guarded('The verbalizer can’t be read', async () => {
    const value = await store.get(storageKey('verbalizer', id));
    if (value === undefined) return null;
    const verbalizer = readOrNull(value);
    if (verbalizer !== null) return verbalizer;
    if (isNewer(value, NEWEST))
      throw unreadable('The verbalizer', 'Reload the page to get the newer version.');
    await setAside(store, 'A verbalizer', keysOfItem(await store.keys(), { kind: 'verbalizer', id }));
    throw wasSetAside('The verbalizer');
  });
}

/** Lists again a verbalizer that has lost the entry that lists read, and sets aside what is none any more. */
export async function mendVerbalizerHead(
  store: KeyValue,
  id: string,
  keys: readonly string[],
): Promise<void> {
  const key = storageKey('verbalizer-head', id);
  if (isHead(await store.get(key))) return;
  const value = await store.get(storageKey('verbalizer', id));
  const verbalizer = readOrNull(value);
  if (verbalizer !== null) {
    const head = await headOf(id, verbalizer, new Date(0).toISOString());
    await guarded('The verbalizer can’t be saved', () => store.write([[key, head]]));
  } else if (!isNewer(value, NEWEST)) {
    await setAside(store, 'A verbalizer', keysOfItem(keys, { kind: 'verbalizer', id }));
  }
}

const NEWEST: StoredVerbalizer['version'] = 1;

function readOrNull(value: unknown): StoredVerbalizer | null {
  try {
    return readVerbalizer(value, 'the saved verbalizer');
  } catch (thrown) {
    if (thrown instanceof LabError) return null;
    throw thrown;
  }
}

const text = v.string();
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

const Head: v.GenericSchema<unknown, VerbalizerHead> = v.object({
  id: text,
  name: text,
  addedAt: text,
  labels: v.array(text),
  words: v.array(count),
  how: v.picklist(['expanded', 'file', 'preset', 'own']),
  bytes: count,
  sha256: v.nullable(text),
});

const isHead = (value: unknown): value is VerbalizerHead => v.is(Head, value);
