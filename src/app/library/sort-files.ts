/** What dropped files are, told by their names and, of a zip, by the names in it. */
import { listZipFiles } from '../../data/zip-files.ts';
import type { PickedFile } from '../../protocol/library-protocol.ts';

/**
 * `experiment` is a run, a sweep or a prompt; `verbalizer` is label words, by the names that the lab and OpenPrompt give such
 * files; `data` is rows or a task; `unknown` is none of these.
 */
export type Destination = 'model' | 'experiment' | 'verbalizer' | 'data' | 'unknown';

/** Larger zips hold models; reading their directory would take as long as importing them. */
const MOST_ZIP_BYTES = 64 * 1024 * 1024;

const MOST_ENTRIES = 10_000;

export async function destinationOf(files: readonly PickedFile[]): Promise<Destination> {
  const [only] = files;
  if (files.length === 1 && only?.path.toLowerCase().endsWith('.zip')) return zipDestination(only);
  return destinationOfNames(files.map(({ path }) => path));
}

async function zipDestination({ path, blob }: PickedFile): Promise<Destination> {
  if (blob.size > MOST_ZIP_BYTES) return 'model';
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    const limits = { entries: MOST_ENTRIES, bytes: Number.POSITIVE_INFINITY };
    return destinationOfNames(listZipFiles(bytes, path, limits).map((entry) => entry.path));
  } catch {
    // That it can't be read is said where it is read.
    return 'model';
  }
}

/** The first kind that any of the names belongs to: a model's folder holds JSON files too. */
function destinationOfNames(paths: readonly string[]): Destination {
  const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  for (const [destination, belongs] of KINDS)
    if (names.some((name) => belongs.test(name))) return destination;
  return 'unknown';
}

const KINDS: readonly (readonly [Destination, RegExp])[] = [
  ['model', /\.onnx$/],
  ['experiment', /\.(plab|safetensors|npy|pt|pth)$|^adapter_(config\.json|model\.bin)$|^task_prompt$/],
  ['verbalizer', /verbalizer[^/]*\.(txt|csv|jsonl?)$/],
  ['data', /\.(csv|tsv|tab|jsonl|ndjson|json|txt)$/],
];
