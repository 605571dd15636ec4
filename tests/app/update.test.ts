/** A new version of the lab never breaks what runs: it waits, says so, and comes when someone asks for it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFLINE_WORKER } from '../../src/protocol/offline-protocol.ts';
import { PAGE_HEADERS } from '../../src/offline/page-headers.ts';
import { launchChromium } from './open-page.ts';
import { copyBuild, hasBuild, openWithWorker, readyOffline, serveBuild } from './own-server.ts';
import { link, SMALL, train } from './small-run.ts';
import { stepOf, waitForStep } from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const REVISION = /("revision":")[^"]+("\s*,\s*"url":"index\.html")/;

/** Puts another version in the place of the one in `folder`: told apart by its description. */
async function publishVersion(folder: string, name: string): Promise<void> {
  const page = join(folder, 'index.html');
  const html = await readFile(page, 'utf8');
  await writeFile(page, html.replace(/(name="description" content=")[^"]*/, `$1${name}`));
  const worker = join(folder, OFFLINE_WORKER);
  const script = await readFile(worker, 'utf8');
  expect(script).toMatch(REVISION);
  await writeFile(worker, script.replace(REVISION, `$1${name}$2`));
}

const versionOf = (page: Page): Promise<string | null> =>
  page.getAttribute('meta[name="description"]', 'content');

describe.skipIf(!hasBuild)('a new version', () => {
  test('waits while a run is under way, in this tab or another, and comes by a click', async () => {
    const copy = await copyBuild();
    const server = await serveBuild(PAGE_HEADERS, copy.folder);
    const page = await openWithWorker(browser, server, link({ ...SMALL, steps: 5000, evalEvery: 2500 }));
    await readyOffline(page);
    const first = await versionOf(page);
    await train(page);
    await waitForStep(page, 2);

    await publishVersion(copy.folder, 'second');
    // What the first version has not asked for yet must still be there for it.
    const other = await page.context().newPage();
    await other.goto(server.url);
    const notice = (of: Page) => of.getByRole('complementary', { name: 'New version' });
    await notice(page).waitFor();
    expect(await notice(page).innerText()).toContain('waits until the run is done');
    expect(await notice(page).getByRole('button').count()).toBe(0);
    const step = await stepOf(page);
    await waitForStep(page, step + 3);

    expect(await versionOf(other)).toBe(first);
    await notice(other).getByRole('button', { name: 'Reload now' }).click();
    await notice(other).getByText('the run in another tab').waitFor();
    expect(await versionOf(other)).toBe(first);

    await page.getByRole('button', { name: 'Stop' }).click();
    const reload = notice(page).getByRole('button', { name: 'Reload now' });
    await reload.waitFor();
    expect(await versionOf(page)).toBe(first);
    await reload.click();
    await page.waitForFunction(
      () => document.querySelector('meta[name="description"]')?.getAttribute('content') === 'second',
    );
    // The other tab is told, and left as it is.
    await notice(other).getByText('Another tab uses a new version').waitFor();
    expect(await versionOf(other)).toBe(first);
    await page.context().close();
    await server.close();
    await copy.remove();
  });
});
