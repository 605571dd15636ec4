/** A hub on this machine that serves a model's files, and misbehaves when asked to. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubFault {
  /** Path of the file that the fault is about. */
  readonly path: string;
  /** How often it happens. */
  times: number;
  readonly kind: 'cut' | 'refuse' | 'busy' | 'corrupt' | 'silent' | 'too-long';
}

export interface FaultyHub {
  readonly base: string;
  readonly faults: HubFault[];
  /** Ranges that were asked for, by path; an empty text for a whole file. */
  readonly asked: { readonly path: string; readonly range: string }[];
  /** Whether it answers requests for a part with the whole. */
  ignoresRanges: boolean;
  close(): Promise<void>;
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

export async function openFaultyHub(
  model: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<FaultyHub> {
  const hub: { faults: HubFault[]; asked: FaultyHub['asked'][number][]; ignoresRanges: boolean } = {
    faults: [],
    asked: [],
    ignoresRanges: false,
  };
  const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const listing = JSON.stringify({
    sha: COMMIT,
    cardData: { license: 'mit' },
    siblings: [...files].map(([path, bytes]) => ({
      rfilename: path,
      size: bytes.byteLength,
      ...(bytes.byteLength > 100_000 ? { lfs: { sha256: sha(bytes), size: bytes.byteLength } } : {}),
    })),
  });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (pathname.startsWith(`/api/models/${model}/revision/`)) {
      response.setHeader('Content-Type', 'application/json');
      response.end(listing);
      return;
    }
    const path = decodeURIComponent(pathname.replace(`/${model}/resolve/${COMMIT}/`, ''));
    const bytes = files.get(path);
    if (bytes === undefined) {
      response.statusCode = 404;
      response.end('nothing here');
      return;
    }
    send(request, response, path, bytes, hub);
  };
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(hub, {
    base: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  whole: Uint8Array,
  hub: { faults: HubFault[]; asked: FaultyHub['asked'][number][]; ignoresRanges: boolean },
): void {
  const range = request.headers.range ?? '';
  hub.asked.push({ path, range });
  const fault = hub.faults.find((candidate) => candidate.path === path && candidate.times > 0);
  if (fault !== undefined) fault.times -= 1;
  const from = hub.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0);
  if (fault?.kind === 'refuse' || fault?.kind === 'busy') {
    response.statusCode = fault.kind === 'busy' ? 503 : 403;
    response.end();
    return;
  }
  if (from > 0) {
    response.statusCode = 206;
    response.setHeader(
      'Content-Range',
      `bytes ${String(from)}-${String(whole.byteLength - 1)}/${String(whole.byteLength)}`,
    );
  }
  const part = Buffer.from(whole.subarray(from));
  if (fault?.kind === 'corrupt') part[part.length >> 1] ^= 0xff;
  if (fault?.kind === 'too-long') {
    response.end(Buffer.concat([part, Buffer.alloc(10)]));
    return;
  }
  if (fault?.kind !== 'cut' && fault?.kind !== 'silent') {
    response.end(part);
    return;
  }
  response.setHeader('Content-Length', part.length);
  response.write(part.subarray(0, part.length >> 1), () => {
    if (fault.kind === 'cut') response.destroy();
  });
}
