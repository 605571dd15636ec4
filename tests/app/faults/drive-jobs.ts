/** Jobs that are driven as a person does it: started, gone on with where they are offered again, stopped, and looked at from outside. */
import type { Page } from 'playwright-core';
import { link, SMALL, train } from '../small-run.ts';
import { CELLS, startSmallSweep, storedCells } from '../small-sweep.ts';
import { entriesOf } from '../stored-entries.ts';
import type { JobName } from './fault-kinds.ts';

/** What a job has left on the device: each part by its name, without what is another one each time, such as seconds. */
export type Left = Readonly<Record<string, string>>;

export interface DrivenJob {
  readonly name: JobName;
  /** Where it begins, relative to the page's address. */
  readonly path: string;
  /** Whether it computes the same bits each time. */
  readonly repeats: boolean;
  start(page: Page): Promise<void>;
  /** How far what is kept on the device has got; null for nothing yet. */
  kept(page: Page): Promise<number | null>;
  /** Goes on with what the page offers, where it offers something; the job may be over by then. */
  goOn(page: Page, limitMs: number): Promise<void>;
  isOver(page: Page): Promise<boolean>;
  /** @throws Error when parts of it are missing */
  left(page: Page): Promise<Left>;
}

interface StoredSession {
  readonly checkpoint: { readonly step: number } | null;
  readonly record: {
    readonly points: readonly { readonly step: number; readonly loss: number }[];
    readonly artefacts: Readonly<Record<string, unknown>>;
  };
}

const sessionsOf = async (page: Page): Promise<readonly StoredSession[]> =>
  Object.values(await entriesOf(page, 'v2/session/')).map((text) => JSON.parse(text) as StoredSession);

const hasEnded = (page: Page): Promise<boolean> =>
  page.locator('.tag-stopped, .tag-finished').first().isVisible();

/** A run that is longer than anybody waits for. */
export function drivenRun(engine: 'wasm' | 'webgpu'): DrivenJob {
  return {
    name: 'run',
    path: link({ ...SMALL, engine, steps: 20_000, evalEvery: engine === 'wasm' ? 20 : 4 }),
    repeats: engine === 'wasm',
    start: train,
    async kept(page) {
      const found = (await sessionsOf(page)).flatMap(({ checkpoint }) =>
        checkpoint === null ? [] : [checkpoint.step],
      );
      return found.length === 0 ? null : Math.max(...found);
    },
    async goOn(page, limitMs) {
      const own = page.getByRole('button', { name: /^Resume/ });
      const left = page.getByRole('button', { name: 'Go on with it' });
      await own.or(left).first().waitFor({ timeout: limitMs });
      await own.or(left).first().click();
    },
    isOver: hasEnded,
    async left(page) {
      const session = (await sessionsOf(page)).find(({ checkpoint }) => checkpoint === null);
      if (session === undefined) throw new Error('the stopped run is not kept');
      const { points, artefacts } = session.record;
      const runs = Object.keys(await entriesOf(page, 'v2/run/')).length;
      if (Object.hasOwn(artefacts, 'prompt') && runs !== 1)
        throw new Error(`${String(runs)} runs are among the saved ones`);
      points.forEach(({ step }, i) => {
        if (step !== i + 1) throw new Error(`point ${String(i + 1)} is of step ${String(step)}`);
      });
      return Object.fromEntries(points.map(({ step, loss }) => [String(step), String(loss)]));
    },
  };
}

export const SWEEP: DrivenJob = {
  name: 'sweep',
  path: '#/transfer',
  repeats: true,
  start: startSmallSweep,
  async kept(page) {
    const count = Object.keys(await storedCells(page)).length;
    return count === 0 ? null : count;
  },
  async goOn(page, limitMs) {
    const offer = page.getByRole('button', { name: /^Go on: \d+ cell/ });
    const whole = page.getByText(`${String(CELLS)} of ${String(CELLS)} cells`).first();
    await page.getByText('from an earlier visit').first().waitFor({ timeout: limitMs });
    // How much of it is done stands in its drawer.
    const files = page.locator('[data-drawer="save"]');
    if ((await files.getAttribute('aria-expanded')) !== 'true') await files.click();
    await offer.or(whole).first().waitFor({ timeout: limitMs });
    if (await offer.isVisible()) await offer.click();
  },
  isOver: async (page) => (await hasEnded(page)) || Object.keys(await storedCells(page)).length === CELLS,
  async left(page) {
    const cells = Object.entries(await storedCells(page)).map(([key, text]): [string, string] => [
      key.split('/').slice(3).join('/'),
      JSON.stringify(JSON.parse(text, (name, value: unknown) => (name === 'seconds' ? null : value))),
    ]);
    return Object.fromEntries(cells);
  },
};

/** Parts that two jobs both left, and that are not the same. */
export function disagreements(a: Left, b: Left): readonly string[] {
  return Object.keys(a).filter((part) => Object.hasOwn(b, part) && a[part] !== b[part]);
}
