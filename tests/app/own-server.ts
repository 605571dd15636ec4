/** Serves the built page from an address of the test's own: with other headers, closed in the middle, replaced. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { preview } from 'vite';
import { inject } from 'vitest';
import { DESK } from './open-page.ts';

export interface OwnServer {
  readonly url: string;
  /** The paths whose content was sent, in their order; what the browser had already and only asked after is not. */
  readonly sent: readonly string[];
  /** Bodies of the policy violations that pages, workers and service workers reported to REPORTS. */
  readonly reports: readonly string[];
  close(): Promise<void>;
}

/** For the policy's `report-uri`. */
export const REPORTS = '/policy-reports';

/** Needs the build: tests that use it are skipped where a page is tested that is served already. */
export const hasBuild = inject('pageFolder') !== null;

function buildFolder(): string {
  const folder = inject('pageFolder');
  if (folder === null) throw new Error('There is no build of the page here');
  return folder;
}

/** Serves `folder`, or the build itself, with `headers` and no others. */
export async function serveBuild(
  headers: Readonly<Record<string, string>>,
  folder = buildFolder(),
): Promise<OwnServer> {
  const sent: string[] = [];
  const reports: string[] = [];
  const server = await preview({
    configFile: false,
    root: dirname(folder),
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1', headers },
    plugins: [
      {
        name: 'watch-answers',
        configurePreviewServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            response.on('finish', () => {
              if (response.statusCode === 200) sent.push(request.url ?? '');
            });
            if (request.url !== REPORTS) {
              next();
              return;
            }
            let body = '';
            request.on('data', (chunk: Buffer) => (body += chunk.toString()));
            request.on('end', () => {
              reports.push(body);
              response.statusCode = 204;
              response.end();
            });
          });
        },
      },
    ],
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The preview server has no address');
  let closed = false;
  return {
    url,
    sent,
    reports,
    close: async () => {
      if (closed) return;
      closed = true;
      if ('closeAllConnections' in server.httpServer) server.httpServer.closeAllConnections();
      await server.close();
    },
  };
}

/** A copy of the build to change, in a folder of its own. */
export async function copyBuild(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'prompt-lab-'));
  const folder = join(parent, 'page');
  await cp(buildFolder(), folder, { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true }) };
}

/** Opens the lab of `server` in a fresh profile, with its service worker. */
export async function openWithWorker(
  browser: Browser,
  server: OwnServer,
  path = '',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'allow', ...DESK, ...options });
  const page = await context.newPage();
  await page.goto(new URL(path, server.url).href);
  return page;
}

/** Where a place says whether it opens without a network: at the end of its drawers, or in the Library's footer. */
export const offlineStatus = (page: Page): Locator => page.locator('.drawer-hint, .footer');

/** Resolves when all files are kept; says what the page says where they aren't. */
export async function readyOffline(page: Page): Promise<void> {
  const status = offlineStatus(page);
  await status.getByText(/Ready offline|Not available/).waitFor({ timeout: 100_000 });
  if (!(await status.innerText()).includes('Ready offline')) throw new Error(await status.innerText());
}
