/** What lies over every place: talk mode, hidden parts, keys that lead to places, the tour, explained words. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openPage, type OpenedPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const SOON = { timeout: 10_000 };
/** Narrower than a desk, so that the head of the place stands above its body. */
const VIEWPORT = { width: 1000, height: 800 };

async function openTrain(path = '', options: Parameters<typeof openPage>[2] = {}): Promise<OpenedPage> {
  const opened = await openPage(browser, path, { viewport: VIEWPORT, ...options });
  await opened.page.locator('.tag-recorded').first().waitFor({ state: 'attached' });
  await opened.page.locator('h1.finding').waitFor({ state: 'attached' });
  return opened;
}

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const isTalking = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.hasAttribute('data-talk'));
const hashOf = (page: Page): string => new URL(page.url()).hash;
const sizeOf = (place: Locator): Promise<number> =>
  place.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

describe('talk mode', () => {
  test('t shows the place to a room, with its address; Esc leaves', async () => {
    const { page, problems } = await openTrain('', { viewport: { width: 1920, height: 1080 } });
    const small = await sizeOf(page.locator('h1.finding'));
    await page.keyboard.press('t');
    await page.locator('.talk-footer').waitFor();
    expect(page.url()).toMatch(/\?talk(#|$)/);
    for (const gone of ['.header', '.recipe-sentence', '.place-actions', '.drawer-bar'])
      expect(await page.locator(gone).isVisible()).toBe(false);
    expect(await page.locator('.talk-footer').innerText()).toMatch(
      /Prompt Lab[^]*recorded run[^]*1 seed[^]*Esc leave/,
    );
    const large = await sizeOf(page.locator('h1.finding'));
    expect(large).toBeGreaterThanOrEqual(56);
    expect(large / small).toBeLessThanOrEqual(2.001);
    expect(await sizeOf(page.locator('.talk-keys'))).toBeGreaterThanOrEqual(20);
    // What can't be seen isn't opened either.
    await page.keyboard.press('n');
    expect(new URL(page.url()).searchParams.has('drawer')).toBe(false);
    await page.keyboard.press('Escape');
    await page.locator('.header').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(problems).toEqual([]);
  });

  test.each(['subj', 'agnews'])('what stands on the stage stays on it: %s', async (task) => {
    const recipe = encodeURIComponent(JSON.stringify({ plm: 'lab-mini', task }));
    for (const viewport of [
      { width: 1920, height: 1080 },
      { width: 1280, height: 720 },
    ]) {
      const { page } = await openTrain(`?talk&recipe=${recipe}`, { viewport });
      const [verdict, gradient] = [page.locator('.verdict'), page.locator('.gradient-loss')];
      await verdict.waitFor();
      const [above, below] = [await verdict.boundingBox(), await gradient.boundingBox()];
      if (above === null || below === null) throw new Error('they have no place');
      expect(above.y + above.height).toBeLessThanOrEqual(below.y + 1);
    }
  });

  test('the button enters it too, a reload keeps it, and a clicker turns its pages', async () => {
    const { page } = await openTrain();
    await page.getByRole('button', { name: 'Talk' }).click();
    await page.locator('.talk-footer').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.reload();
    await page.locator('.talk-footer').waitFor();
    await page.keyboard.press('PageDown');
    await expect.poll(() => hashOf(page)).toBe('#/transfer');
    expect(await isTalking(page)).toBe(true);
    await page.keyboard.press('PageUp');
    await expect.poll(() => hashOf(page)).toBe('#/train');
    await page.keyboard.press('PageUp');
    expect(hashOf(page)).toBe('#/train');
  });

  test('b blanks the screen, and the key that brings it back does nothing else', async () => {
    const { page } = await openTrain('?talk');
    await page.locator('.talk-footer').waitFor();
    await page.keyboard.press('b');
    await page.locator('.talk-blank').waitFor();
    await page.keyboard.press('PageDown');
    await page.locator('.talk-blank').waitFor({ state: 'detached' });
    expect(hashOf(page)).toBe('');
    await page.keyboard.press('b');
    await page.locator('.talk-blank').click();
    await page.locator('.talk-blank').waitFor({ state: 'detached' });
    expect(await isTalking(page)).toBe(true);
  });

  test('the keys fade after a while without a key or the pointer, whose ring follows it', async () => {
    const { page } = await openTrain('?talk');
    const opacity = (): Promise<string> =>
      page.locator('.talk-footer').evaluate((footer) => getComputedStyle(footer).opacity);
    await page.locator('.talk-footer').waitFor();
    await page.mouse.move(300, 200);
    await page.mouse.move(320, 240);
    const ring = await page.locator('.talk-ring').boundingBox();
    expect(ring).toEqual({ x: 308, y: 228, width: 24, height: 24 });
    expect(await opacity()).toBe('1');
    await expect.poll(opacity, SOON).toBe('0');
    await page.mouse.move(330, 240);
    await expect.poll(opacity, SOON).toBe('1');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing: ${colorScheme}`, async () => {
      const viewport = { width: 1920, height: 1080 };
      const { page } = await openTrain('?talk', { colorScheme, viewport });
      await page.locator('.talk-footer').waitFor();
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(16, 20, 23)');
      expect(await violations(page)).toEqual([]);
    });
  }
});

describe('keys', () => {
  test('g and a place’s key lead there, and the list names all of them', async () => {
    const { page } = await openTrain();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await expect.poll(() => hashOf(page)).toBe('#/transfer');
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await expect.poll(() => hashOf(page)).toBe('#/train');
    expect(await isTalking(page)).toBe(false);
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard' });
    await list.waitFor();
    const text = await list.innerText();
    for (const help of [
      'Go to Transfer',
      'Talk mode',
      'Next place',
      'Show the next hidden part',
      'Blank the screen',
    ])
      expect(text).toContain(help);
    expect(await violations(page)).toEqual([]);
  });

  test('letters rest while they are switched off, a clicker’s keys don’t', async () => {
    const { page } = await openTrain();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const key of ['t', 'g', 'r']) await page.keyboard.press(key);
    expect(await isTalking(page)).toBe(false);
    expect(hashOf(page)).not.toBe('#/transfer');
    await page.getByRole('button', { name: 'Talk' }).click();
    await page.locator('.talk-footer').waitFor();
    await page.keyboard.press('PageDown');
    await expect.poll(() => hashOf(page)).toBe('#/transfer');
    await page.keyboard.press('Escape');
    await expect.poll(() => isTalking(page)).toBe(false);
  });
});

describe('hidden parts', () => {
  test('appear one after the other by v, in the order of the address, or by a click', async () => {
    const { page, problems } = await openTrain('?hide=recipe,finding,foo,actions');
    const finding = page.locator('h1.finding');
    await page.getByRole('button', { name: /^Recipe: shown on click or v/ }).waitFor();
    expect(await page.getByText('?hide= names what isn’t there: “foo”.').isVisible()).toBe(true);
    expect(await finding.isVisible()).toBe(false);
    await page.keyboard.press('v');
    await page.getByRole('button', { name: /^Finding: shown on click or v/ }).waitFor();
    expect(await page.locator('.recipe-sentence').isVisible()).toBe(true);
    await page.getByRole('button', { name: /^Buttons: shown on click/ }).click();
    expect(await page.locator('.place-actions').isVisible()).toBe(true);
    expect(await finding.isVisible()).toBe(false);
    await page.keyboard.press('v');
    await finding.waitFor();
    expect(await page.locator('.hidden-part').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('stay hidden in talk mode, where what is not shown anyway takes no place', async () => {
    const { page } = await openTrain('?talk&hide=recipe,finding');
    await page.getByRole('button', { name: /^Finding: shown on click or v/ }).waitFor();
    expect(await page.locator('.hidden-part').count()).toBe(1);
    await page.keyboard.press('v');
    await page.locator('h1.finding').waitFor();
  });
});

/** As somebody's own browser says it; with ours the tour opens on demand alone. */
async function openAsVisitor(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { get: () => false }));
  await page.reload();
  await page.locator('.tag-recorded').waitFor();
}

describe('the tour', () => {
  test('goes by keyboard through the parts that are there, to another place, and back to where one was', async () => {
    const { page, problems } = await openTrain('?tour');
    const card = page.locator('.tour-card');
    await card.waitFor();
    expect(page.url()).not.toContain('tour');
    expect(await card.getAttribute('role')).toBe('dialog');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('tour-card');
    expect(await page.locator('.tour-ring').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    for (let steps = 0; steps < 5 && hashOf(page) !== '#/transfer'; steps += 1) {
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(300);
    }
    expect(await card.innerText()).toContain('5 of 5');
    expect(await card.getByRole('heading').innerText()).toBe('Does it help another task?');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => hashOf(page)).toBe('#/train');
    await expect.poll(() => card.innerText(), SOON).toContain('4 of 5');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(problems).toEqual([]);
  });

  test('opens for a first visitor who does nothing, once, and again under ?', async () => {
    const { page } = await openTrain();
    await openAsVisitor(page);
    const card = page.locator('.tour-card');
    await card.waitFor(SOON);
    await card.getByRole('button', { name: 'Skip' }).click();
    await card.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.tag-recorded').waitFor();
    await page.waitForTimeout(3500);
    expect(await card.count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Show the tour again' }).click();
    await card.waitFor();
  });

  test('doesn’t open for who begins without it, nor for our own tests', async () => {
    const { page } = await openTrain();
    await page.waitForTimeout(3500);
    expect(await page.locator('.tour-card').count()).toBe(0);
    await openAsVisitor(page);
    await page.keyboard.press('Tab');
    await page.waitForTimeout(3500);
    expect(await page.locator('.tour-card').count()).toBe(0);
  });

  test('lies at the bottom of a phone', async () => {
    const { page } = await openTrain('?tour', { viewport: { width: 390, height: 844 } });
    const card = page.locator('.tour-card');
    await card.waitFor();
    const box = await card.boundingBox();
    expect(box).toMatchObject({ x: 0, width: 390 });
    expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(844);
    expect(await violations(page)).toEqual([]);
  });
});

describe('explained words', () => {
  test('say what they mean when focused, pointed at or clicked; Esc closes that alone', async () => {
    const { page, problems } = await openTrain();
    await page.keyboard.press('?');
    await page.getByText('Words that the lab explains').click();
    const keys = page.getByRole('dialog', { name: 'Keyboard' });
    const word = keys.getByRole('button', { name: 'soft prompt', exact: true });
    const text = page.locator('.term-text');
    await word.focus();
    await expect.poll(() => text.innerText(), SOON).toContain('Vectors put before a text');
    expect(await word.getAttribute('aria-expanded')).toBe('true');
    expect(await word.getAttribute('aria-describedby')).toBe(await text.getAttribute('id'));
    expect(await text.getByRole('link').getAttribute('href')).toContain('aclanthology.org');
    expect(await violations(page)).toEqual([]);
    // The source can be reached without a pointer.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await page.keyboard.press('Escape');
    await text.waitFor({ state: 'detached' });
    expect(await keys.isVisible()).toBe(true);
    const other = keys.getByRole('button', { name: 'seed', exact: true });
    await other.hover();
    await text.waitFor();
    await page.mouse.move(2, 2);
    await text.waitFor({ state: 'detached' });
    await other.click();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(400);
    expect(await text.isVisible()).toBe(true);
    await other.click();
    await text.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('stand on the stage where they are used first', async () => {
    const { page } = await openTrain('', { viewport: { width: 1440, height: 900 } });
    const words = await page.locator('.stage .term-word, .band .term-word').allInnerTexts();
    for (const used of ['Soft prompt', 'frozen', '[MASK]', 'label words', 'gradient', 'test rows', 'seed'])
      expect(words).toContain(used);
    await page.getByRole('heading', { name: 'Soft prompt' }).getByRole('button').focus();
    await expect
      .poll(() => page.locator('.term-text').innerText(), SOON)
      .toContain('Vectors put before a text');
  });
});
