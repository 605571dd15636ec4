/**
 * One entry out of a zip from outside. What the directory claims is checked before anything is allocated: a few bytes may
 * claim to hold gigabytes, or millions of entries.
 */
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { LabError } from '../errors/lab-error.ts';

/** Below the longest text that a JavaScript engine makes; the largest sweeps have some hundred megabytes. */
const MOST_BYTES = 500_000_000;

/** Deflate makes at most 1032 bytes of one; more is a false claim. */
const MOST_TIMES_SMALLER = 1032;

/** The lab's own files have one. */
const MOST_ENTRIES = 1000;

/**
 * The content of the entry called `name`.
 * @param refuse makes the error from what is wrong, said of the file: “is no zip file”
 */
export function readZipEntry(
  bytes: Uint8Array,
  name: string,
  refuse: (what: string, cause?: unknown) => LabError,
): Uint8Array {
  let seen = 0;
  let claimed: number | null = null;
  const filter = (entry: UnzipFileInfo): boolean => {
    seen += 1;
    if (seen > MOST_ENTRIES) throw refuse('has more entries than any file that the lab writes');
    if (entry.name !== name) return false;
    if (claimed !== null) throw refuse(`holds ${name} twice`);
    const most = entry.compression === 0 ? entry.size : entry.size * MOST_TIMES_SMALLER;
    if (entry.size > bytes.byteLength || entry.originalSize > Math.min(most, MOST_BYTES))
      throw refuse(`claims a size of ${name} that it can’t have`);
    claimed = entry.originalSize;
    return true;
  };
  let content: Uint8Array | undefined;
  try {
    content = unzipSync(bytes, { filter })[name];
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw refuse('is no zip file, or a damaged one', cause);
  }
  if (content === undefined) throw refuse(`holds no ${name}`);
  if (content.byteLength !== claimed) throw refuse(`holds a damaged ${name}`);
  return content;
}
