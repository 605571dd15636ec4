/** Unpacks gzip with what every browser and Node have. */
import { LabError } from '../errors/lab-error.ts';

/** No file that the lab packs is larger; more would be a bomb. */
const MOST_BYTES = 64_000_000;

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * `bytes` of `file` unpacked; as they are where some server on the way has unpacked them already.
 * @throws LabError `file` where they are damaged
 */
export async function gunzip(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  if (!isPacked(bytes)) return bytes;
  const reader = new Blob([Uint8Array.from(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw damaged(file, 'it can’t be unpacked', cause);
    });
    if (done) break;
    total += value.length;
    if (total > MOST_BYTES) throw damaged(file, 'it is too large unpacked');
    parts.push(value);
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function damaged(file: string, what: string, cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `${file}: ${what}.`,
      remedy: 'Take the file from the release again.',
      where: file,
    },
    { cause },
  );
}
