/** Entries of the lab's own zips, called by name. */
import { unzip, type Refuse, type ZipLimits } from './zip-files.ts';

/** Below the longest text that a JavaScript engine makes; the lab's own files have one or two entries. */
const LIMITS: ZipLimits = { entries: 1000, bytes: 500_000_000 };

/** The content of the entries called `names`, as far as they are there. */
export function readZipEntries(
  bytes: Uint8Array,
  names: readonly string[],
  refuse: Refuse,
): ReadonlyMap<string, Uint8Array> {
  return unzip(bytes, (name) => names.includes(name), LIMITS, refuse);
}

/** The content of the entry called `name`. */
export function readZipEntry(bytes: Uint8Array, name: string, refuse: Refuse): Uint8Array {
  const content = readZipEntries(bytes, [name], refuse).get(name);
  if (content === undefined) throw refuse(`holds no ${name}`);
  return content;
}
