/** Jobs of seconds, as a person drives them: started, gone on with where they are offered again, and looked at from outside. */
import type { Page } from 'playwright-core';
import { link, SMALL, train } from '../small-run.ts';
import { CELLS, startSmallSweep, storedCells } from '../small-sweep.ts';
import { entriesOf } from '../stored-entries.ts';
import type { JobName } from './fault-kinds.ts';

export interface DrivenJob {
  readonly name: JobName;
  /** Where it begins, relative to the page's address. */
  readonly path: string;
  /** About how far it can get. */
  readonly whole: number;
  start(page: Page): Promise<void>;
  /** How far what is kept on the device has got; null for nothing yet. */
  kept(page: Page): Promise<number | null>;
  /** Goes on with what the page offers, where it offers something; the job may be over by then. */
  goOn(page: Page, limitMs: number): Promise<void>;
  isOver(page: Page): Promise<boolean>;
  /** What it left on the device, without what is another one each time, such as seconds. */
  left(page: Page): Promise<string>;
}

/** @param engine `wasm` computes the same bits each time */
export function drivenRun(engine: 'wasm' | 'webgpu', steps: number): DrivenJob {
  const recipe = { ...SMALL, engine, steps, evalEvery: Math.ceil(steps / 8) };
  return {
    name: 'run',
    path: link(recipe),
    whole: steps,
    start: train,
    async kept(page) {
      const sessions = Object.values(await entriesOf(page, 'v2/session/')).map(
        (text) => JSON.parse(text) as { readonly checkpoint: { readonly step: number } | null },
      );
      const found = sessions.flatMap(({ checkpoint }) => (checkpoint === null ? [] : [checkpoint.step]));
      return found.length === 0 ? null : Math.max(...found);
    },
    async goOn(page, limitMs) {
      const own = page.getByRole('button', { name: /^Resume/ });
      const left = page.getByRole('button', { name: 'Go on with it' });
      const over = page.locator('.tag-finished').first();
      await own.or(left).or(over).first().waitFor({ timeout: limitMs });
      if (await own.isVisible()) await own.click();
      else if (await left.isVisible()) await left.click();
    },
    isOver: (page) => page.locator('.tag-finished').first().isVisible(),
    async left(page) {
      const runs = Object.values(await entriesOf(page, 'v2/run/')).map(
        (text) =>
          JSON.parse(text) as {
            readonly points: readonly { readonly step: number; readonly loss: number }[];
            readonly prompt: { readonly values: unknown } | null;
            readonly dev: unknown;
            readonly result: { readonly test: number } | null;
          },
      );
      if (runs.length !== 1) return `${String(runs.length)} runs are kept`;
      const [{ points, prompt, dev, result }] = runs;
      if (points.length !== steps)
        return `${String(points.length)} points of ${String(steps)} steps are kept`;
      return JSON.stringify([
        points.map(({ step, loss }) => [step, loss]),
        prompt?.values,
        dev,
        result?.test,
      ]);
    },
  };
}

export const SWEEP: DrivenJob = {
  name: 'sweep',
  path: '#/transfer',
  whole: CELLS,
  start: startSmallSweep,
  async kept(page) {
    const count = Object.keys(await storedCells(page)).length;
    return count === 0 ? null : count;
  },
  async goOn(page, limitMs) {
    const offer = page.getByRole('button', { name: /^Go on: \d+ cell/ });
    const whole = page.getByText(`${String(CELLS)} of ${String(CELLS)} cells`).first();
    await page.getByText('from an earlier visit').first().waitFor({ timeout: limitMs });
    await offer.or(whole).first().waitFor({ timeout: limitMs });
    if (await offer.isVisible()) await offer.click();
  },
  async isOver(page) {
    return Object.keys(await storedCells(page)).length === CELLS;
  },
  async left(page) {
    const cells = Object.entries(await storedCells(page)).map(([key, text]) => [
      key.split('/').slice(3).join('/'),
      JSON.parse(text, (name, value: unknown) => (name === 'seconds' ? null : value)) as unknown,
    ]);
    return JSON.stringify(Object.fromEntries(cells.sort(([a], [b]) => String(a).localeCompare(String(b)))));
  },
};
