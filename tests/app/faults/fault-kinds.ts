/** What can go wrong around a job, as a table: what each fault does to a page whose job is under way. */
import type { BrowserContext, Page, Worker } from 'playwright-core';

/** Which worker computes the job. */
export type JobName = 'run' | 'sweep';

const WORKER: Readonly<Record<JobName, string>> = { run: 'train.worker', sweep: 'sweep.worker' };

/** What of the job is where after the fault. */
export type Aftermath =
  /** The page is there, and its job goes on by itself. */
  | { readonly kind: 'by-itself'; readonly page: Page; readonly heal: () => Promise<void> }
  /** The page is another one: the job is offered in it, to be gone on with. */
  | { readonly kind: 'offered'; readonly page: Page };

export interface Fault {
  readonly name: string;
  readonly group: 'worker' | 'page' | 'storage' | 'device';
  /** Whether it can come before there is anything to go on from. */
  readonly early: boolean;
  inject(page: Page, job: JobName): Promise<Aftermath>;
}

const NOTHING = (): Promise<void> => Promise.resolve();

/** The job's worker; one that is gone may still be listed, before the one that took its place. */
async function workerOf(page: Page, job: JobName): Promise<Worker> {
  const end = Date.now() + 30_000;
  for (;;) {
    const worker = page.workers().findLast((one) => one.url().includes(WORKER[job]));
    if (worker !== undefined) return worker;
    if (Date.now() > end) throw new Error(`No ${job} worker is at work`);
    await page.waitForTimeout(50);
  }
}

/** Where the job's results are written from: a run's by the page, a sweep's by its worker. */
const writerOf = (page: Page, job: JobName): Promise<Page | Worker> =>
  job === 'run' ? Promise.resolve(page) : workerOf(page, job);

async function byItself(page: Page, injected: Promise<unknown>): Promise<Aftermath> {
  // What ends a worker ends the answer as well.
  await Promise.race([injected.catch(() => undefined), page.waitForTimeout(1000)]);
  return { kind: 'by-itself', page, heal: NOTHING };
}

async function anew(context: BrowserContext, url: string): Promise<Aftermath> {
  const page = await context.newPage();
  await page.goto(url);
  return { kind: 'offered', page };
}

/** A storage that refuses every write in this way until it is healed. */
function refusing(name: string, of: 'put' | 'transaction', error: string): Fault {
  return {
    name,
    group: 'storage',
    early: false,
    async inject(page, job) {
      const writer = await writerOf(page, job);
      const refuse = ({ what, thrown }: { readonly what: string; readonly thrown: string }): void => {
        const holder: object = what === 'put' ? IDBObjectStore.prototype : IDBDatabase.prototype;
        Reflect.set(self, 'healStorage', Reflect.get(holder, what));
        Reflect.set(holder, what, function (this: IDBDatabase, ...args: readonly unknown[]) {
          // A connection that ended refuses to read, too.
          if (what === 'transaction') this.close();
          if (what === 'put' || args[1] === 'readwrite') throw new DOMException('injected', thrown);
          const original: unknown = Reflect.get(self, 'healStorage');
          if (typeof original !== 'function') throw new Error('Healed meanwhile');
          return Reflect.apply(original, this, args) as unknown;
        });
      };
      const heal = (what: string): void => {
        const holder: object = what === 'put' ? IDBObjectStore.prototype : IDBDatabase.prototype;
        Reflect.set(holder, what, Reflect.get(self, 'healStorage'));
      };
      // Both faces of `evaluate` take the same, which its types don't say of their union.
      await (writer as Page).evaluate(refuse, { what: of, thrown: error });
      return {
        kind: 'by-itself',
        page,
        // The worker may be another one by then.
        heal: () => (writer as Page).evaluate(heal, of).catch(() => undefined),
      };
    },
  };
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'worker closed',
    group: 'worker',
    early: true,
    inject: async (page, job) => {
      const worker = await workerOf(page, job);
      return byItself(
        page,
        worker.evaluate(() => self.close()),
      );
    },
  },
  {
    name: 'worker terminated',
    group: 'worker',
    early: true,
    inject: async (page, job) => {
      await workerOf(page, job);
      const terminated = page.evaluate((script) => {
        const made = Reflect.get(window, 'madeWorkers') as readonly (readonly [string, globalThis.Worker])[];
        made.findLast(([url]) => url.includes(script))?.[1].terminate();
      }, WORKER[job]);
      return byItself(page, terminated);
    },
  },
  {
    name: 'worker thrown',
    group: 'worker',
    early: true,
    inject: async (page, job) => {
      const worker = await workerOf(page, job);
      const thrown = worker.evaluate(() => {
        setTimeout(() => {
          throw new Error('an injected accident');
        });
      });
      return byItself(page, thrown);
    },
  },
  {
    name: 'reload',
    group: 'page',
    early: false,
    inject: async (page) => {
      await page.reload();
      return { kind: 'offered', page };
    },
  },
  {
    name: 'tab closed',
    group: 'page',
    early: false,
    inject: async (page) => {
      const [context, url] = [page.context(), page.url()];
      await page.close();
      return anew(context, url);
    },
  },
  {
    name: 'tab crashed',
    group: 'page',
    early: false,
    inject: async (page) => {
      const [context, url] = [page.context(), page.url()];
      const session = await context.newCDPSession(page);
      const crashed = page.waitForEvent('crash');
      session.send('Page.crash').catch(() => undefined);
      await crashed;
      return anew(context, url);
    },
  },
  refusing('storage full', 'put', 'QuotaExceededError'),
  refusing('storage broken', 'put', 'UnknownError'),
  refusing('storage closed', 'transaction', 'InvalidStateError'),
  {
    name: 'device destroyed',
    group: 'device',
    early: false,
    inject: async (page, job) => {
      const worker = await workerOf(page, job);
      const destroyed = worker.evaluate(() => {
        const devices = Reflect.get(self, 'madeDevices') as readonly GPUDevice[];
        for (const device of devices) device.destroy();
      });
      return byItself(page, destroyed);
    },
  },
];

/** What tsx puts around named functions, so that they keep their names; a page doesn't have it. */
const NAMES = 'globalThis.__name = (named) => named;';

/** Makes the page's workers, and their devices, reachable for the faults. */
export async function prepareForFaults(context: BrowserContext): Promise<void> {
  await context.addInitScript(NAMES);
  await context.addInitScript(() => {
    const made: [string, globalThis.Worker][] = [];
    Reflect.set(window, 'madeWorkers', made);
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        made.push([String(url), this]);
      }
    };
  });
  context.on('page', (page) => {
    page.on('worker', (worker) => {
      worker.evaluate(NAMES).catch(() => undefined);
      worker
        .evaluate(() => {
          if (!('GPUAdapter' in self)) return;
          const devices: GPUDevice[] = [];
          Reflect.set(self, 'madeDevices', devices);
          const { prototype } = GPUAdapter;
          const original: unknown = Reflect.get(prototype, 'requestDevice');
          Reflect.set(
            prototype,
            'requestDevice',
            async function (this: GPUAdapter, ...args: readonly unknown[]) {
              if (typeof original !== 'function') throw new Error('No device can be had');
              const device = (await Reflect.apply(original, this, args)) as GPUDevice;
              devices.push(device);
              return device;
            },
          );
        })
        .catch(() => undefined);
    });
  });
}
