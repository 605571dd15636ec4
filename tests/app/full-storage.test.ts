/** A storage that is full, for real: what the page says, and what becomes of the run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dropFiles } from './drop-files.ts';
import { DESK, launchOptions } from './open-page.ts';
import { link, SMALL, train } from './small-run.ts';
import { waitForStep } from './train-place.ts';

/** On the disk, because a private profile does not count all that it stores. */
let folder: string;
let context: BrowserContext;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompt-lab-'));
  context = await chromium.launchPersistentContext(folder, {
    ...launchOptions(),
    ...DESK,
    serviceWorkers: 'block',
  });
});
afterAll(async () => {
  await context.close();
  await rm(folder, { recursive: true });
});

const SOON = { timeout: 60_000 };

/** A task of some megabytes; browsers compress what is regular. */
function rows(): string {
  let state = 1;
  const next = (): string => (state = (state * 48271) % 2147483647).toString(36);
  const line = (index: number): string =>
    `film ${Array.from({ length: 40 }, next).join(' ')},${index % 2 === 0 ? 'bad' : 'good'}\n`;
  return `text,label\n${Array.from({ length: 12_000 }, (_, index) => line(index)).join('')}`;
}

/** So much room each profile has at first; Chromium goes on for half a minute by what it last knew to be free. */
const FIRST_ROOM = 6e6;

/** Leaves the page `more` bytes of room beyond what it takes now. */
async function leaveRoom(page: Page, more: number): Promise<void> {
  const { usage = 0 } = await page.evaluate(() => navigator.storage.estimate());
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + more });
}

/** One run after the other until `seen` is there: Chromium may take some more before it says that it is full. Resolves with how many. */
async function trainUntil(page: Page, seen: Locator): Promise<number> {
  let runs = 0;
  await expect
    .poll(
      async () => {
        const isThere = await seen.isVisible();
        if (!isThere && (await page.locator('.tag-finished').isVisible())) {
          await train(page);
          runs += 1;
        }
        return isThere;
      },
      { timeout: 90_000, interval: 500 },
    )
    .toBe(true);
  return runs;
}

test('training goes on, the page names what to delete, and saves the run when there is room', async () => {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(
    new URL(`${link({ ...SMALL, steps: 60, evalEvery: 10 })}#/library`, inject('pageUrl')).href,
  );
  await page.locator('.import-data').getByText('Choose files').waitFor(SOON);
  await leaveRoom(page, FIRST_ROOM);
  await dropFiles(page, [{ name: 'long films.csv', bytes: Buffer.from(rows()) }]);
  await page.locator('.import-data').getByRole('button', { name: 'Import', exact: true }).click(SOON);
  await page.locator('.item', { hasText: 'long films' }).waitFor(SOON);
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await train(page);
  await waitForStep(page, 12);
  await leaveRoom(page, 0);

  const full = page.getByRole('region', { name: 'The storage is full' });
  const runs = 1 + (await trainUntil(page, full));
  await page.locator('.tag-finished').waitFor(SOON);
  await full.getByText(/The run can’t be saved|The checkpoint can’t be saved/).waitFor(SOON);
  expect(await full.innerText()).toMatch(/This page takes [\d.]+ MB/);
  expect(await full.innerText()).toMatch(/What waits to be saved takes about [\d.]+ [kM]B/);
  expect((await new AxeBuilder({ page }).include('.full-storage').analyze()).violations).toEqual([]);

  const item = full.getByRole('listitem').filter({ hasText: 'long films' });
  await item.getByText(/task, \d/).waitFor(SOON);
  await item.getByRole('button', { name: 'Delete long films' }).click();
  await item.getByRole('button', { name: 'Delete for good' }).click();
  await full.waitFor({ ...SOON, state: 'detached' });

  await page.reload();
  await page.locator('.tag-finished').waitFor(SOON);
  await page.getByRole('link', { name: 'Library', exact: true }).click();
  const kept = page.locator('.item', { hasText: /4 soft tokens, seed \d+, test/ });
  await expect.poll(() => kept.count(), SOON).toBe(runs);
  expect(await page.locator('.item', { hasText: 'long films' }).count()).toBe(0);
  expect(problems).toEqual([]);
});
