import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readModel } from '../../src/onnx/read-model.ts';
import { writeModel } from '../../src/onnx/write-model.ts';
import type { HubOffer, PickedFile } from '../../src/protocol/library-protocol.ts';
import { listDownloads, saveDownload } from '../../src/storage/downloads.ts';
import { listModels } from '../../src/storage/saved-models.ts';
import { readStoredFile } from '../../src/storage/stored-files.ts';
import { PageLibraryService } from '../../workers/library/library-service.ts';
import { Resources } from '../../workers/job/resources.ts';
import { memoryKeyValue, quotaError } from '../storage/memory-key-value.ts';
import { openFaultyHub, type FaultyHub } from './hub/faulty-hub.ts';

const folder = join(import.meta.dirname, '..', '..', 'models', 'lab-tiny');
const read = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(join(folder, name)));
const FILES = new Map(
  ['model.onnx', 'model.onnx_data', 'config.json', 'tokenizer.json', 'tokenizer_config.json'].map((name) => [
    name,
    read(name),
  ]),
);
/** As on a hub: graph and weights in a folder of their own. */
const ON_HUB = new Map(
  [...FILES].map(([name, bytes]) => [name.startsWith('model') ? `onnx/${name}` : name, bytes]),
);
const WEIGHTS = 'onnx/model.onnx_data';

let hub: FaultyHub;
let store: ReturnType<typeof memoryKeyValue>;
let service: PageLibraryService;

beforeEach(async () => {
  hub = await openFaultyHub('org/tiny', ON_HUB);
  store = memoryKeyValue();
  service = new PageLibraryService({
    store,
    measure: () => Promise.reject(new Error('not measured here')),
    now: () => new Date('2026-01-01T00:00:00Z'),
    shippedNames: () => Promise.resolve(['lab-tiny']),
    whileStorageIsKept: (work) => work(),
  });
});
afterEach(() => hub.close());

