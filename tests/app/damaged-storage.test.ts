/** Whatever is on the disk, the page opens; what can't be read is offered as a download. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openPage } from './open-page.ts';
import { link, SMALL, train } from './small-run.ts';
import { waitForStep } from './train-place.ts';
import { entriesOf } from './stored-entries.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const SOON = { timeout: 60_000 };

/** Changes the fields of the stored entry whose key begins so. */
async function spoil(page: Page, start: string, path: string, value: unknown): Promise<void> {
  await page.evaluate(
    async ({ wanted, fields, put }) => {
      const request = indexedDB.open('prompt-lab');
      await new Promise((resolve) => (request.onsuccess = resolve));
      const store = request.result.transaction('entries', 'readwrite').objectStore('entries');
      const cursor = store.openCursor(IDBKeyRange.bound(wanted, `${wanted}\uffff`));
      await new Promise<void>((resolve) => {
        cursor.onsuccess = () => {
          const entry: unknown = cursor.result?.value;
          let holder: unknown = entry;
          for (const field of fields.slice(0, -1)) holder = Reflect.get(holder as object, field);
          Reflect.set(holder as object, fields.at(-1) ?? '', put);
          cursor.result?.update(entry);
          resolve();
        };
      });
      await new Promise((resolve) => (store.transaction.oncomplete = resolve));
      request.result.close();
    },
    { wanted: start, fields: path.split('.'), put: value },
  );
}

test(
  'a checkpoint that can’t be: the run is shown as it stood, the rest is set aside',
  { timeout: 300_000 },
  async () => {
    const { page, problems } = await openPage(browser, link({ ...SMALL, steps: 5000, evalEvery: 20 }));
    await train(page);
    await waitForStep(page, 25);
    await page.getByRole('button', { name: 'Pause' }).click(SOON);
    await page.locator('.tag-paused').waitFor(SOON);
    await page.waitForTimeout(1000);
    await spoil(page, 'v2/session/', 'checkpoint.step', 1e9);
    await page.reload();

    const notice = page.getByRole('complementary', { name: 'The last session, set aside' });
    await notice.waitFor(SOON);
    await page.locator('.tag-stopped').waitFor(SOON);
    expect(await page.getByRole('button', { name: /^Resume/ }).count()).toBe(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      notice.getByRole('button', { name: 'Download it' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('1000000000');
    await notice.getByRole('button', { name: 'Delete it' }).click();
    await notice.waitFor({ ...SOON, state: 'detached' });
    expect(await entriesOf(page, 'v2/set-aside/')).toEqual({});
    expect(problems).toEqual([]);
  },
);

test('entries of any kind that are nonsense leave every place open', { timeout: 300_000 }, async () => {
  const { page, problems } = await openPage(browser, '');
  await page.locator('.tag-recorded').waitFor(SOON);
  await page.evaluate(async () => {
    const visit = sessionStorage.getItem('prompt-lab/visit') ?? '';
    const request = indexedDB.open('prompt-lab');
    await new Promise((resolve) => (request.onsuccess = resolve));
    const store = request.result.transaction('entries', 'readwrite').objectStore('entries');
    const kinds = [
      'run',
      'run-head',
      'prompt',
      'sweep',
      'sweep-head',
      'model',
      'task',
      'task-head',
      'verbalizer',
      'verbalizer-head',
      'download',
    ];
    for (const kind of kinds) store.put({ id: 'x', files: [null], entry: {}, tasks: [1] }, `v2/${kind}/x`);
    store.put({ record: { recipe: null }, checkpoint: [] }, `v2/session/${visit}`);
    store.put(7, 'v2/draft/train');
    store.put({ plm: [] }, 'v2/draft/sweep');
    store.put('text', 'v2/trash/run/x');
    store.put(
      { recipe: null, kind: 'sweep', version: 1, tasks: [], plms: [], parts: [null] },
      'v1/sweep/old',
    );
    localStorage.setItem('prompt-lab/v1/preferences', '[{');
    await new Promise((resolve) => (store.transaction.oncomplete = resolve));
    request.result.close();
  });
  await page.reload();
  await page.locator('.tag-recorded').waitFor(SOON);
  await page.getByRole('complementary', { name: 'The last session, set aside' }).waitFor(SOON);
  await page.getByRole('link', { name: 'Library', exact: true }).click();
  await page.locator('.storage-bar').waitFor(SOON);
  expect(await page.locator('.banner-error').count()).toBe(0);
  await page.getByRole('link', { name: 'Transfer', exact: true }).click();
  await page.locator('.tag-recorded').waitFor(SOON);
  expect(problems).toEqual([]);
});
