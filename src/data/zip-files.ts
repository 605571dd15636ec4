/**
 * The files of a zip that somebody packed by hand. What its directory claims is checked before anything is allocated: a
 * few bytes may claim to hold gigabytes, or millions of entries.
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

/**
 * The files whose names `wanted` takes, by their paths in the zip; folders and hidden files are none.
 * @throws LabError `file` naming the zip and what is wrong with it
 */
export function readZipFiles(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string) => boolean,
  limits: ZipLimits = TASK_LIMITS,
): ReadonlyMap<string, Uint8Array> {
  const claims = new Map<string, number>();
  let seen = 0;
  let total = 0;
  const filter = (entry: UnzipFileInfo): boolean => {
    const { name, size, originalSize, compression } = entry;
    seen += 1;
    if (seen > limits.entries) throw refusal(file, `has more than ${limits.entries} entries`);
    if (name.endsWith('/') || HIDDEN.test(name) || !wanted(name)) return false;
    if (claims.has(name)) throw refusal(file, `holds ${name} twice`);
    const most = compression === 0 ? size : size * MOST_TIMES_SMALLER;
    if (size > bytes.byteLength || originalSize > most)
      throw refusal(file, `claims a size of ${name} that it can’t have`);
    total += originalSize;
    if (total > limits.bytes)
      throw refusal(file, `holds more than ${limits.bytes / 1024 / 1024} MiB, the most that is imported`);
    claims.set(name, originalSize);
    return true;
  };
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw refusal(file, 'is no zip file, or a damaged one', cause);
  }
  const found = new Map<string, Uint8Array>();
  for (const [name, claimed] of claims) {
    const content = Object.hasOwn(files, name) ? files[name] : undefined;
    if (content?.byteLength !== claimed) throw refusal(file, `holds a damaged ${name}`);
    found.set(name, content);
  }
  return found;
}

/** Paths and claimed sizes of the files in a zip; nothing is inflated. @throws LabError `file` as `readZipFiles` */
export function listZipFiles(
  bytes: Uint8Array,
  file: string,
  limits: ZipLimits,
): readonly { readonly path: string; readonly bytes: number }[] {
  const listed: { path: string; bytes: number }[] = [];
  let seen = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => {
    seen += 1;
    if (seen > limits.entries) throw refusal(file, `has more than ${limits.entries} entries`);
    if (!name.endsWith('/') && !HIDDEN.test(name)) listed.push({ path: name, bytes: originalSize });
    return false;
  };
  try {
    unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw refusal(file, 'is no zip file, or a damaged one', cause);
  }
  return listed;
}

function refusal(file: string, what: string, cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `${file} ${what}.`,
      remedy: 'Pack the files anew, or give them without a zip.',
      where: file,
    },
    { cause },
  );
}
