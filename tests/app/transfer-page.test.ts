/** The Transfer page with what ships with the lab, and with files. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium, LOOKS, openPage, type OpenedPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** How long a figure may take to follow on a loaded machine. */
const SOON = { timeout: 30_000 };

/** The matrix of the place's first picture. */
const matrixOf = (page: Page): Locator => page.locator('.transfer-matrix');

/** The matrix in full, which the drawer of tables holds. */
async function fullMatrixOf(page: Page): Promise<Locator> {
  await openDrawer(page, 'Tables');
  return page.locator('figure.figure').filter({ hasText: 'Whose soft prompt helps on which task?' });
}

async function openDrawer(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('navigation', { name: 'Drawers' }).getByRole('button', { name });
  if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
}

const openSheet = (page: Page): Promise<void> => page.getByRole('button', { name: 'all settings' }).click();

async function openRecorded(options: Parameters<typeof openPage>[2] = {}): Promise<OpenedPage> {
  const opened = await openPage(browser, '#/transfer', options);
  await opened.page.getByText('recorded sweep').waitFor(SOON);
  await matrixOf(opened.page).locator('svg').first().waitFor(SOON);
  return opened;
}

async function downloadBy(page: Page, button: Locator): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return download;
}

const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path());

test('a first visit shows the recorded sweep at once, and how to run one live', async () => {
  const { page, problems } = await openRecorded();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(
    /^On the same task, a prompt of its family gets \d+ points? more right than one of another family/,
  );
  expect(await page.getByRole('button', { name: /live/ }).isEnabled()).toBe(true);
  await openDrawer(page, 'Save');
  // The report is shown before the sweep itself is read.
  await expect.poll(() => page.getByRole('button', { name: 'Save as a file' }).isEnabled(), SOON).toBe(true);
  expect(problems).toEqual([]);
});

test('the published matrices are there to compare with', async () => {
  const { page, problems } = await openRecorded();
  await openSheet(page);
  for (const [choice, name] of [
    ['published:Roberta', 'Roberta'],
    ['published:T5Small', 'T5Small'],
  ]) {
    await page.getByLabel('Sweep shown').selectOption(choice);
    await page.getByText('published matrix').waitFor(SOON);
    await expect.poll(() => page.locator('.recipe-sentence').innerText(), SOON).toContain(`${name}, `);
  }
  await page.keyboard.press('Escape');
  const matrix = await fullMatrixOf(page);
  await matrix.getByRole('button', { name: 'Table' }).click();
  expect(await matrix.locator('tbody tr').count()).toBeGreaterThan(5);
  await openDrawer(page, 'Save');
  expect(await page.getByRole('button', { name: 'Save as a file' }).isDisabled()).toBe(true);
  expect(problems).toEqual([]);
});

