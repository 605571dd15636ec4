/**
 * Files out of a zip from outside. What its directory claims is checked before anything is allocated: a few bytes may claim
 * to hold gigabytes, or millions of entries.
 */
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { LabError } from '../errors/lab-error.ts';
import { MOST_BYTES } from './import/limits.ts';

/** Deflate makes at most 1032 bytes of one; more is a false claim. */
const MOST_TIMES_SMALLER = 1032;

export interface ZipLimits {
  readonly entries: number;
  /** Of all files taken, when inflated. */
  readonly bytes: number;
}

const TASK_LIMITS: ZipLimits = { entries: 1000, bytes: MOST_BYTES };

/** Zips of macOS carry a hidden twin of each file. */
const HIDDEN = /(?:^|\/)(?:\.|__MACOSX\/)/;

/** Makes the error from what is wrong, said of the file: “is no zip file”. */
export type Refuse = (what: string, cause?: unknown) => LabError;

/** The entries whose names `wanted` takes, by name; folders are none. */
export function unzip(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limits: ZipLimits,
  refuse: Refuse,
): ReadonlyMap<string, Uint8Array> {
  const claims = new Map<string, number>();
  let total = 0;
  const files = walk(bytes, limits, refuse, ({ name, size, originalSize, compression }) => {
    if (name.endsWith('/') || !wanted(name)) return false;
    if (claims.has(name)) throw refuse(`holds ${name} twice`);
    const most = compression === 0 ? size : size * MOST_TIMES_SMALLER;
    if (size > bytes.byteLength || originalSize > most)
      throw refuse(`claims a size of ${name} that it can’t have`);
    total += originalSize;
    if (total > limits.bytes)
      throw refuse(`holds more than ${Math.floor(limits.bytes / 1024 / 1024)} MiB, the most that is taken`);
    claims.set(name, originalSize);
    return true;
  });
  const found = new Map<string, Uint8Array>();
  for (const [name, claimed] of claims) {
    const content = Object.hasOwn(files, name) ? files[name] : undefined;
    if (content?.byteLength !== claimed) throw refuse(`holds a damaged ${name}`);
    found.set(name, content);
  }
  return found;
}

/** Looks at every entry; inflates those that `take` takes. */
function walk(
  bytes: Uint8Array,
  limits: ZipLimits,
  refuse: Refuse,
  take: (entry: UnzipFileInfo) => boolean,
): Readonly<Record<string, Uint8Array>> {
  let seen = 0;
  const filter = (entry: UnzipFileInfo): boolean => {
    seen += 1;
    if (seen > limits.entries) throw refuse(`has more than ${limits.entries} entries`);
    return take(entry);
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw refuse('is no zip file, or a damaged one', cause);
  }
}

/**
 * The files, by their paths in a zip that somebody packed by hand, whose names `wanted` takes; hidden ones are left out.
 * @throws LabError `file` naming the zip and what is wrong with it
 */
export function readZipFiles(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string) => boolean,
  limits: ZipLimits = TASK_LIMITS,
): ReadonlyMap<string, Uint8Array> {
  return unzip(bytes, (name) => !HIDDEN.test(name) && wanted(name), limits, packedByHand(file));
}

/** Paths and claimed sizes of the files in a zip; nothing is inflated. @throws LabError `file` as `readZipFiles` */
export function listZipFiles(
  bytes: Uint8Array,
  file: string,
  limits: ZipLimits,
): readonly { readonly path: string; readonly bytes: number }[] {
  const listed: { path: string; bytes: number }[] = [];
  walk(bytes, limits, packedByHand(file), ({ name, originalSize }) => {
    if (!name.endsWith('/') && !HIDDEN.test(name)) listed.push({ path: name, bytes: originalSize });
    return false;
  });
  return listed;
}

const packedByHand =
  (file: string): Refuse =>
  (what, cause) =>
    new LabError(
      {
        code: 'file',
        message: `${file} ${what}.`,
        remedy: 'Pack the files anew, or give them without a zip.',
        where: file,
      },
      { cause },
    );
