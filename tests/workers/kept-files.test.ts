/** Files of a PLM that is downloaded when it is first used. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sha256 } from '../../src/experiment/sha256.ts';
import type { ModelFile } from '../../src/experiment/model-facts.ts';
import { downloadFiles } from '../../workers/job/download.ts';
import { keptFiles } from '../../workers/job/kept-files.ts';

const BASE = new URL('http://page.invalid/models/large/');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

async function listed(name: string, text: string): Promise<ModelFile> {
  const bytes = bytesOf(text);
  return { name, bytes: bytes.byteLength, sha256: (await sha256(bytes)) ?? '' };
}

/** As the browser's: by whole address, or by address without its query. */
function memoryCaches(): {
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly held: Map<string, Response>;
} {
  const held = new Map<string, Response>();
  const cache: Pick<Cache, 'match' | 'put' | 'delete'> = {
    match: (name) => Promise.resolve(held.get(name as string)?.clone()),
    put: (name, response) => Promise.resolve(void held.set(name as string, response)),
    delete: (name, options) => {
      const path = (address: string): string =>
        options?.ignoreSearch === true ? address.split('?')[0] : address;
      for (const key of [...held.keys()]) if (path(key) === path(name as string)) held.delete(key);
      return Promise.resolve(true);
    },
  };
  return { caches: { open: () => Promise.resolve(cache as Cache) }, held };
}

let served: string;
const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (url: URL) => {
    asked.push(url.href);
    return Promise.resolve(new Response(served));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const load = (file: ModelFile, caches?: Pick<CacheStorage, 'open'>): ReturnType<typeof downloadFiles> =>
  downloadFiles(BASE, [file], new AbortController().signal, () => undefined, keptFiles(caches));

test('a file is downloaded once, and is there without a network after', async () => {
  const { caches } = memoryCaches();
  served = 'weights';
  const file = await listed('w', served);
  await load(file, caches);
  expect((await load(file, caches)).get('w')).toEqual(bytesOf('weights'));
  expect(asked).toEqual([new URL('w', BASE).href]);
});

test('a new release’s file takes the place of the old one’s', async () => {
  const { caches, held } = memoryCaches();
  served = 'weights';
  await load(await listed('w', served), caches);
  served = 'better weights';
  const file = await listed('w', served);
  expect((await load(file, caches)).get('w')).toEqual(bytesOf('better weights'));
  expect([...held.keys()]).toEqual([`${new URL('w', BASE).href}?sha256=${file.sha256}`]);
});

test('a kept file that was damaged is downloaded anew', async () => {
  const { caches, held } = memoryCaches();
  served = 'weights';
  const file = await listed('w', served);
  await load(file, caches);
  for (const name of held.keys()) held.set(name, new Response('wreckage'));
  expect((await load(file, caches)).get('w')).toEqual(bytesOf('weights'));
});

test('what is not as listed is neither given nor kept', async () => {
  const { caches, held } = memoryCaches();
  served = 'wreight';
  const file = await listed('w', 'weights');
  await expect(load(file, caches)).rejects.toMatchObject({ code: 'download', where: 'w' });
  expect(held.size).toBe(0);
});

test('where nothing can be kept, it is downloaded each time', async () => {
  served = 'weights';
  const file = await listed('w', served);
  const full = { open: () => Promise.reject(new DOMException('no room', 'QuotaExceededError')) };
  expect((await load(file, full)).get('w')).toEqual(bytesOf('weights'));
  expect((await load(file)).get('w')).toEqual(bytesOf('weights'));
  expect(asked).toHaveLength(2);
});
