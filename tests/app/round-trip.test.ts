/** Each family of PLMs: in by drag and drop, trained, out as PEFT and .plab, deleted, in again with the same answers. */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_HEADERS } from '../../src/offline/page-headers.ts';
import { readSafetensors } from '../../src/data/safetensors.ts';
import { peftFixture } from '../data/peft-fixtures.ts';
import { dropFiles } from './drop-files.ts';
import { BERT_FAMILY, FAMILIES, familyFiles, type Family } from './family-models.ts';
import { launchChromium, openPage } from './open-page.ts';
import { hasBuild, openWithWorker, readyOffline, serveBuild } from './own-server.ts';
import { train } from './small-run.ts';
import { askSentence, openDrawer, openSettings } from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const PATIENCE = { timeout: 60_000 };

async function goTo(page: Page, place: 'train' | 'library'): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Places' })
    .getByRole('link', { name: new RegExp(place, 'i') })
    .click();
}

async function download(page: Page, button: string): Promise<{ name: string; bytes: Uint8Array }> {
  await openDrawer(page, 'Save');
  const [file] = await Promise.all([
    page.waitForEvent('download', PATIENCE),
    page.locator('.run-files').getByRole('button', { name: button }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: Uint8Array.from(readFileSync(await file.path())) };
}

async function deleteAllRuns(page: Page): Promise<void> {
  await goTo(page, 'library');
  const section = page.locator('.library-section', { has: page.getByRole('heading', { name: /^Runs/ }) });
  await section.locator('.item').first().waitFor(PATIENCE);
  for (let left = await section.locator('.item').count(); left > 0; left--) {
    await section
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click();
    await expect.poll(() => section.locator('.item').count(), PATIENCE).toBe(left - 1);
  }
}

/** Drops a file of a run and opens the run that it became. */
async function openDropped(page: Page, file: { name: string; bytes: Uint8Array }): Promise<void> {
  await dropFiles(page, [file]);
  await page.locator('.banner', { hasText: 'The run is on this device.' }).waitFor(PATIENCE);
  await page
    .getByRole('button', { name: /^Open in Train/ })
    .first()
    .click();
  await page.locator('.tag', { hasText: 'opened from the library' }).waitFor(PATIENCE);
}

/** In by drag and drop, trained, out as PEFT and .plab, deleted, in again: the answers must be the same. */
async function roundTrip(page: Page, family: Family): Promise<void> {
  const { folder } = family;
  await page.locator('.storage-bar').waitFor(PATIENCE);
  const entries = familyFiles(family).map(({ name, bytes }) => [`${folder}/${name}`, bytes] as const);
  await dropFiles(page, [{ name: `${folder}.zip`, bytes: zipSync(Object.fromEntries(entries)) }]);
  await page.getByRole('button', { name: `Train with it: ${folder}` }).click(PATIENCE);
  const recipe = await openSettings(page);
  await recipe.getByLabel('Task', { exact: true }).selectOption('sst2');
  await recipe.getByLabel('Steps', { exact: true }).fill('6');
  await train(page);
  await page.locator('.tag-finished').waitFor({ timeout: 120_000 });
  const text = 'a good film and a great one';
  const answer = await askSentence(page, text);
  expect(answer).toMatch(/\d %/);

  const [plab, peft] = [await download(page, 'Save as .plab'), await download(page, 'Save for PEFT')];
  expect(plab.name).toBe(`${folder}-sst2-seed1.plab`);
  const adapter = unzipSync(peft.bytes);
  const name = (file: string): string => `${folder}-sst2-seed1/${file}`;
  expect(Object.keys(adapter).sort()).toEqual(
    ['adapter_config.json', 'adapter_model.safetensors', 'prompt_lab.json'].map(name),
  );
  expect(JSON.parse(strFromU8(adapter[name('adapter_config.json')]))).toMatchObject({
    peft_type: 'PROMPT_TUNING',
    num_virtual_tokens: 20,
    inference_mode: true,
  });
  const tensors = readSafetensors(adapter[name('adapter_model.safetensors')], 'adapter');
  expect([...tensors.keys()]).toEqual(['prompt_embeddings']);
  expect(tensors.get('prompt_embeddings')?.dims).toEqual([20, family.width]);

  for (const file of [peft, plab]) {
    await deleteAllRuns(page);
    // Gone for good, and so is what the page held of it.
    await page.reload();
    await page.locator('.storage-bar').waitFor(PATIENCE);
    await openDropped(page, file);
    expect(await askSentence(page, text)).toBe(answer);
  }
}

test.each(FAMILIES.map((family) => [family.folder, family] as const))(
  '%s',
  { timeout: 240_000 },
  async (_, family) => {
    const { page, problems } = await openPage(browser, '#/library');
    await roundTrip(page, family);
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

test.skipIf(!hasBuild)('the same without a network', { timeout: 240_000 }, async () => {
  const server = await serveBuild(PAGE_HEADERS);
  const page = await openWithWorker(browser, server, '#/library');
  await readyOffline(page);
  await server.close();
  await page.context().setOffline(true);
  await page.reload();
  await roundTrip(page, BERT_FAMILY);
  await page.context().close();
});

test('an adapter that PEFT saved is asked what it is for, kept as a run, and can be asked; prefix tuning is refused', async () => {
  const { page } = await openPage(browser, '#/library');
  await page.locator('.storage-bar').waitFor(PATIENCE);
  const entries = familyFiles(BERT_FAMILY).map(({ name, bytes }) => [`bert/${name}`, bytes] as const);
  await dropFiles(page, [{ name: 'bert.zip', bytes: zipSync(Object.fromEntries(entries)) }]);
  await page.getByRole('button', { name: 'Train with it: bert' }).waitFor(PATIENCE);

  const prefix = Object.fromEntries(await peftFixture('bert-prefix-tuning'));
  await dropFiles(page, [{ name: 'prefix.zip', bytes: zipSync(prefix) }]);
  await page
    .getByRole('alert')
    .getByText(/PREFIX_TUNING/)
    .waitFor(PATIENCE);

  const adapter = await peftFixture('bert-prompt-tuning');
  await dropFiles(
    page,
    [...adapter].map(([name, bytes]) => ({ name, bytes })),
  );
  const question = page.locator('.prompt-question');
  await question.getByText(/4 soft tokens, 32 wide/).waitFor(PATIENCE);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await question.getByLabel('Task').selectOption('sst2');
  await question.getByRole('button', { name: 'Keep it as a run' }).click();
  await page.locator('.banner', { hasText: 'The run is on this device.' }).waitFor(PATIENCE);
  await page
    .getByRole('button', { name: /^Open in Train/ })
    .first()
    .click();
  await page.locator('.tag', { hasText: 'opened from the library' }).waitFor(PATIENCE);
  // Each word with the soft prompt and without it.
  expect(await askSentence(page, 'a good film')).toMatch(/\d+ % \d+ % \|.*\d+ % \d+ % \|/);
  // It is a start for training too.
  const form = await openSettings(page);
  await form.getByLabel('Steps', { exact: true }).fill('3');
  await train(page);
  await page.locator('.tag-finished').waitFor({ timeout: 120_000 });
  await page.context().close();
});
