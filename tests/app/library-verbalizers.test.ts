/** Verbalizers in the Library: dropped as files, kept, handed out again in every form. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { parseVerbalizer } from '../../src/experiment/verbalizer/verbalizer-json.ts';
import { dropFiles } from './drop-files.ts';
import { launchChromium } from './open-page.ts';

const SOON = { timeout: 60_000 };
const KPT = readFileSync(join(projectFolder, 'public/words/kpt/agnews/knowledgeable_verbalizer.txt'));

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function openLibrary(): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(new URL('#/library', inject('pageUrl')).href);
  await page.getByRole('heading', { name: 'Verbalizers' }).waitFor(SOON);
  return page;
}

const item = (page: Page, name: string) =>
  page.locator('.item', { has: page.locator('.item-name', { hasText: new RegExp(`^${name}$`) }) });

async function saved(page: Page, name: string, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download', SOON),
    item(page, name).getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('OpenPrompt’s file is dropped, kept over a reload and handed out again', async () => {
  const page = await openLibrary();
  await dropFiles(page, [{ name: 'knowledgeable_verbalizer.txt', bytes: KPT }]);
  await item(page, 'knowledgeable_verbalizer').waitFor(SOON);
  expect(await item(page, 'knowledgeable_verbalizer').innerText()).toContain('4 classes, 1379 label words');
  await dropFiles(page, [{ name: 'knowledgeable_verbalizer.txt', bytes: KPT }]);
  await item(page, 'knowledgeable_verbalizer 2').waitFor(SOON);
  await page.reload();
  await item(page, 'knowledgeable_verbalizer').waitFor(SOON);
  const { name, text } = await saved(page, 'knowledgeable_verbalizer', 'Save as .txt');
  expect(name).toBe('knowledgeable_verbalizer.txt');
  expect(text.trim()).toBe(KPT.toString().trim());
  const own = await saved(page, 'knowledgeable_verbalizer', 'Save with sources');
  expect(own.name).toBe('knowledgeable_verbalizer.verbalizer.json');
  expect(parseVerbalizer(own.text, own.name).labels).toEqual([
    'politics',
    'sports',
    'business',
    'technology',
  ]);
  expect((await new AxeBuilder({ page }).include('.library-page').analyze()).violations).toEqual([]);
  await page.context().close();
});

test('a file with several verbalizers gives them all; one that is none says where', async () => {
  const page = await openLibrary();
  const input = page.getByLabel('Lists of label words');
  await input.setInputFiles({
    name: 'poles.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('bad,awful\ngood\n\nterrible\ngreat'),
  });
  await item(page, 'poles 2').waitFor(SOON);
  expect(await item(page, 'poles').innerText()).toContain('2 classes, 3 label words');
  await input.setInputFiles({ name: 'odd.txt', mimeType: 'text/plain', buffer: Buffer.from('bad,,awful') });
  await page.getByText(/odd\.txt, line 1: a word is empty/).waitFor(SOON);
  await page.context().close();
});
