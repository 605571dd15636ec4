/** The place Words with its recorded run: what is on one screen, what keys and clicks do to it, and how soon. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openPage, type OpenedPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const PHONE = { viewport: { width: 390, height: 844 } } as const;

async function openWords(path = '#/words', options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const opened = await openPage(browser, path, options);
  // Rings stand on the waterfall once the words' logits are there.
  await opened.page
    .locator('.words-bars [data-class]')
    .first()
    .waitFor({ state: 'attached', timeout: 60_000 });
  return opened;
}

/** @param within selects what is looked at; the whole page without it */
async function violations(page: Page, within?: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (within === undefined ? axe : axe.include(within)).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const hasNoScroll = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return scrollHeight <= innerHeight && scrollWidth <= innerWidth;
  });

const finding = (page: Page): Promise<string> => page.locator('h1.finding').innerText();
const bars = (page: Page): Promise<readonly (string | undefined)[]> =>
  page
    .locator('.words-waterfall [data-step]')
    .evaluateAll((all) => all.map((bar) => (bar instanceof SVGElement ? bar.dataset['step'] : undefined)));

describe('on a desk', () => {
  test('one screen has finding, steps, words and sentence, in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, problems } = await openWords('#/words', { colorScheme });
      expect(await hasNoScroll(page)).toBe(true);
      for (const part of ['.words-waterfall', '.words-own', '.words-classes', '.words-reading'])
        expect(await page.locator(part).isVisible()).toBe(true);
      const foot = await page.locator('.words-foot').boundingBox();
      const drawers = await page.locator('.drawer-bar').boundingBox();
      expect((foot?.y ?? NaN) + (foot?.height ?? NaN)).toBeLessThanOrEqual(drawers?.y ?? NaN);
      expect(await violations(page)).toEqual([]);
      expect(problems).toEqual([]);
    }
  });

  test('no switch is cut off or covered', async () => {
    const { page } = await openWords();
    const panel = await page.locator('.words-waterfall').boundingBox();
    for (const part of await page.locator('.words-switch').all()) {
      const box = await part.boundingBox();
      expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual(
        (panel?.y ?? NaN) + (panel?.height ?? NaN),
      );
    }
  });

  test('keys switch the steps, and the sentence says what is left', async () => {
    const { page } = await openWords();
    expect(await finding(page)).toMatch(/^No label, no training: /);
    await page.keyboard.press('3');
    await expect.poll(() => bars(page)).toEqual(['oneWord', 'calibrated']);
    expect(await finding(page)).not.toContain('words');
    await page.keyboard.press('1');
    await expect.poll(() => bars(page)).toEqual(['oneWord']);
    await page.keyboard.press('1');
    await expect.poll(() => bars(page)).toHaveLength(4);
    await page.keyboard.press('2');
    await page.locator('.words-warning').waitFor();
  });

  test('a dropped word goes at once with all answers recomputed, and z brings it back', async () => {
    const { page } = await openWords();
    const chip = page.locator('.words-chip').first();
    const word = await chip.innerText();
    const took = await page.evaluate(async () => {
      const first = document.querySelector<HTMLElement>('.words-chip');
      const before = performance.now();
      first?.click();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - before;
    });
    expect(took).toBeLessThan(300);
    expect(await page.locator('.words-chip').first().innerText()).not.toBe(word);
    expect(await page.locator('.words-why').first().innerText()).toBe('1 taken out');
    await page.keyboard.press('z');
    await expect.poll(() => page.locator('.words-chip').first().innerText()).toBe(word);
  });

  test('by keyboard alone: one stop a class, arrows and Delete', async () => {
    const { page } = await openWords();
    await page.locator('.words-chip').first().focus();
    await page.keyboard.press('ArrowRight');
    const second = await page.locator(':focus').innerText();
    expect(await page.locator('.words-reading').innerText()).toContain(`${second} · `);
    await page.keyboard.press('Delete');
    expect(await page.locator(':focus').innerText()).not.toBe(second);
    expect(await page.locator('[data-class="0"] [data-column][tabindex="0"]').count()).toBe(1);
  });

  test('each drawer is one click away and has nothing to object to', async () => {
    const { page, problems } = await openWords();
    for (const drawer of await page.locator('.drawer-bar [data-drawer]').all()) {
      await drawer.click();
      await page.locator('.drawer .figure').first().waitFor();
      expect(await violations(page, '.drawer')).toEqual([]);
    }
    expect(problems).toEqual([]);
  });
});

test('before an audience: steps and sentence alone, on one screen, legible from the back', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await openWords('?talk#/words', {
      viewport: { width: 1920, height: 1080 },
      colorScheme,
    });
    expect(await hasNoScroll(page)).toBe(true);
    expect(await page.locator('.words-classes').isVisible()).toBe(false);
    // What is replaced just now, when the rows' texts come, has no size any more.
    const smallest = (): Promise<number> =>
      page
        .locator('.words-waterfall text, .words-bars text, .words-line, .words-switch-note')
        .evaluateAll((all) =>
          Math.min(...all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize))),
        );
    await expect.poll(smallest).toBeGreaterThanOrEqual(19);
    expect(await violations(page)).toEqual([]);
  }
});

test('on a phone: steps to be tapped, words as large as a finger, nothing to object to', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await openWords('#/words', { ...PHONE, colorScheme });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(wide).toBe(true);
    await page.getByRole('switch', { name: 'More words' }).click();
    await expect.poll(() => bars(page)).toEqual(['oneWord', 'calibrated']);
    await page.getByRole('switch', { name: 'More words' }).click();
    for (const part of ['.words-chip', '.words-row-switches button', '.words-more']) {
      const box = await page.locator(part).first().boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
    expect(await violations(page)).toEqual([]);
  }
});
