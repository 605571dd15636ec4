/** The Library as people use it: found, named, deleted, put back; by keyboard alone; for every reader. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dropFiles } from './drop-files.ts';
import { launchChromium } from './open-page.ts';
import { link, SMALL, train } from './small-run.ts';

const SOON = { timeout: 60_000 };
const CSV = `text,label\n${Array.from(
  { length: 60 },
  (_, i) => `a ${i % 2 === 0 ? 'dull' : 'fine'} film number ${String(i)},${i % 2 === 0 ? 'bad' : 'good'}\n`,
).join('')}`;

let browser: Browser;
let context: BrowserContext;

async function openLibrary(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL('#/library', inject('pageUrl')).href);
  await page.locator('.item').first().waitFor(SOON);
  return page;
}

/** One profile for all: a task of one's own, a run on it, and one on a task that ships. */
beforeAll(async () => {
  browser = await launchChromium();
  context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(new URL('#/library', inject('pageUrl')).href);
  await page.locator('.import-data').getByText('Choose files').waitFor(SOON);
  await dropFiles(page, [{ name: 'my films.csv', bytes: Buffer.from(CSV) }]);
  await page.locator('.import-data').getByRole('button', { name: 'Import', exact: true }).click(SOON);
  await page.locator('.item', { hasText: 'my films' }).waitFor(SOON);
  for (const task of ['my-films', 'sst2']) {
    await page.goto('about:blank');
    await page.goto(new URL(link({ ...SMALL, task, steps: 4 }), inject('pageUrl')).href);
    await train(page);
    await page.locator('.tag-finished').waitFor(SOON);
  }
  await page.close();
}, 200_000);
afterAll(() => browser.close());

const item = (page: Page, name: string | RegExp) =>
  page.locator('.item', { has: page.locator('.item-name', { hasText: name }) });

test('each item tells how large it is and what uses it; the whole is told above', async () => {
  const page = await openLibrary();
  const task = await item(page, 'my films').innerText();
  expect(task).toMatch(/2 classes, \d+ \/ \d+ \/ \d+ rows · \d+ kB/);
  expect(task).toMatch(/Used by .*my-films/);
  expect(await item(page, 'sst2').innerText()).toMatch(
    /4 soft tokens, seed \d+, test [\d.]+ % · [\d.]+ [kM]B/,
  );
  expect(await page.locator('.storage-bar').innerText()).toMatch(/^3 items, [\d.]+ [kM]B/);
  await page.close();
});

test('the search finds by name, by facts and by what uses it, and says when there is none', async () => {
  const page = await openLibrary();
  const names = () => page.locator('.library-section > .items .item-name').allInnerTexts();
  const search = page.getByLabel('Search');
  await search.fill('SST2');
  await expect.poll(names).toEqual([expect.stringContaining('sst2')]);
  await search.fill('my-films');
  await expect.poll(async () => (await names()).length).toBe(2);
  await search.fill('4 soft');
  await expect.poll(async () => (await names()).length).toBe(2);
  await search.fill('nothing of the kind');
  await expect.poll(names).toEqual([]);
  expect(await page.getByText('None that the search finds.').count()).toBe(5);
  await page.close();
});

test('by keyboard alone: searched, renamed, deleted, put back', async () => {
  const page = await openLibrary();
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const here = document.activeElement;
      return (
        here?.getAttribute('aria-label') ??
        (here instanceof HTMLInputElement ? here.labels?.[0]?.textContent : here?.textContent) ??
        ''
      );
    });
  /** Tab after Tab until the focus is on what is called so. */
  const tabTo = async (wanted: string | RegExp): Promise<void> => {
    for (let i = 0; i < 120; i += 1) {
      await page.keyboard.press('Tab');
      const name = await focused();
      if (typeof wanted === 'string' ? name === wanted : wanted.test(name)) return;
    }
    throw new Error(`The focus never came to ${String(wanted)}`);
  };
  await tabTo('Search');
  await page.keyboard.type('films');
  await tabTo('Rename my films');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Name');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('films of mine');
  await page.keyboard.press('Enter');
  await item(page, 'films of mine').waitFor(SOON);
  // What was pressed is there again, and so is the focus.
  await expect.poll(focused).toBe('Rename films of mine');
  await tabTo('Delete films of mine');
  await page.keyboard.press('Space');
  await item(page, 'films of mine').waitFor({ ...SOON, state: 'detached' });
  await expect.poll(focused).toBe('Undo');
  expect(
    await page.getByRole('button', { name: 'Undo' }).evaluate((button) => {
      const { top, bottom } = button.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }),
  ).toBe(true);
  await page.keyboard.press('Enter');
  await item(page, 'films of mine').waitFor(SOON);
  await page.close();
});

describe('accessibility', () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 390])
      test(`axe finds nothing: ${colorScheme}, ${String(width)} px`, async () => {
        const page = await openLibrary();
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const violations = async (): Promise<readonly string[]> =>
          (await new AxeBuilder({ page }).analyze()).violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
          );
        expect(await violations()).toEqual([]);
        await item(page, 'sst2')
          .getByRole('button', { name: /^Rename/ })
          .click();
        expect(await violations()).toEqual([]);
        await page.keyboard.press('Escape');
        await item(page, 'sst2')
          .getByRole('button', { name: /^Delete/ })
          .click();
        await page.getByRole('button', { name: 'Undo' }).waitFor(SOON);
        expect(await violations()).toEqual([]);
        await page.getByRole('button', { name: 'Undo' }).click();
        await item(page, 'sst2').waitFor(SOON);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.close();
      });
});
