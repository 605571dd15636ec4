/**
 * A file over a connection that may break: it goes on from where it stopped (HTTP ranges), waits longer after each
 * failure in a row, notices a connection that sends nothing any more, and says what it could not get over.
 */
import { LabError } from '../../errors/lab-error.ts';

export interface FetchedFile {
  readonly name: string;
  readonly url: string;
  /** Null where the source does not tell. */
  readonly bytes: number | null;
}

/** Where the bytes go. `written` are there already, from a former attempt. */
export interface ByteSink {
  readonly written: number;
  write(bytes: Uint8Array): Promise<void>;
}

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Bytes that came, as they come. */
  readonly onBytes?: (more: number) => void;
  /** Said before each wait. */
  readonly onWait?: (seconds: number, why: string) => void;
  readonly fetch?: typeof fetch;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** A connection that is silent for so long is taken for broken. */
  readonly silenceMs?: number;
}

/** Failures in a row without a byte in between; then it is not the connection's luck. */
const MOST_FAILURES = 6;
const FIRST_WAIT_SECONDS = 1;
const LONGEST_WAIT_SECONDS = 30;
const SILENCE_MS = 30_000;

/** What passes by itself: the connection, or a server that asks to wait. */
class Passing extends Error {
  constructor(
    message: string,
    readonly seconds: number | null = null,
  ) {
    super(message);
  }
}

/**
 * Fetches `file` into `sink`, from `sink.written` on.
 * @throws LabError `cancelled`, `download` (broken for good, or not the size that was told), `model-missing` (not there),
 *   and whatever the sink throws
 */
export async function fetchInto(file: FetchedFile, sink: ByteSink, options: FetchOptions): Promise<void> {
  const sleep = options.sleep ?? abortableSleep;
  let failures = 0;
  for (;;) {
    const before = sink.written;
    try {
      await attempt(file, sink, options);
      return;
    } catch (thrown) {
      if (options.signal.aborted) throw cancelled();
      if (!(thrown instanceof Passing)) throw thrown;
      failures = sink.written > before ? 1 : failures + 1;
      if (failures > MOST_FAILURES) throw broken(file, thrown.message);
      const seconds =
        thrown.seconds ?? Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - 1));
      options.onWait?.(seconds, thrown.message);
      await sleep(1000 * seconds, options.signal);
      if (options.signal.aborted) throw cancelled();
    }
  }
}

async function attempt(file: FetchedFile, sink: ByteSink, options: FetchOptions): Promise<void> {
  const from = sink.written;
  if (file.bytes !== null && from === file.bytes) return;
  const silence = new AbortController();
  const signal = AbortSignal.any([options.signal, silence.signal]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), options.silenceMs ?? SILENCE_MS);
  };
  hear();
  try {
    const response = await (options.fetch ?? fetch)(file.url, {
      signal,
      // Compressed on the way, a part of a file would be another part.
      headers: from > 0 ? { Range: `bytes=${String(from)}-` } : {},
    });
    const skip = startOf(response, file, from);
    await drain(response, file, sink, skip, options, hear);
  } catch (thrown) {
    if (thrown instanceof LabError || thrown instanceof Passing) throw thrown;
    throw new Passing(
      silence.signal.aborted ? 'nothing came for a while' : `the connection broke (${messageOf(thrown)})`,
    );
  } finally {
    clearTimeout(timer);
  }
  if (file.bytes !== null && sink.written < file.bytes)
    throw new Passing(`it ended after ${String(sink.written)} of ${String(file.bytes)} bytes`);
}

/** How many bytes of the answer are there already: none, or all that were written if the server doesn't do ranges. */
function startOf(response: Response, file: FetchedFile, from: number): number {
  const { status, headers } = response;
  if (status === 206) {
    const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    const total = match?.[2];
    if (match !== null && Number(match[1]) !== from) throw broken(file, 'the server sent another part');
    if (file.bytes !== null && total !== undefined && total !== '*' && Number(total) !== file.bytes)
      throw broken(file, `it has ${total} bytes now, not ${String(file.bytes)}`);
    return 0;
  }
  if (status === 200) return from;
  if (status === 404 || status === 410) throw missing(file, status, 'there is no such file');
  if (status === 401 || status === 403)
    throw missing(file, status, 'the model is private or asks for its terms to be accepted');
  if (status === 416) throw broken(file, 'it is shorter than what came before');
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const wait = Number(headers.get('retry-after') ?? Number.NaN);
    throw new Passing(
      `the server answered ${String(status)}`,
      Number.isFinite(wait) && wait > 0 ? Math.min(wait, 120) : null,
    );
  }
  throw broken(file, `the server answered ${String(status)}`);
}

async function drain(
  response: Response,
  file: FetchedFile,
  sink: ByteSink,
  skip: number,
  options: FetchOptions,
  hear: () => void,
): Promise<void> {
  if (response.body === null) throw new Passing('the answer has no body');
  const reader = response.body.getReader();
  let left = skip;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    hear();
    const fresh = value.subarray(Math.min(left, value.byteLength));
    left -= value.byteLength - fresh.byteLength;
    if (fresh.byteLength === 0) continue;
    if (file.bytes !== null && sink.written + fresh.byteLength > file.bytes) {
      await reader.cancel().catch(() => undefined);
      throw broken(file, `it is longer than the ${String(file.bytes)} bytes that it should have`);
    }
    await sink.write(fresh);
    options.onBytes?.(fresh.byteLength);
  }
}

/** The text of a small file. @throws LabError as `fetchInto` */
export async function fetchSmallText(
  name: string,
  url: string,
  most: number,
  options: FetchOptions,
): Promise<string> {
  const parts: Uint8Array[] = [];
  const sink = {
    written: 0,
    write(bytes: Uint8Array): Promise<void> {
      sink.written += bytes.byteLength;
      if (sink.written > most)
        throw broken({ name, url, bytes: null }, `it is longer than ${String(most)} bytes`);
      parts.push(bytes.slice());
      return Promise.resolve();
    },
  };
  await fetchInto({ name, url, bytes: null }, sink, options);
  return new Blob(parts as Uint8Array<ArrayBuffer>[]).text();
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'no connection';
}

export const cancelled = (): LabError =>
  new LabError({ code: 'cancelled', message: 'Cancelled.', remedy: 'Start again when you like.' });

function broken({ name }: FetchedFile, what: string): LabError {
  return new LabError({
    code: 'download',
    message: `${name} could not be loaded: ${what}.`,
    remedy: 'Check the connection and go on: what came already is kept.',
    where: name,
  });
}

function missing({ name, url }: FetchedFile, status: number, what: string): LabError {
  return new LabError({
    code: 'model-missing',
    message: `${name} can’t be had from ${new URL(url).origin} (status ${String(status)}): ${what}.`,
    remedy: 'Check the model’s name and revision, or download its files yourself and drop them here.',
    where: name,
  });
}

function abortableSleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
