/**
 * Builds the page once for all tests of this ring and serves the build, because only the build has the content
 * security policy and the hashed assets that people get. `PROMPT_LAB_URL` tests a page that is served already.
 */
import { resolve } from 'node:path';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    pageUrl: string;
    /** Where the build lies; null where a page is tested that is served already. */
    pageFolder: string | null;
  }
}

export default async function servePage(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['PROMPT_LAB_URL'];
  if (given !== undefined) {
    project.provide('pageUrl', given);
    project.provide('pageFolder', null);
    return undefined;
  }
  const shared = {
    mode: 'test',
    logLevel: 'warn',
    build: { outDir: '.cache/page', emptyOutDir: true },
  } as const;
  // Vitest sets NODE_ENV to `test`, with which React would be built in its development form.
  process.env['NODE_ENV'] = 'production';
  await build(shared);
  const server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1' } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The preview server has no address');
  project.provide('pageUrl', url);
  project.provide('pageFolder', resolve(shared.build.outDir));
  return () => server.close();
}
