import { beforeEach, describe, expect, test, vi } from 'vitest';
import { OfflineKeeper } from '../../src/app/offline/offline-keeper.ts';
import { NO_OFFLINE, type Offline } from '../../src/app/offline/offline-state.ts';
import { TAKE_OVER } from '../../src/protocol/offline-protocol.ts';

class FakeWorker extends EventTarget {
  readonly postMessage = vi.fn();
}

class FakeRegistration extends EventTarget {
  readonly scope = 'https://lab.example/';
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;
  readonly update = vi.fn(() => Promise.resolve());
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null;
  kept: FakeRegistration | undefined;
  readonly registration = new FakeRegistration();
  readonly register = vi.fn(() => Promise.resolve(this.registration));
  readonly getRegistration = (): Promise<FakeRegistration | undefined> => Promise.resolve(this.kept);
}

let workers: FakeContainer;
let free: boolean;
let state: Offline;
let reload: ReturnType<typeof vi.fn<() => void>>;

function makeKeeper(): OfflineKeeper {
  return new OfflineKeeper({
    workers: workers as unknown as ServiceWorkerContainer,
    lock: { isFree: () => Promise.resolve(free) },
    channel: () => new EventTarget(),
    reload,
    tell: (next) => (state = next),
  });
}

beforeEach(() => {
  workers = new FakeContainer();
  free = true;
  state = NO_OFFLINE;
  reload = vi.fn<() => void>();
});

/** A page that is controlled, with a new version beside. */
async function withUpdate(): Promise<OfflineKeeper> {
  workers.controller = new FakeWorker();
  workers.registration.active = workers.controller;
  workers.registration.waiting = new FakeWorker();
  const keeper = makeKeeper();
  await keeper.open(false);
  return keeper;
}

const change = (): boolean => workers.dispatchEvent(new Event('controllerchange'));

test('who saves data is asked first, and no more when something is kept', async () => {
  await makeKeeper().open(true);
  expect(state.offline.kind).toBe('offered');
  expect(workers.register).not.toHaveBeenCalled();
  workers.kept = workers.registration;
  workers.registration.active = new FakeWorker();
  await makeKeeper().open(true);
  expect(state.offline.kind).toBe('ready');
});

test('the first worker takes the page without a reload and without a notice', async () => {
  const installing = new FakeWorker();
  workers.registration.installing = installing;
  await makeKeeper().open(false);
  expect(state.offline.kind).toBe('preparing');
  workers.registration.installing = null;
  workers.registration.active = installing;
  installing.dispatchEvent(new Event('statechange'));
  change();
  expect(state).toMatchObject({ offline: { kind: 'ready' }, update: 'none' });
  expect(reload).not.toHaveBeenCalled();
});

test('a browser that refuses says so', async () => {
  workers.register.mockRejectedValue(new DOMException('no', 'SecurityError'));
  await makeKeeper().open(false);
  expect(state.offline.kind).toBe('unavailable');
});

describe('a new version', () => {
  test('takes over when asked, and only then the page is loaded again', async () => {
    const keeper = await withUpdate();
    expect(state.update).toBe('waiting');
    expect(workers.registration.waiting?.postMessage).not.toHaveBeenCalled();
    await keeper.takeUpdate();
    expect(workers.registration.waiting?.postMessage).toHaveBeenCalledWith(TAKE_OVER);
    expect(reload).not.toHaveBeenCalled();
    change();
    expect(reload).toHaveBeenCalledOnce();
  });

  test('waits for a run in another tab', async () => {
    const keeper = await withUpdate();
    free = false;
    await keeper.takeUpdate();
    expect(state.busyElsewhere).toBe(true);
    expect(workers.registration.waiting?.postMessage).not.toHaveBeenCalled();
  });

  test('that another tab asked for is told, and this page left as it is', async () => {
    const keeper = await withUpdate();
    change();
    expect(state.update).toBe('taken');
    expect(reload).not.toHaveBeenCalled();
    await keeper.takeUpdate();
    expect(reload).toHaveBeenCalledOnce();
  });
});