describe('files', () => {
  test('a sweep is saved, opened again and saved as it was', async () => {
    const { page, problems } = await openRecorded();
    await openDrawer(page, 'Save');
    const save = page.getByRole('button', { name: 'Save as a file' });
    const first = await downloadBy(page, save);
    expect(first.suggestedFilename()).toMatch(/^transfer-.*\.plab$/);
    const saved = await bytesOf(first);
    const input = page.getByLabel('Experiment files of a sweep');
    await input.setInputFiles({ name: 'mine.plab', mimeType: 'application/zip', buffer: saved });
    await page.locator('.header .tag').getByText('from a file').waitFor(SOON);
    await matrixOf(page).locator('svg').first().waitFor(SOON);
    expect((await bytesOf(await downloadBy(page, save))).equals(saved)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('what is no sweep is refused in words, and the sweep shown stays', async () => {
    const { page } = await openRecorded();
    const input = page.getByLabel('Experiment files of a sweep');
    await input.setInputFiles({ name: 'mine.plab', mimeType: '', buffer: Buffer.from('nonsense') });
    const alert = page.getByRole('alert');
    await alert.getByText('mine.plab is no zip file').waitFor(SOON);
    expect(await alert.innerText()).toContain('Give an experiment file');
    expect(await page.getByText('recorded sweep').isVisible()).toBe(true);
  });

  test('the matrix is saved as SVG and CSV with what it shows', async () => {
    const { page } = await openRecorded();
    const matrix = await fullMatrixOf(page);
    for (const kind of ['SVG', 'CSV']) {
      const button = matrix.getByRole('button', { name: `as ${kind}` });
      const download = await downloadBy(page, button);
      expect(download.suggestedFilename()).toMatch(new RegExp(`matrix.*\\.${kind.toLowerCase()}$`));
      const text = (await bytesOf(download)).toString();
      expect(text).toContain('sst2');
      expect(text).toContain(kind === 'SVG' ? '<svg' : ',');
    }
  });
});

describe('where nothing is recorded', () => {
  test('a published matrix is shown without a complaint', async () => {
    const context = await browser.newContext();
    await context.route(/recorded\/transfer-/, (route) => route.fulfill({ status: 404 }));
    const page = await context.newPage();
    await page.goto(new URL('#/transfer', inject('pageUrl')).href);
    await page.locator('.header .tag').getByText('published matrix').waitFor(SOON);
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
    await openSheet(page);
    await page.getByLabel('Sweep shown').selectOption('recorded:lab-small');
    await page.getByRole('alert').getByText('There is no recorded sweep of lab-small').waitFor(SOON);
    await context.close();
  });

  test('and nothing published, the page says what to do', async () => {
    const context = await browser.newContext();
    await context.route(/recorded\/transfer-|published\//, (route) => route.fulfill({ status: 404 }));
    const page = await context.newPage();
    await page.goto(new URL('#/transfer', inject('pageUrl')).href);
    await page.getByText('Run a small sweep live').waitFor(SOON);
    expect(await page.getByRole('button', { name: /live/ }).isEnabled()).toBe(true);
    await context.close();
  });
});

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('Tab never comes there');
}

test('by keyboard alone: a pair of the matrix, and the form', async () => {
  const { page } = await openRecorded();
  const form = page.locator('.sweep-form');
  const steps = form.getByLabel('Steps a prompt');
  // A part of the sentence leads to its field.
  const part = page.getByRole('button', { name: /^\d+ steps/ });
  await tabTo(page, part);
  await page.keyboard.press('Enter');
  await expect.poll(() => steps.evaluate((field) => field === document.activeElement), SOON).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => part.evaluate((button) => button === document.activeElement), SOON).toBe(true);
  await tabTo(page, page.getByRole('button', { name: 'all settings' }));
  await page.keyboard.press('Enter');
  await tabTo(page, steps);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('none');
  await form.locator('.field-error').waitFor(SOON);
  expect(await form.getByRole('button', { name: 'Start the sweep' }).isDisabled()).toBe(true);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('50');
  expect(await form.getByRole('button', { name: 'Start the sweep' }).isEnabled()).toBe(true);
  await page.keyboard.press('Escape');

  await tabTo(page, matrixOf(page).locator('[role="application"]'));
  const said = matrixOf(page).locator('[role="status"]');
  // The strongest pair is locked at first.
  await expect.poll(() => said.innerText(), SOON).toMatch(/^Prompt of .+ on .+ n = \d+ rows/);
  const first = await said.innerText();
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowLeft']) await page.keyboard.press(key);
  await expect.poll(() => said.innerText(), SOON).not.toBe(first);
  expect(await said.innerText()).toMatch(/\d/);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.tagName ?? ''), SOON)
    .toMatch(/^H[2-4]$/);
  await matrixOf(page).locator('[role="application"]').focus();
  const locked = await said.innerText();
  await page.keyboard.press('Escape');
  await expect.poll(() => said.innerText(), SOON).not.toBe(locked);

  await page.keyboard.press('m');
  expect(await page.getByRole('radio', { name: 'accuracy' }).isChecked()).toBe(true);
  await tabTo(page, page.locator('.transfer-ranking [role="application"]'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.drawer [data-indicator]').waitFor(SOON);
  expect(await page.locator('.drawer [data-indicator]').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await page.locator('.drawer').getByText('95 % intervals over seeds and pairs').waitFor(SOON);
});

test('at 1440 × 900 nothing of the place has to be scrolled to', async () => {
  const { page } = await openRecorded({ viewport: { width: 1440, height: 900 } });
  expect(
    await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]),
  ).toEqual([1440, 900]);
  for (const panel of ['.transfer-matrix', '.transfer-pair', '.transfer-ranking']) {
    const inside = await page
      .locator(panel)
      .evaluate(
        (element) =>
          element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth,
      );
    expect(inside, panel).toBe(true);
  }
});

describe('accessibility', () => {
  for (const { colorScheme, width } of LOOKS) {
    test(`axe finds nothing, and nothing is too wide: ${colorScheme}, ${String(width)} px`, async () => {
      const { page } = await openRecorded({ colorScheme, viewport: { width, height: 900 } });
      for (const open of [
        () => Promise.resolve(),
        () => openDrawer(page, 'Tables'),
        () => openDrawer(page, 'Scatters'),
        () => openSheet(page),
      ]) {
        await open();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
          ),
        ).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
});
