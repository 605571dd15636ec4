/** WordNet and AFINN in the browser: loaded when they are first asked for, and there without a network after. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { keptFiles, type KeptFiles } from '../../workers/job/kept-files.ts';
import { WordBase } from '../../workers/words/word-base.ts';

const PAGE = new URL('http://page.invalid/lab/');
const asked: string[] = [];
let isOnline: boolean;

beforeEach(() => {
  asked.length = 0;
  isOnline = true;
  vi.stubGlobal('fetch', async (url: URL) => {
    if (!isOnline) throw new TypeError('no network');
    asked.push(url.pathname);
    return new Response(await readFile(join(projectFolder, 'public', url.pathname.replace('/lab/', ''))));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function memory(): KeptFiles {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    get: (url, hash) => Promise.resolve(held.get(`${url.href} ${hash}`) ?? null),
    put: (url, hash, bytes) => Promise.resolve(void held.set(`${url.href} ${hash}`, bytes)),
  };
}

const open = (base: WordBase, ...sources: Parameters<WordBase['open']>[0]): ReturnType<WordBase['open']> =>
  base.open(sources, new AbortController().signal, () => undefined);

test('what is asked for comes, once', async () => {
  const base = new WordBase(PAGE, keptFiles(undefined));
  expect(await open(base, 'embeddings')).toEqual({ graph: null, sentiment: null });
  expect(asked).toEqual([]);
  const { graph, sentiment } = await open(base, 'afinn');
  expect([graph, sentiment?.get('good')]).toEqual([null, 3]);
  const both = await open(base, 'wordnet', 'afinn');
  expect(both.graph?.meanings('business')).toHaveLength(9);
  expect((await open(base, 'wordnet')).graph).toBe(both.graph);
  expect(asked).toEqual(['/lab/words/afinn-165.bin', '/lab/words/wordnet-3.1.bin']);
});

test('once loaded it opens without a network in a later visit', async () => {
  const kept = memory();
  await open(new WordBase(PAGE, kept), 'wordnet', 'afinn');
  isOnline = false;
  const { graph } = await open(new WordBase(PAGE, kept), 'wordnet', 'afinn');
  expect(graph?.synsets.count).toBe(117_791);
});

test('a failure is told, and the next try asks again', async () => {
  const base = new WordBase(PAGE, keptFiles(undefined));
  isOnline = false;
  await expect(open(base, 'afinn')).rejects.toThrow(/afinn-165\.bin could not be loaded/);
  isOnline = true;
  expect((await open(base, 'afinn')).sentiment?.get('bad')).toBe(-3);
});
