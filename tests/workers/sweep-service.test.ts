import { noReading } from '../methods/sweep/no-reading.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { defaultGrowth } from '../../src/experiment/progressive/default-growth.ts';
import type { SweepRecord } from '../../src/experiment/sweep/sweep-record.ts';
import { cellId } from '../experiment/transfer-cells.ts';
import type { TransferSweep } from '../../src/experiment/transfer/sweep-recipe.ts';
import { networkOf } from '../../src/offline/network.ts';
import type { SweepEvent } from '../../src/protocol/sweep-protocol.ts';
import { loadSweep } from '../../src/storage/load-sweep.ts';
import { listSweeps } from '../../src/storage/saved-sweeps.ts';
import { PageSweepService } from '../../workers/sweep/sweep-service.ts';
import { Resources } from '../../workers/job/resources.ts';
import { model } from '../methods/train-setup.ts';
import {
  cellsOfSweep,
  shortTask,
  smallSweep,
  timelessAll,
  watchedEngine,
} from '../methods/transfer/small-sweep.ts';
import { memoryKeyValue, quotaError } from '../storage/memory-key-value.ts';
import { PageWords } from '../../workers/words/page-word-sources.ts';

const sweep = smallSweep({
  tasks: ['sst2'],
  training: { ...smallSweep().training, steps: 2, evalEvery: 2 },
});
const ids = cellsOfSweep(sweep).map(cellId);

/** Opens from the disk what the page fetches; the first `failures` openings have no connection. */
class StubResources extends Resources {
  constructor(private failures = 0) {
    super(new URL('http://page.invalid/'), memoryKeyValue());
  }

  override plm(): ReturnType<Resources['plm']> {
    if (this.failures-- > 0)
      return Promise.reject(new LabError({ code: 'download', message: 'No connection.', remedy: 'Wait.' }));
    return Promise.resolve(model);
  }

  override task(name: string): ReturnType<Resources['task']> {
    return shortTask(name);
  }
}

let real: Engine;
beforeAll(async () => {
  real = await createNodeEngine('cpu');
});
afterAll(() => real.release());

