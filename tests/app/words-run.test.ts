/** A person’s way through the place Words: a sentence, words of one’s own, a live run, what is kept and carried on. */
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_HEADERS } from '../../src/offline/page-headers.ts';
import { dropFiles, type FileToDrop } from './drop-files.ts';
import { launchChromium, openPage } from './open-page.ts';
import { hasBuild, openWithWorker, readyOffline, serveBuild } from './own-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const PATIENCE = { timeout: 60_000 };
const LONG = { timeout: 300_000 };

/** Chips can be clicked once the words' logits are there. */
const waitForWords = (page: Page): Promise<void> =>
  page.locator('.words-chip[data-column]').first().waitFor(PATIENCE);

const counts = async (page: Page): Promise<readonly number[]> =>
  (await page.locator('.words-column h3 small').allInnerTexts()).map((text) => Number.parseInt(text, 10));

const verdict = (page: Page): Locator => page.locator('.words-verdict');

async function typeSentence(page: Page, text: string): Promise<void> {
  await page.keyboard.press('s');
  await page.keyboard.type(text);
  await page.keyboard.press('Tab');
}

/** Clicks, and reads the file that is saved. */
async function download(page: Page, button: Locator): Promise<FileToDrop> {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) };
}

test(
  'one’s own sentence is sorted by the words as they are, and a whole sense goes at once',
  LONG,
  async () => {
    const { page, problems } = await openPage(browser, '#/words');
    await waitForWords(page);
    await typeSentence(page, 'The striker scored twice and the team won the championship.');
    await verdict(page).getByText('Sports').last().waitFor(PATIENCE);
    expect(await page.locator('.words-bars [data-class]').count()).toBeGreaterThan(0);

    const before = await counts(page);
    const column = page.getByRole('group', { name: 'Words of Sports' });
    // Of the published list all words are of one source: Shift takes those that came the same way.
    await column
      .locator('.words-chip')
      .nth(1)
      .click({ modifiers: ['Shift'] });
    await expect.poll(() => counts(page)).not.toEqual(before);
    const after = await counts(page);
    expect(after.filter((count, at) => count !== before[at])).toHaveLength(1);
    await page.keyboard.press('z');
    await expect.poll(() => counts(page)).toEqual(before);
    expect(problems).toEqual([]);
  },
);

