/** Two tabs of one browser: each keeps its own run, and sees what the other does to the Library. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DESK, launchChromium } from './open-page.ts';
import { CELLS, startSmallSweep, storedCells, waitForCells } from './small-sweep.ts';
import { link, SMALL, train } from './small-run.ts';
import { recipeWords, stepOf, waitForStep } from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const SOON = { timeout: 60_000 };

const newContext = (): Promise<BrowserContext> => browser.newContext({ serviceWorkers: 'block', ...DESK });

async function openTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL(path, inject('pageUrl')).href);
  return page;
}

const appears = (what: Locator): Promise<boolean> =>
  what.waitFor(SOON).then(
    () => true,
    () => false,
  );

/** Trains until there is a checkpoint of about step `step`. */
async function trainTo(page: Page, step: number): Promise<void> {
  await train(page);
  await waitForStep(page, step);
}

const RECIPE = { ...SMALL, steps: 5000, evalEvery: 20 };

test('two tabs that train at once each come back with their own run', { timeout: 300_000 }, async () => {
  const context = await newContext();
  const one = await openTab(context, link({ ...RECIPE, seed: 11 }));
  const two = await openTab(context, link({ ...RECIPE, seed: 22, promptLength: 6 }));
  await Promise.all([trainTo(one, 25), trainTo(two, 25)]);
  await Promise.all([one.reload(), two.reload()]);
  for (const page of [one, two]) {
    await page.getByText('from your last visit').waitFor(SOON);
    await expect.poll(() => stepOf(page), SOON).toBeGreaterThanOrEqual(20);
    expect(await page.getByText('A run of another visit').count()).toBe(0);
  }
  for (const [page, tokens] of [
    [one, '4 soft tokens'],
    [two, '6 soft tokens'],
  ] as const) {
    expect(await recipeWords(page)).toContain(tokens);
    expect(await page.locator('s.recipe-struck').count()).toBe(0);
  }
  await context.close();
});

test(
  'a tab that crashed in the middle of a run: the next one goes on with it, or leaves it',
  { timeout: 300_000 },
  async () => {
    const context = await newContext();
    const one = await openTab(context, link(RECIPE));
    await trainTo(one, 25);
    const session = await context.newCDPSession(one);
    const crashed = one.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined);
    await crashed;

    const two = await openTab(context, '');
    const offer = two.locator('.banner', { hasText: 'A run of another visit stands at step' });
    await offer.waitFor(SOON);
    await offer.getByRole('button', { name: 'Go on with it' }).click();
    await offer.waitFor({ ...SOON, state: 'detached' });
    await waitForStep(two, 26);
    await two.locator('.tag-running').waitFor(SOON);
    // Taken over: nobody else is asked.
    const three = await openTab(context, '');
    await three.locator('.tag-recorded').waitFor(SOON);
    expect(await three.getByText('A run of another visit').count()).toBe(0);

    await two.close();
    await three.reload();
    const left = three.locator('.banner', { hasText: 'A run of another visit stands at step' });
    await left.waitFor(SOON);
    await left.getByRole('button', { name: 'Leave it' }).click();
    await left.waitFor({ ...SOON, state: 'detached' });
    await three.getByRole('link', { name: 'Library', exact: true }).click();
    await three.locator('.item', { hasText: '4 soft tokens' }).waitFor(SOON);
    await context.close();
  },
);

test(
  'what is deleted, put back and renamed in one tab is seen in the other',
  { timeout: 300_000 },
  async () => {
    const context = await newContext();
    const one = await openTab(context, link({ ...SMALL, steps: 4 }));
    const two = await openTab(context, '#/library');
    await two.locator('.storage-bar').waitFor(SOON);
    await train(one);
    await one.locator('.tag-finished').waitFor(SOON);
    const kept = two.locator('.item', { hasText: '4 soft tokens' });
    await kept.waitFor(SOON);
    await one.getByRole('link', { name: 'Library', exact: true }).click();
    await one
      .locator('.item', { hasText: '4 soft tokens' })
      .getByRole('button', { name: /^Delete/ })
      .click();
    await kept.waitFor({ ...SOON, state: 'detached' });
    // A tab that opens meanwhile leaves it to be put back.
    await two.reload();
    await two.locator('.storage-bar').waitFor(SOON);
    await one.getByRole('button', { name: 'Undo' }).click();
    await kept.waitFor(SOON);
    await kept.getByRole('button', { name: /^Rename/ }).click();
    await two.getByLabel('Name', { exact: true }).fill('My prompt');
    await two.keyboard.press('Enter');
    await one.locator('.item-name', { hasText: 'My prompt' }).waitFor(SOON);
    // What the other tab has given the room of back can't be put back here, and that is said.
    await one.getByRole('button', { name: 'Delete My prompt' }).click();
    await one.getByRole('button', { name: 'Undo' }).waitFor(SOON);
    await kept.waitFor({ ...SOON, state: 'detached' });
    await two.evaluate(async () => {
      const request = indexedDB.open('prompt-lab');
      await new Promise((resolve) => (request.onsuccess = resolve));
      const store = request.result.transaction('entries', 'readwrite').objectStore('entries');
      store.delete(IDBKeyRange.bound('v2/run', 'v2/run~'));
      await new Promise((resolve) => (store.transaction.oncomplete = resolve));
      request.result.close();
    });
    await one.getByRole('button', { name: 'Undo' }).click();
    await one.getByRole('alert').getByText('My prompt can’t be put back').waitFor(SOON);
    await context.close();
  },
);

test('a sweep that both tabs go on with is computed by one of them', { timeout: 300_000 }, async () => {
  const context = await newContext();
  const one = await openTab(context, '#/transfer');
  await startSmallSweep(one);
  await waitForCells(one, 2);
  await one.getByRole('button', { name: 'Stop' }).click();
  await one.locator('.tag-stopped').waitFor(SOON);
  const two = await openTab(context, '#/transfer');
  await two.getByText('from an earlier visit').waitFor(SOON);
  const goOn = (page: Page): Promise<void> => page.getByRole('button', { name: /^Go on: \d+ cells/ }).click();
  await Promise.all([goOn(one), goOn(two)]);
  const isElsewhere = (page: Page): Promise<boolean> =>
    appears(page.getByRole('alert').getByText('Another tab of this browser is computing this sweep'));
  const [refused, computing] = await Promise.race([
    isElsewhere(one).then((isSo) => (isSo ? [one, two] : [two, one])),
    isElsewhere(two).then((isSo) => (isSo ? [two, one] : [one, two])),
  ]);
  expect(await appears(computing.locator('.tag-finished'))).toBe(true);
  expect(await refused.locator('.tag-failed').count()).toBe(1);
  expect(Object.keys(await storedCells(one))).toHaveLength(CELLS);
  await context.close();
});

test('a duplicated tab is a visit of its own', async () => {
  const context = await newContext();
  const one = await openTab(context, '');
  await one.locator('.tag-recorded').waitFor(SOON);
  const [twin] = await Promise.all([
    context.waitForEvent('page'),
    one.evaluate(() => void window.open(location.href, '_blank')),
  ]);
  await twin.locator('.tag-recorded').waitFor(SOON);
  const name = (page: Page): Promise<string | null> =>
    page.evaluate(() => sessionStorage.getItem('prompt-lab/visit'));
  expect(await name(one)).not.toBeNull();
  expect(await name(twin)).not.toBe(await name(one));
  await context.close();
});