/** The worker's global object, as far as its network goes. */
let scope: EventTarget;
beforeEach(() => {
  scope = new EventTarget();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Setting {
  readonly failures?: number;
  /** Asked before each run on a device. */
  readonly before?: () => Promise<void>;
  readonly onEvent?: (event: SweepEvent, service: PageSweepService) => void;
  readonly store?: ReturnType<typeof memoryKeyValue>;
  /** Whether another tab is at the sweep. */
  readonly isElsewhere?: boolean;
}

function makeService({
  failures,
  before,
  onEvent,
  store = memoryKeyValue(),
  isElsewhere = false,
}: Setting = {}) {
  const events: SweepEvent[] = [];
  const choices: string[] = [];
  let released = 0;
  const service = new PageSweepService({
    words: new PageWords(new URL('http://localhost/')),
    reading: () => noReading,
    resources: new StubResources(failures),
    network: networkOf(Object.assign(scope, { navigator: { onLine: true } })),
    alone: isElsewhere
      ? () => Promise.resolve(false)
      : async (_, work) => {
          await work();
          return true;
        },
    makeEngine: (choice) => {
      choices.push(choice);
      const engine = watchedEngine(real, before ?? (() => Promise.resolve()));
      // The real one is shared by all tests.
      return Promise.resolve({
        ...engine,
        release: () => {
          released++;
          return Promise.resolve();
        },
      });
    },
    store,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
  const port = Object.assign(new MessageChannel().port1, {
    postMessage: (event: SweepEvent) => {
      events.push(event);
      onEvent?.(event, service);
    },
  });
  void service.connect(port);
  const kinds = (): string[] => events.map(({ kind }) => kind);
  const count = (kind: SweepEvent['kind']): number => kinds().filter((one) => one === kind).length;
  const start = (recipe: TransferSweep = sweep, earlier: SweepRecord | null = null) =>
    service.start('a', recipe, earlier);
  return {
    service,
    store,
    events,
    kinds,
    count,
    start,
    engines: () => choices.length,
    choices,
    released: () => released,
  };
}

const lostDevice = (): Promise<never> =>
  Promise.reject(new LabError({ code: 'device-lost', message: 'The GPU is gone.', remedy: 'Go on.' }));

const cellsIn = (events: readonly SweepEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'cell' ? [event.id] : []));

/** The whole sweep, computed once. */
let whole: SweepRecord;

test('a sweep opens, computes its cells in order, and each is stored before it is told', async () => {
  const store = memoryKeyValue();
  const stored: boolean[] = [];
  const { start, events, kinds } = makeService({
    store,
    onEvent: (event) => {
      if (event.kind === 'cell') stored.push([...store.entries.keys()].some((key) => key.endsWith(event.id)));
    },
  });
  await start();
  expect(kinds().indexOf('engine')).toBeLessThan(kinds().indexOf('opened'));
  expect(kinds().at(-1)).toBe('finished');
  expect(cellsIn(events)).toEqual(ids);
  expect(stored).toEqual(ids.map(() => true));
  whole = await loadSweep(store, 'a');
  expect(Object.keys(whole.cells).sort()).toEqual([...ids].sort());
  expect(whole.parts).toMatchObject([{ startedAt: '2026-01-02T03:04:05.000Z' }]);
});

test('a sweep that another tab computes is left to it, and says so', async () => {
  const { start, events, store } = makeService({ isElsewhere: true });
  await start();
  expect(events).toEqual([
    { kind: 'failed', error: expect.objectContaining({ code: 'storage' }) as unknown },
  ]);
  expect(store.entries.size).toBe(0);
});

describe('a broken connection', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  test('is waited for, longer each time, and the sweep goes on', async () => {
    const waits: number[] = [];
    const { start, kinds } = makeService({
      failures: 3,
      onEvent: (event) => {
        if (event.kind !== 'waiting') return;
        waits.push(event.seconds);
        expect(event.error.code).toBe('download');
        queueMicrotask(() => void vi.advanceTimersByTimeAsync(1000 * event.seconds));
      },
    });
    await start();
    expect(waits).toEqual([2, 4, 8]);
    expect(kinds().at(-1)).toBe('finished');
  });

  test('that is back is noticed at once', async () => {
    const { start, kinds } = makeService({
      failures: 1,
      onEvent: (event) => {
        if (event.kind === 'waiting') queueMicrotask(() => scope.dispatchEvent(new Event('online')));
      },
    });
    await start();
    expect(kinds().at(-1)).toBe('finished');
  });

  test('can be stopped instead of waited for', async () => {
    const { start, kinds } = makeService({
      failures: 100,
      onEvent: (event, service) => {
        if (event.kind === 'waiting') queueMicrotask(() => void service.stop());
      },
    });
    await start();
    expect(kinds().filter((kind) => kind === 'waiting' || kind === 'stopped')).toEqual([
      'waiting',
      'stopped',
    ]);
  });
});

describe('a lost device', () => {
  test('is recovered from with a new engine; cells that were computed are not computed again', async () => {
    let computed = 0;
    let lost = false;
    const { start, events, count, engines, store } = makeService({
      before: () => {
        if (computed !== 2 || lost) return Promise.resolve();
        lost = true;
        return lostDevice();
      },
      onEvent: (event) => {
        if (event.kind === 'cell') computed++;
      },
    });
    await start();
    expect(count('recovered')).toBe(1);
    expect(engines()).toBe(2);
    expect(cellsIn(events)).toEqual(ids);
    expect(events.at(-1)?.kind).toBe('finished');
    expect(timelessAll((await loadSweep(store, 'a')).cells)).toEqual(timelessAll(whole.cells));
  });

  test('is given up after some losses without a new cell between them', async () => {
    const { start, events, count, engines, released } = makeService({ before: lostDevice });
    await start();
    expect(count('recovered')).toBe(3);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'device-lost' } });
    expect([engines(), released()]).toEqual([4, 4]);
  });

  test('may be lost time and again as long as cells are computed in between', async () => {
    let [lost, justLost] = [0, true];
    const { start, events, count } = makeService({
      before: () => {
        if (justLost) return Promise.resolve();
        [lost, justLost] = [lost + 1, true];
        return lostDevice();
      },
      onEvent: (event) => {
        if (event.kind === 'cell') justLost = false;
      },
    });
    await start();
    expect(lost).toBeGreaterThan(3);
    expect(count('recovered')).toBe(lost);
    expect(events.at(-1)?.kind).toBe('finished');
    expect(cellsIn(events)).toEqual(ids);
  });
});

test('a full storage is told, and the sweep goes on in memory', async () => {
  const store = memoryKeyValue();
  store.failure = quotaError();
  const { start, events, count } = makeService({ store });
  await start();
  expect(count('storage-problem')).toBeGreaterThan(0);
  expect(events.find(({ kind }) => kind === 'storage-problem')).toMatchObject({ error: { code: 'quota' } });
  expect(cellsIn(events)).toEqual(ids);
  expect(events.at(-1)?.kind).toBe('finished');
  store.failure = null;
  expect(await listSweeps(store)).toEqual([]);
});