test('own words, a live run of them, paused and finished, kept and carried on', LONG, async () => {
  const { page, problems } = await openPage(browser, '#/words');
  await waitForWords(page);

  await page.getByRole('button', { name: 'Expand my own words' }).click();
  const sheet = page.locator('.sheet');
  await sheet.getByLabel('Classes, a line each').fill('politics\nsports\nfinance, economy\ntechnology');
  await sheet.getByRole('button', { name: 'Expand', exact: true }).click();
  await sheet.getByRole('button', { name: 'Use these words' }).waitFor(PATIENCE);
  const expanded = sheet.locator('.words-expanded');
  expect(await expanded.locator('summary').allInnerTexts()).toEqual([
    expect.stringMatching(/^politics \d+ words/) as string,
    expect.stringMatching(/^sports \d+ words/) as string,
    expect.stringMatching(/^finance \d+ words/) as string,
    expect.stringMatching(/^technology \d+ words/) as string,
  ]);
  // A sense that is switched off takes its words with it.
  const politics = expanded.first();
  const words = (): Promise<string> => politics.locator('p').first().innerText();
  const all = await words();
  await politics.getByRole('checkbox').first().uncheck();
  await expect.poll(words, PATIENCE).not.toBe(all);
  await sheet.getByRole('button', { name: 'Use these words' }).click();
  await expect.poll(() => sheet.getByLabel('Label words').inputValue()).not.toBe('kpt-agnews');

  await sheet.getByLabel('Language model (PLM, frozen)').selectOption('lab-tiny');
  const own = await sheet.getByLabel('Label words').locator('option').last().getAttribute('value');
  await sheet.getByLabel('Label words').selectOption(own ?? '');
  await sheet
    .getByLabel('Templates, a line each')
    .fill('A [MASK] news : {a}\n{a} This topic is about [MASK] .');
  await sheet.getByLabel('Unlabelled texts').fill('20');
  await sheet.getByLabel('Seeds').fill('1,2,3,4');
  await sheet.getByLabel('Test rows').fill('40');
  await sheet.getByRole('button', { name: 'Sort live' }).click();
  const pause = page.getByRole('button', { name: /Pause/ });
  await pause.click(PATIENCE);
  await page.locator('.tag-paused').waitFor(PATIENCE);
  await page.getByRole('button', { name: /Go on/ }).click();
  await page.locator('.tag-finished').waitFor(PATIENCE);
  await waitForWords(page);
  const finding = await page.locator('h1.finding').innerText();
  const line = await page.locator('.words-line').innerText();
  expect(line).toContain('40 test rows');
  expect(line).toContain('2 templates × 4 supports');
  // Unrefined, words stand as they were expanded, the class's new name first.
  await page.keyboard.press('4');
  const business = page.getByRole('group', { name: 'Words of Business' });
  await expect.poll(() => business.locator('.words-chip').first().innerText(), PATIENCE).toBe('finance');
  await page.keyboard.press('4');

  await page.keyboard.press('e');
  const drawer = page.locator('.drawer');
  const experiment = await download(page, drawer.getByRole('button', { name: 'Experiment file (.plab)' }));
  const list = await download(page, drawer.getByRole('button', { name: 'OpenPrompt .txt' }));
  const classes = new TextDecoder().decode(list.bytes).trim().split('\n');
  expect(classes.map((words) => words.split(',')[0])).toEqual([
    'politics',
    'sports',
    'finance',
    'technology',
  ]);
  expect(classes.map((words) => words.split(',').length)).toEqual(await counts(page));

  await page.reload();
  await page.locator('.tag').getByText('live').waitFor(PATIENCE);
  await waitForWords(page);
  expect(await page.locator('h1.finding').innerText()).toBe(finding);
  expect(problems).toEqual([]);

  const other = await openPage(browser, '#/words');
  await waitForWords(other.page);
  await dropFiles(other.page, [experiment], '.words-place');
  await other.page.locator('.tag').getByText('from a file').waitFor(PATIENCE);
  await waitForWords(other.page);
  expect(await other.page.locator('h1.finding').innerText()).toBe(finding);
  expect(await counts(other.page)).toEqual(classes.map((words) => words.split(',').length));
  // The list alone is one to choose.
  await dropFiles(other.page, [list], '.words-place');
  await other.page.getByRole('button', { name: 'Sort by the new recipe' }).waitFor(PATIENCE);
  await dropFiles(
    other.page,
    [{ name: 'broken.plab', bytes: experiment.bytes.slice(0, 900) }],
    '.words-place',
  );
  await other.page.getByRole('alert').getByText('broken.plab').waitFor(PATIENCE);
  expect(await other.page.locator('h1.finding').innerText()).toBe(finding);
  expect(other.problems).toEqual([]);
});

test.skipIf(!hasBuild)('after one visit it opens, sorts and expands without a network', LONG, async () => {
  const server = await serveBuild(PAGE_HEADERS);
  const page = await openWithWorker(browser, server, '#/words');
  await waitForWords(page);
  await page.getByRole('button', { name: 'Expand my own words' }).click();
  await page.getByRole('button', { name: 'Expand', exact: true }).click();
  await page.getByRole('button', { name: 'Use these words' }).waitFor(PATIENCE);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Library' }).click();
  await readyOffline(page);
  await page.getByRole('link', { name: 'Words' }).click();
  await server.close();
  await page.context().setOffline(true);
  await page.reload();
  await waitForWords(page);
  await typeSentence(page, 'Shares fell after the bank cut its profit forecast.');
  await verdict(page).getByText('Business').last().waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Expand my own words' }).click();
  await page.getByLabel('Classes, a line each').fill('war\nmusic');
  await page.getByRole('button', { name: 'Expand', exact: true }).click();
  await page.locator('.words-expanded').nth(1).waitFor(PATIENCE);
});
