/**
 * Entries out of a zip from outside. What the directory claims is checked before anything is allocated: a few bytes may
 * claim to hold gigabytes, or millions of entries.
 */
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { LabError } from '../errors/lab-error.ts';

/** Below the longest text that a JavaScript engine makes; the largest sweeps have some hundred megabytes. */
const MOST_BYTES = 500_000_000;

/** Deflate makes at most 1032 bytes of one; more is a false claim. */
const MOST_TIMES_SMALLER = 1032;

/** The lab's own files have one or two. */
const MOST_ENTRIES = 1000;

/** Makes the error from what is wrong, said of the file: “is no zip file”. */
export type Refuse = (what: string, cause?: unknown) => LabError;

/** The content of the entries called `names`, as far as they are there. */
export function readZipEntries(
  bytes: Uint8Array,
  names: readonly string[],
  refuse: Refuse,
): ReadonlyMap<string, Uint8Array> {
  let seen = 0;
  const claims = new Map<string, number>();
  const filter = (entry: UnzipFileInfo): boolean => {
    seen += 1;
    if (seen > MOST_ENTRIES) throw refuse('has more entries than any file that the lab writes');
    const { name } = entry;
    if (!names.includes(name)) return false;
    if (claims.has(name)) throw refuse(`holds ${name} twice`);
    const most = entry.compression === 0 ? entry.size : entry.size * MOST_TIMES_SMALLER;
    if (entry.size > bytes.byteLength || entry.originalSize > Math.min(most, MOST_BYTES))
      throw refuse(`claims a size of ${name} that it can’t have`);
    claims.set(name, entry.originalSize);
    return true;
  };
  let contents: ReadonlyMap<string, Uint8Array>;
  try {
    contents = new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw refuse('is no zip file, or a damaged one', cause);
  }
  for (const [name, claimed] of claims)
    if (contents.get(name)?.byteLength !== claimed) throw refuse(`holds a damaged ${name}`);
  return contents;
}

/** The content of the entry called `name`. */
export function readZipEntry(bytes: Uint8Array, name: string, refuse: Refuse): Uint8Array {
  const content = readZipEntries(bytes, [name], refuse).get(name);
  if (content === undefined) throw refuse(`holds no ${name}`);
  return content;
}
