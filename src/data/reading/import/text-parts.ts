/** Dropped or named files as texts: gzip is unpacked on the way, a zip gives its files one by one. */
import { LabError } from '../../../errors/lab-error.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import { TextPieces } from '../../import/decode-text.ts';
import type { ImportSource } from '../../import/import-types.ts';
import { MOST_BYTES } from '../../import/limits.ts';
import { splitOfFile } from '../../import/split-name.ts';
import { readZipFiles, type ZipLimits } from '../../zip-files.ts';

/** A text file, alone or out of a zip. */
export interface TextPart {
  readonly name: string;
  readonly split: SplitName | null;
  /** @throws LabError `task` naming a byte that is no text, `file` for a damaged gzip */
  readonly pieces: () => AsyncIterable<string>;
}

/** SearchQA's train.zip has a file a question. */
const ZIP_LIMITS: ZipLimits = { entries: 400_000, bytes: 4 * MOST_BYTES };

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, n) => bytes[n] === byte);

/** @throws LabError `file` for a damaged or too large zip */
export async function textParts(source: ImportSource): Promise<readonly TextPart[]> {
  const split = splitOfFile(source.name);
  const start = await firstBytes(source);
  if (startsWith(start, 0x50, 0x4b)) return zipParts(source, split);
  const chunks = startsWith(start, 0x1f, 0x8b) ? () => unpacked(source) : () => source.chunks();
  return [{ name: source.name, split, pieces: () => texts(source.name, chunks()) }];
}

async function firstBytes(source: ImportSource): Promise<Uint8Array> {
  for await (const bytes of source.chunks()) if (bytes.length > 0) return bytes;
  return new Uint8Array();
}

async function zipParts(source: ImportSource, split: SplitName | null): Promise<readonly TextPart[]> {
  if (source.bytes > 2 * MOST_BYTES)
    throw new LabError({
      code: 'file',
      message: `${source.name} is too large to be unpacked here.`,
      remedy: 'Unpack it, and give some of its files.',
      where: source.name,
    });
  const packed: Uint8Array<ArrayBuffer>[] = [];
  for await (const bytes of source.chunks()) packed.push(Uint8Array.from(bytes));
  const bytes = new Uint8Array(await new Blob(packed).arrayBuffer());
  const files = readZipFiles(bytes, source.name, (name) => /\.(?:jsonl?|txt)$/i.test(name), ZIP_LIMITS);
  return [...files.keys()].sort().map((name) => ({
    name: `${source.name}/${name}`,
    split: splitOfFile(name) ?? split,
    pieces: () => texts(name, one(files.get(name) ?? new Uint8Array())),
  }));
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield await Promise.resolve(bytes);
}

async function* texts(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const pieces = new TextPieces(name);
  for await (const bytes of chunks) yield pieces.push(bytes);
  yield pieces.end();
}

async function* unpacked(source: ImportSource): AsyncGenerator<Uint8Array, void, void> {
  const chunks = source.chunks()[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(Uint8Array.from(next.value));
    },
  });
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw new LabError(
      {
        code: 'file',
        message: `${source.name}: it can’t be unpacked.`,
        remedy: 'Download it again.',
        where: source.name,
      },
      { cause },
    );
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
