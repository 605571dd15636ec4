/** Live sweeps, as a person runs them and as the world breaks them. */
import type { Browser, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchChromium, openPage } from './open-page.ts';
import { CELLS, PATIENCE, startSmallSweep, storedCells, waitForCells } from './small-sweep.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const TEST = { timeout: 500_000 };

/** What was there is there as it was: times included, so nothing was computed a second time. */
function expectKept(
  later: Readonly<Record<string, string>>,
  earlier: Readonly<Record<string, string>>,
): void {
  expect(Object.fromEntries(Object.keys(earlier).map((key) => [key, later[key]]))).toEqual(earlier);
}

function sweepWorker(page: Page): Worker {
  // One that is gone may still be listed, before the one that took its place.
  const worker = page.workers().findLast((one) => one.url().includes('sweep.worker'));
  if (worker === undefined) throw new Error('No sweep worker is at work');
  return worker;
}

test('whatever breaks, no finished cell is lost and the sweep is finished', TEST, async () => {
  const { page } = await openPage(browser, '#/transfer');
  const context = page.context();
  const notice = page.locator('.sweep-notices .banner');

  // The connection breaks while the PLM is loaded.
  await context.route('**/model.onnx_data', (route) => route.abort());
  await startSmallSweep(page);
  await notice.getByText('Trying again in').waitFor(PATIENCE);
  await context.unroute('**/model.onnx_data');
  let kept = await waitForCells(page, 1);

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('.tag-paused').waitFor(PATIENCE);
  await page.getByRole('link', { name: 'Train' }).click();
  await page.locator('.place.train').waitFor();
  await page.getByRole('link', { name: 'Transfer' }).click();
  await page.locator('.tag-paused').waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();

  // Everything was loaded before the first cell: it goes on without a network, until the worker dies, too.
  await context.setOffline(true);
  kept = await waitForCells(page, Object.keys(kept).length + 1);
  await sweepWorker(page)
    .evaluate(() => self.close())
    .catch(() => undefined);
  await notice.getByText('Trying again in').waitFor(PATIENCE);
  await context.setOffline(false);
  const afterOffline = await waitForCells(page, Object.keys(kept).length + 2);
  expectKept(afterOffline, kept);

  await sweepWorker(page).evaluate(() => {
    setTimeout(() => {
      throw new Error('an accident');
    });
  });
  await notice.getByText('an accident').waitFor(PATIENCE);
  const afterCrash = await waitForCells(page, Object.keys(afterOffline).length + 1);
  expectKept(afterCrash, afterOffline);

  // The tab is killed; the page opened anew has the sweep.
  await page.close();
  const again = await context.newPage();
  await again.goto(new URL('#/transfer', inject('pageUrl')).href);
  await again.getByText('from an earlier visit').waitFor(PATIENCE);
  const found = await storedCells(again);
  expectKept(found, afterCrash);
  await again.setViewportSize({ width: 390, height: 800 });
  expect(await again.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const left = CELLS - Object.keys(found).length;
  await again.getByRole('button', { name: `Go on: ${String(left)} cell` }).click();
  await again.locator('.tag-finished').waitFor(PATIENCE);
  const all = await storedCells(again);
  expect(Object.keys(all)).toHaveLength(CELLS);
  expectKept(all, found);
  await again.keyboard.press('e');
  await again
    .getByText(`${String(CELLS)} of ${String(CELLS)} cells`)
    .first()
    .waitFor(PATIENCE);
  await again.keyboard.press('b');
  const matrix = again.locator('figure.figure').first();
  await matrix.getByRole('button', { name: 'Table' }).click();
  expect(await matrix.locator('tbody tr').count()).toBeGreaterThanOrEqual(2);

  await again.keyboard.press('Escape');
  await again.getByRole('button', { name: 'all settings' }).click();
  await again.getByRole('button', { name: 'Delete it from this device' }).click();
  await again.getByRole('button', { name: 'Delete', exact: true }).click();
  await again.locator('.tag-recorded').waitFor(PATIENCE);
  // What was deleted could be put back until the page is left.
  await again.reload();
  await expect.poll(async () => Object.keys(await storedCells(again)), PATIENCE).toEqual([]);
});