test('room again takes the cells that found none, with what they belong to', async () => {
  const store = memoryKeyValue();
  store.failure = quotaError();
  const { start, events } = makeService({
    store,
    onEvent: (event) => {
      if (event.kind === 'cell' && event.id === ids[0]) store.failure = null;
    },
  });
  await start();
  const told = events.flatMap((event) =>
    event.kind === 'storage-problem' ? [event.error?.code ?? null] : [],
  );
  expect(told).toEqual(['quota', 'quota', null]);
  const [saved] = await listSweeps(store);
  expect(saved).toMatchObject({ cells: ids.length });
  expect(Object.keys((await loadSweep(store, saved.id)).cells).sort()).toEqual([...ids].sort());
});

test('what the storage refused of the last cells is written at the end, when there is no next cell', async () => {
  const store = memoryKeyValue();
  const { start, events } = makeService({
    store,
    onEvent: (event) => {
      if (event.kind === 'cell' && event.id === ids.at(-2)) store.failure = new Error('closed');
      // The page hears of the refusal; by then it can be used again.
      if (event.kind === 'storage-problem' && event.error !== null) store.failure = null;
    },
  });
  await start();
  expect(events.filter(({ kind }) => kind === 'storage-problem')).toMatchObject([
    { error: { code: 'storage' } },
    { error: null },
  ]);
  expect(Object.keys((await loadSweep(store, 'a')).cells).sort()).toEqual([...ids].sort());
});

test('a stop keeps what is computed; going on computes the rest, as another part', async () => {
  const first = makeService({
    onEvent: (event, service) => {
      if (event.kind === 'cell' && event.id === ids[1]) void service.stop();
    },
  });
  await first.start();
  expect(first.kinds().at(-1)).toBe('stopped');
  const kept = await loadSweep(first.store, 'a');
  expect(Object.keys(kept.cells).sort()).toEqual(ids.slice(0, 2).sort());
  const second = makeService({ store: first.store });
  await second.start(sweep, kept);
  expect(cellsIn(second.events)).toEqual(ids.slice(2));
  const record = await loadSweep(first.store, 'a');
  expect(timelessAll(record.cells)).toEqual(timelessAll(whole.cells));
  expect(record.parts).toHaveLength(2);
});

test('a second sweep has the engine that it asks for, and the first one’s is given back', async () => {
  const { start, choices, released, kinds } = makeService();
  await start({ ...sweep, engine: 'cpu' }, whole);
  await start({ ...sweep, engine: 'wasm' }, whole);
  expect(kinds().filter((kind) => kind === 'finished')).toHaveLength(2);
  expect(choices).toEqual(['cpu', 'wasm']);
  expect(released()).toBe(2);
});

test('what is wrong with the recipe is told as a failure, with its code, before anything is computed', async () => {
  const { start, events } = makeService();
  await start(smallSweep({ training: { ...sweep.training, maxLength: 600 } }));
  expect(events.at(-1)).toMatchObject({
    kind: 'failed',
    error: { message: expect.stringMatching(/positions/) as string },
  });
  expect(cellsIn(events)).toEqual([]);
});

test('what stages cost is counted without a step, a share of the whole each; nothing is kept', async () => {
  const { service, store, kinds } = makeService();
  const built = await service.structure('lab-tiny');
  if (!built.ok) throw new LabError(built.error);
  const { layers } = built.value;
  const [widest] = layers[0].neurons;
  const growth = defaultGrowth('lab-tiny', ['sst2']);
  const counts = [
    { steps: 2, layers: 2, neurons: widest / 2 },
    { steps: 2, layers: layers.length, neurons: widest },
  ];
  const training = { ...growth.training, steps: 4, promptLength: 4, batch: 4 };
  const recipe = { ...growth, training, stages: { by: 'counts', counts } } as const;
  const answer = await service.predict(recipe);
  if (!answer.ok) throw new LabError(answer.error);
  const [part, all] = answer.value.stages;
  expect(part.relativeFlops).toBeGreaterThan(0);
  expect(part.relativeFlops).toBeLessThan(0.7);
  expect(all).toMatchObject({ steps: 2, relativeFlops: 1 });
  expect(kinds()).not.toContain('cell');
  expect(await listSweeps(store)).toEqual([]);

  const tooDeep = [{ ...counts[1], steps: 4, layers: layers.length + 1 }];
  const refused = await service.predict({ ...recipe, stages: { by: 'counts', counts: tooDeep } });
  expect(refused).toMatchObject({ ok: false, error: { code: 'recipe' } });
});
