import { createReadStream, existsSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

const types: Readonly<Record<string, string>> = { json: 'application/json', md: 'text/markdown' };

/** Files under `folder` at /models/…; 404 for what is not there, where Vite would answer with the page itself. */
function serveFolder(folder: string) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
    const file = join(folder, path);
    if (!file.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader('Content-Type', types[path.split('.').pop() ?? ''] ?? 'application/octet-stream');
    response.setHeader('Content-Length', statSync(file).size);
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  };
}

/**
 * The PLMs that ship with the lab live in models/ and not in public/, because the command line reads them too.
 * Served as they lie in dev and preview; copied into a build, before the list of files for offline use is made of it.
 */
export function shippedModels(): Plugin {
  let folder = '';
  let copyTo = '';
  return {
    name: 'shipped-models',
    configResolved(config) {
      folder = join(config.root, 'models');
      copyTo = resolve(config.root, config.build.outDir, 'models');
    },
    configureServer(server) {
      server.middlewares.use('/models', serveFolder(folder));
    },
    configurePreviewServer(server) {
      server.middlewares.use('/models', serveFolder(folder));
    },
    async writeBundle() {
      if (existsSync(folder)) await cp(folder, copyTo, { recursive: true });
    },
  };
}
