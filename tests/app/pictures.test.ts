/**
 * What each place looks like, against pictures that somebody has looked at. Where a change is meant, look at the new ones in
 * the test reports, then make them anew: `UPDATE_PICTURES=1 npx vitest run --project app tests/app/pictures.test.ts`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openPage } from './open-page.ts';

const KEPT = new URL('./pictures/', import.meta.url);
const REPORTS = new URL('../../.cache/test-reports/pictures/', import.meta.url);

/** Colours that differ by less are the same to the eye; letters' edges are drawn otherwise by every Chromium. */
const THRESHOLD = 0.2;
/** Share of pixels that may differ: a word more in a sentence, but no panel, strip or bar. */
const MOST_DIFFERENT = 0.015;

interface Place {
  readonly name: string;
  readonly path: string;
  /** What stands there once the place is whole. */
  readonly whole: string;
}

const PLACES: readonly Place[] = [
  { name: 'train', path: '#/train', whole: '.tag-recorded' },
  { name: 'transfer', path: '#/transfer', whole: '.transfer-pair button' },
  { name: 'library', path: '#/library', whole: 'h1' },
];
const SCREENS = [
  { name: '1440-light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: '1440-dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: '390-light', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: '390-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  for (const folder of [KEPT, REPORTS]) mkdirSync(folder, { recursive: true });
});
afterAll(() => browser.close());

async function pictureOf(page: Page, { whole }: Place): Promise<Buffer> {
  await page.locator(whole).first().waitFor({ state: 'attached' });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  // Two equal pictures in a row: nothing comes any more.
  let last = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(300);
    const next = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (next.equals(last)) break;
    last = next;
  }
  return last;
}

/** Share of pixels that differ; what differs is written beside the picture taken. */
function shareDifferent(name: string, taken: Buffer): number {
  const file = new URL(`${name}.png`, KEPT);
  if (process.env.UPDATE_PICTURES === '1') writeFileSync(file, taken);
  if (!existsSync(file)) throw new Error(`There is no picture of ${name} to compare with.`);
  const [kept, own] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(taken)];
  expect([own.width, own.height]).toEqual([kept.width, kept.height]);
  const shown = new PNG({ width: own.width, height: own.height });
  const count = pixelmatch(kept.data, own.data, shown.data, own.width, own.height, { threshold: THRESHOLD });
  writeFileSync(new URL(`${name}.png`, REPORTS), taken);
  if (count > 0) writeFileSync(new URL(`${name}-different.png`, REPORTS), PNG.sync.write(shown));
  return count / (own.width * own.height);
}

for (const screen of SCREENS) {
  test.each(PLACES)(`$name looks as it did: ${screen.name}`, async (place) => {
    const { colorScheme, viewport } = screen;
    const { page, problems } = await openPage(browser, place.path, { colorScheme, viewport });
    const taken = await pictureOf(page, place);
    expect(shareDifferent(`${place.name}-${screen.name}`, taken)).toBeLessThan(MOST_DIFFERENT);
    expect(problems).toEqual([]);
    await page.context().close();
  });
}
