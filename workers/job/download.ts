/** Files of a shipped PLM or task, beside the page: progress in bytes over all of them, cancelled by a signal, hashes checked. */
import { cancelled } from '../../src/data/models/fetch-file.ts';
import type { ModelFile } from '../../src/experiment/model-facts.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { sha256 } from '../../src/experiment/sha256.ts';
import type { KeptFiles } from './kept-files.ts';

export type Progress = (phase: 'download' | 'verify', done: number, total: number, file: string) => void;

/**
 * @param kept where files are looked for first, and kept; null for those that the page keeps by itself
 * @throws LabError `cancelled` when the signal is given, `model-missing` or `download` naming the file
 */
export async function downloadFiles(
  base: URL,
  files: readonly ModelFile[],
  signal: AbortSignal,
  progress: Progress,
  kept: KeptFiles | null,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const loaded = new Map<string, Uint8Array<ArrayBuffer>>();
  let done = 0;
  for (const file of files) {
    const url = new URL(file.name, base);
    const before = (await kept?.get(url, file.sha256)) ?? null;
    if (before !== null && (await isAsListed(before, file))) {
      done += file.bytes;
      progress('verify', done, total, file.name);
      loaded.set(file.name, before);
      continue;
    }
    const bytes = await download(url, file, signal, (more) => {
      done += more;
      progress('download', Math.min(done, total), total, file.name);
    });
    progress('verify', done, total, file.name);
    if (!(await isAsListed(bytes, file)))
      throw broken(file.name, 'its content is not what the catalogue says (SHA-256)');
    await kept?.put(url, file.sha256, bytes);
    loaded.set(file.name, bytes);
  }
  return loaded;
}

async function download(
  url: URL,
  file: ModelFile,
  signal: AbortSignal,
  onBytes: (more: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchOrExplain(url, file.name, signal);
  if (response.body === null) throw broken(file.name, 'the answer has no body');
  const bytes = new Uint8Array(file.bytes);
  const reader = response.body.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw signal.aborted
        ? cancelled()
        : broken(file.name, cause instanceof Error ? cause.message : 'the connection broke');
    });
    if (done) break;
    if (at + value.byteLength > bytes.byteLength)
      throw broken(file.name, 'it is longer than the catalogue says');
    bytes.set(value, at);
    at += value.byteLength;
    onBytes(value.byteLength);
  }
  if (at !== bytes.byteLength)
    throw broken(file.name, `it ended after ${String(at)} of ${String(bytes.byteLength)} bytes`);
  return bytes;
}

export async function fetchOrExplain(url: URL, name: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw signal.aborted
      ? cancelled()
      : broken(name, cause instanceof Error ? cause.message : 'no connection');
  });
  if (response.ok && response.headers.get('content-type')?.includes('text/html') !== true) return response;
  throw new LabError({
    code: 'model-missing',
    message: `${name} is not where the lab expects it (${url.pathname}, status ${String(response.status)}).`,
    remedy: 'Check that models/ and tasks/ are served with the page, then try again.',
    where: name,
  });
}

/** Without a secure context there is no subtle crypto; the size has to do then. */
async function isAsListed(bytes: Uint8Array<ArrayBuffer>, file: ModelFile): Promise<boolean> {
  if (bytes.byteLength !== file.bytes) return false;
  const hash = await sha256(bytes);
  return hash === null || hash === file.sha256;
}

function broken(file: string, what: string): LabError {
  return new LabError({
    code: 'download',
    message: `${file} could not be loaded: ${what}.`,
    remedy: 'Check the connection and try again.',
    where: file,
  });
}