async function offer(): Promise<HubOffer> {
  const answer = await service.lookUp('org/tiny', hub.base);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** What a run would open. */
async function opens(id: string): Promise<number> {
  const resources = new Resources(new URL('http://page.invalid/'), store);
  Object.assign(resources, { shipped: () => Promise.resolve(null) });
  const { plm } = await resources.plm(id, new AbortController().signal, () => undefined);
  return plm.wordTable.reduce((sum, value) => sum + value, 0);
}

const filesOf = (entries: Iterable<readonly [string, Uint8Array]>): readonly PickedFile[] =>
  [...entries].map(([path, bytes]) => ({ path, blob: new Blob([Uint8Array.from(bytes)]) }));

test('a model of a hub is looked up before any of it is fetched', async () => {
  const found = await offer();
  expect(found).toMatchObject({
    licence: 'mit',
    missing: [],
    shape: { layers: 4, width: 128, vocabulary: 16384 },
  });
  expect(found.choices.map(({ graph, precision }) => [graph.path, precision])).toEqual([
    ['onnx/model.onnx', 'float32'],
  ]);
  expect(hub.asked.map(({ path }) => path)).toEqual(['config.json']);
});

test('it is fetched, checked, and can be run; lists say what it is', async () => {
  const answer = await service.download(await offer(), 'onnx/model.onnx');
  expect(answer).toMatchObject({
    ok: true,
    value: {
      id: 'tiny',
      name: 'org/tiny',
      licence: 'mit',
      layers: 4,
      width: 128,
      feedForward: 512,
      maxLength: 513,
    },
  });
  expect(await listModels(store)).toHaveLength(1);
  expect(await listDownloads(store)).toEqual([]);
  expect(await opens('tiny')).toBeCloseTo(await sumOfShipped(), 4);
  const weights = await readStoredFile(store, 'tiny', 'model.onnx_data', read('model.onnx_data').byteLength);
  expect(Buffer.compare(weights, read('model.onnx_data'))).toBe(0);
});

async function sumOfShipped(): Promise<number> {
  await service.importFiles(filesOf(FILES), null);
  return opens('model');
}

test('a connection that breaks is taken up where it broke', { timeout: 30_000 }, async () => {
  const found = await offer();
  hub.faults.push({ path: WEIGHTS, times: 1, kind: 'cut' });
  const answer = await service.download(found, 'onnx/model.onnx');
  expect(answer.ok).toBe(true);
  const ranges = hub.asked.filter(({ path }) => path === WEIGHTS).map(({ range }) => range);
  expect(ranges).toHaveLength(2);
  expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
});

test(
  'a server without ranges sends all again, and what is there is not taken twice',
  { timeout: 30_000 },
  async () => {
    const found = await offer();
    hub.ignoresRanges = true;
    hub.faults.push({ path: WEIGHTS, times: 1, kind: 'cut' });
    expect((await service.download(found, 'onnx/model.onnx')).ok).toBe(true);
  },
);

test('a busy server is asked again', { timeout: 30_000 }, async () => {
  const found = await offer();
  hub.faults.push({ path: WEIGHTS, times: 2, kind: 'busy' });
  expect((await service.download(found, 'onnx/model.onnx')).ok).toBe(true);
});

test('damage on the way is found by the hash; going on fetches that file alone', async () => {
  const found = await offer();
  hub.faults.push({ path: WEIGHTS, times: 1, kind: 'corrupt' });
  const answer = await service.download(found, 'onnx/model.onnx');
  expect(answer).toMatchObject({ ok: false, error: { code: 'download', where: 'model.onnx_data' } });
  expect(await listModels(store)).toEqual([]);
  hub.asked.length = 0;
  expect((await service.resume('tiny')).ok).toBe(true);
  expect(hub.asked.map(({ path }) => path)).toEqual([WEIGHTS]);
});

test.each([
  ['refuse', 'model-missing'],
  ['too-long', 'download'],
] as const)('%s: told at once, without trying again', async (kind, code) => {
  const found = await offer();
  hub.asked.length = 0;
  hub.faults.push({ path: WEIGHTS, times: 1, kind });
  expect(await service.download(found, 'onnx/model.onnx')).toMatchObject({ ok: false, error: { code } });
  expect(hub.asked.filter(({ path }) => path === WEIGHTS)).toHaveLength(1);
  expect(await listDownloads(store)).toHaveLength(1);
});

test('cancelled, it ends at once; what came is kept and goes on', async () => {
  const found = await offer();
  hub.faults.push({ path: WEIGHTS, times: 1, kind: 'silent' });
  const running = service.download(found, 'onnx/model.onnx');
  await expect.poll(() => hub.asked.some(({ path }) => path === WEIGHTS)).toBe(true);
  await service.cancel();
  expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(await listModels(store)).toEqual([]);
  expect((await service.resume('tiny')).ok).toBe(true);
});

test('a full storage says so, and leaves no model', async () => {
  const found = await offer();
  const write = store.write.bind(store);
  let left = 3;
  store.write = (entries) => (left-- > 0 ? write(entries) : Promise.reject(quotaError()));
  expect(await service.download(found, 'onnx/model.onnx')).toMatchObject({
    ok: false,
    error: { code: 'quota' },
  });
  expect(await listModels(store)).toEqual([]);
});

test('a second model of the same name gets another id', async () => {
  await service.importFiles(
    filesOf([...FILES].map(([name, bytes]) => [`mine/${name}`, bytes] as const)),
    null,
  );
  await service.importFiles(
    filesOf([...FILES].map(([name, bytes]) => [`mine/${name}`, bytes] as const)),
    null,
  );
  expect((await listModels(store)).map(({ id }) => id).sort()).toEqual(['mine', 'mine-2']);
});

test('what a folder lacks is named', async () => {
  const some = [...FILES].filter(([name]) => name !== 'tokenizer.json' && name !== 'config.json');
  expect(await service.importFiles(filesOf(some), null)).toMatchObject({
    ok: false,
    error: { code: 'model-missing', where: 'tokenizer.json, config.json' },
  });
  expect(await service.importFiles(filesOf([['readme.txt', strToU8('x')]]), null)).toMatchObject({
    ok: false,
    error: { code: 'model-missing' },
  });
  const bare = [...FILES].filter(([name]) => name !== 'model.onnx_data');
  expect(await service.importFiles(filesOf(bare), null)).toMatchObject({
    ok: false,
    error: { code: 'onnx-external-data-missing' },
  });
  expect(store.entries.size).toBe(0);
});

test('a zip is as good as its files, and weights inside the graph are put outside', async () => {
  const inline = writeModel(readModel(read('model.onnx'), (name) => FILES.get(name) ?? null));
  const zipped = zipSync({
    'any/model.onnx': inline.model,
    'any/config.json': read('config.json'),
    'any/tokenizer.json': read('tokenizer.json'),
  });
  const answer = await service.importFiles(
    [{ path: 'my model.zip', blob: new Blob([Uint8Array.from(zipped)]) }],
    null,
  );
  expect(answer).toMatchObject({
    ok: true,
    value: { id: 'my-model', name: 'my model', source: { kind: 'files' } },
  });
  if (!answer.ok) return;
  const sizes = Object.fromEntries(answer.value.files.map(({ name, bytes }) => [name, bytes]));
  expect(sizes['model.onnx']).toBeLessThan(inline.model.byteLength / 10);
  expect(sizes['model.onnx_data']).toBeGreaterThan(0.9 * inline.model.byteLength);
  expect(await opens('my-model')).toBeCloseTo(await sumOfShipped(), 4);
});

test('two tabs that bring in the same model at once get one each, and a download is gone on with by one', async () => {
  const held = new Set<string>();
  const tab = (): PageLibraryService =>
    new PageLibraryService({
      store,
      measure: () => Promise.reject(new Error('not measured here')),
      now: () => new Date('2026-01-01T00:00:00Z'),
      shippedNames: () => Promise.resolve([]),
      whileStorageIsKept: (work) => work(),
      claim: async (id, work) => {
        if (held.has(id)) return null;
        held.add(id);
        return work().finally(() => held.delete(id));
      },
    });
  const files = filesOf([...FILES].map(([name, bytes]) => [`mine/${name}`, bytes] as const));
  const both = await Promise.all([tab().importFiles(files, null), tab().importFiles(files, null)]);
  expect(both.map((answer) => answer.ok)).toEqual([true, true]);
  expect((await listModels(store)).map(({ id }) => id).sort()).toEqual(['mine', 'mine-2']);
  expect(await opens('mine')).toBe(await opens('mine-2'));

  await saveDownload(store, {
    id: 'begun',
    source: { kind: 'files', names: [] },
    licence: '',
    files: [],
    startedAt: '',
  });
  held.add('begun');
  expect(await tab().resume('begun')).toMatchObject({ ok: false, error: { code: 'storage' } });
});
