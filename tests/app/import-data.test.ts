/** One's own data in the page: from a dropped file to a task that trains, and what is wrong with a file. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropFiles } from './drop-files.ts';
import { launchChromium, openPage } from './open-page.ts';
import { train } from './small-run.ts';
import { openSettings } from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const SOON = { timeout: 30_000 };

const lines = Array.from(
  { length: 120 },
  (_, i) => `${i},"a ${i % 2 === 0 ? 'dull' : 'fine'} film, number ${i}",${i % 2 === 0 ? 0 : 1}\n`,
);
const CSV = `id,words,stars\n${lines.join('')}`;

const drop = (page: Page, name: string, text: string): Promise<void> =>
  dropFiles(page, [{ name, bytes: Buffer.from(text) }]);

async function expectAccessible(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
}

const importing = (page: Page) => page.locator('.import-data');

test('a dropped CSV is mapped, imported, trained on, still there after a reload, exported and imported again', async () => {
  const { page, problems } = await openPage(browser, '#/library');
  await importing(page).getByText('Choose files').waitFor(SOON);
  await drop(page, 'film reviews.csv', CSV);
  await importing(page).getByRole('heading', { name: 'What is in it' }).waitFor(SOON);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('What is in it');
  // Nothing calls the text a text: another column is chosen, and back.
  await importing(page).getByLabel('Class', { exact: true }).selectOption('id');
  await importing(page).getByLabel('Class', { exact: true }).selectOption('stars');
  await importing(page).getByLabel('Text {a}', { exact: true }).selectOption('words');
  await importing(page).getByLabel('Name of class 0').fill('bad');
  await importing(page).getByLabel('Name of class 1').fill('good');
  await importing(page).getByLabel('Label words of class 0').fill('terrible');
  await importing(page).getByLabel('Label words of class 1').fill('great');
  expect(await importing(page).locator('.import-asked').innerText()).toContain('it was terrible');
  await expectAccessible(page);
  await importing(page).getByRole('button', { name: 'Import', exact: true }).click();
  await importing(page).getByRole('heading', { name: 'Imported as film-reviews' }).waitFor(SOON);
  expect(await importing(page).innerText()).toContain('96 rows to train on');
  await expectAccessible(page);

  await importing(page).getByRole('button', { name: 'Train on it' }).click();
  const recipe = await openSettings(page);
  expect(await recipe.getByLabel('Task', { exact: true }).inputValue()).toBe('film-reviews');
  await recipe.getByLabel('Language model').selectOption('lab-tiny');
  await recipe.getByLabel('Steps', { exact: true }).fill('5');
  await train(page);
  await page.locator('.tag', { hasText: 'finished' }).waitFor({ timeout: 100_000 });
  expect(await page.locator('.field-error').allInnerTexts()).toEqual([]);

  await page.reload();
  await openSettings(page);
  expect(await recipe.getByLabel('Task', { exact: true }).inputValue()).toBe('film-reviews');
  await page.goto(new URL('#/library', page.url()).href);
  const item = page.locator('.item', { hasText: 'film reviews' }).first();
  await item.waitFor(SOON);

  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    item.getByRole('button', { name: /^Save as zip/ }).click(),
  ]);
  await dropFiles(page, [{ name: zip.suggestedFilename(), bytes: await readFile(await zip.path()) }]);
  await importing(page).getByRole('heading', { name: 'A task folder: film-reviews' }).waitFor(SOON);
  await importing(page).getByRole('button', { name: 'Import', exact: true }).click();
  await importing(page).getByRole('heading', { name: 'Imported as film-reviews-2' }).waitFor(SOON);
  expect(problems).toEqual([]);
});

test('malformed rows are named by line, on a phone in the dark too', async () => {
  const { page, problems } = await openPage(browser, '#/library', {
    viewport: { width: 390, height: 800 },
    colorScheme: 'dark',
  });
  await importing(page).getByText('Choose files').waitFor(SOON);
  await drop(page, 'broken.csv', `${CSV}alone\n"121",,0\n`);
  await importing(page).getByText('broken.csv, line 122: it has 1 fields').waitFor(SOON);
  await importing(page).getByRole('button', { name: 'Import', exact: true }).click();
  const alert = importing(page).getByRole('alert');
  await alert.waitFor(SOON);
  expect(await alert.innerText()).toMatch(
    /2 rows are malformed.*line 122.*line 123.*Leave malformed rows out/s,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await expectAccessible(page);
  await importing(page).getByLabel('Leave malformed rows out').press('Space');
  await importing(page).getByLabel('Name', { exact: true }).press('Enter');
  await importing(page).getByRole('heading', { name: 'Imported as broken' }).waitFor(SOON);
  await expectAccessible(page);
  expect(problems).toEqual([]);
});

test('Train shows a row and the label words as tokens, when asked to', async () => {
  const { page, problems } = await openPage(browser);
  const recipe = await openSettings(page);
  await recipe.getByLabel('Language model').selectOption('lab-tiny');
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/models/')) loaded.push(request.url());
  });
  await recipe.getByText('Show tokens').click();
  await recipe.locator('.token-list .token-answer').waitFor(SOON);
  expect(loaded.some((url) => url.includes('lab-tiny'))).toBe(true);
  expect(await recipe.locator('.token-list .token-answer').innerText()).toContain('[MASK]');
  const first = await recipe.locator('.token-list').innerText();
  await recipe.getByRole('button', { name: 'Next row' }).click();
  await recipe.getByText(/^Row 2 of/).waitFor(SOON);
  expect(await recipe.locator('.token-list').innerText()).not.toBe(first);
  await recipe.locator('.label-words input[type=text]').first().fill('unreasonable');
  await recipe
    .locator('.token-words')
    .getByText(/It is \d tokens; only/)
    .waitFor(SOON);
  await recipe.getByLabel('OpenPrompt file with template').setInputFiles({
    name: 'templates.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('{"placeholder": "text_a"} In summary , it was {"mask"} .\n{"soft"} {"mask"}\n'),
  });
  await recipe.getByLabel(/^Which template/).selectOption('1');
  expect(await recipe.getByRole('alert').innerText()).toContain(
    'templates.txt, line 2: {"soft"} is a soft token',
  );
  await recipe.getByLabel(/^Which template/).selectOption('0');
  await recipe.locator('.token-list').getByText('summary').waitFor(SOON);
  await expectAccessible(page);
  expect(problems).toEqual([]);
});
