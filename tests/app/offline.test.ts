/** Without a network, and on a host without headers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGE_HEADERS } from '../../src/offline/page-headers.ts';
import { DESK, launchChromium, launchOptions } from './open-page.ts';
import { hasBuild, offlineStatus, openWithWorker, readyOffline, serveBuild } from './own-server.ts';
import { link, SMALL, train } from './small-run.ts';
import { closeSettings, openSettings, waitForStep } from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function violations(page: Page, part: string): Promise<readonly unknown[]> {
  return (await new AxeBuilder({ page }).include(part).analyze()).violations;
}

describe.skipIf(!hasBuild)('after the first visit', () => {
  test('the lab opens and trains with the server gone and the network off', async () => {
    const server = await serveBuild(PAGE_HEADERS);
    const page = await openWithWorker(browser, server, link(SMALL));
    await offlineStatus(page).getByText('Getting ready for offline use').waitFor();
    await readyOffline(page);
    await server.close();
    await page.context().setOffline(true);
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await train(page);
    await waitForStep(page, 3);
    await offlineStatus(page).getByText('Ready offline').waitFor();
    expect(await violations(page, '.drawer-bar')).toEqual([]);
    // The other places, their recorded sweeps and what was published are kept too.
    await page.goto(new URL('#/transfer', server.url).href);
    await page.locator('.transfer-matrix svg').first().waitFor();
    await page.goto(new URL('#/library', server.url).href);
    await offlineStatus(page).getByText('Ready offline').waitFor();
    expect(await violations(page, 'footer')).toEqual([]);
    await page.context().close();
  });

  test('no file is loaded that this browser has no use for, and none twice', async () => {
    const server = await serveBuild(PAGE_HEADERS);
    // A profile on disk: the other ones keep no large file in the browser's own cache.
    const profile = await mkdtemp(join(tmpdir(), 'prompt-lab-'));
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), ...DESK });
    const page = await context.newPage();
    await page.goto(new URL(link(SMALL), server.url).href);
    await train(page);
    await waitForStep(page, 1);
    await readyOffline(page);
    await context.close();
    await server.close();
    await rm(profile, { recursive: true });
    const sent = (name: RegExp) => server.sent.filter((path) => name.test(path)).length;
    expect(sent(/asyncify.*\.wasm/)).toBe(0);
    expect(sent(/jspi.*\.wasm/)).toBe(1);
    expect(sent(/threaded-[^.]*\.wasm/)).toBe(1);
    expect(sent(/lab-tiny\/model\.onnx_data/)).toBe(1);
    expect(sent(/lab-mini\//)).toBe(0);
  });

  test('a PLM that is downloaded when it is first used is kept from then on', async () => {
    const server = await serveBuild(PAGE_HEADERS);
    const page = await openWithWorker(browser, server, link({ ...SMALL, plm: 'lab-mini' }));
    const form = await openSettings(page);
    await form.getByText('46 MB, downloaded when it is first used').first().waitFor();
    await closeSettings(page);
    await page.getByText('downloads 46 MB once').waitFor();
    await train(page);
    await waitForStep(page, 1);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.tag-stopped').waitFor({ timeout: 100_000 });
    await readyOffline(page);
    await server.close();
    await page.context().setOffline(true);
    await page.reload();
    await train(page);
    await page.locator('.tag-running').waitFor({ timeout: 100_000 });
    await waitForStep(page, 1);
    await page.context().close();
  });

  test('a visitor who saves data is asked first', async () => {
    const server = await serveBuild(PAGE_HEADERS);
    const context = await browser.newContext({ serviceWorkers: 'allow', ...DESK });
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    const page = await context.newPage();
    await page.goto(server.url);
    const button = page.getByRole('button', { name: /^Keep it/ });
    await button.waitFor();
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
    await button.click();
    await readyOffline(page);
    await context.close();
    await server.close();
  });
});

describe.skipIf(!hasBuild)('on a host that sends no headers', () => {
  test('it trains on one thread; kept files bring isolation at the next visit', async () => {
    const server = await serveBuild({});
    const page = await openWithWorker(browser, server, link(SMALL));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await train(page);
    await waitForStep(page, 2);
    expect(await page.getByRole('button', { name: /^Engine:/ }).innerText()).toContain('wasm × 1');
    await readyOffline(page);
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.context().close();
    await server.close();
  });
});
