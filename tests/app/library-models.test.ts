import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFaultyHub } from '../workers/hub/faulty-hub.ts';
import { dropFiles } from './drop-files.ts';
import { launchChromium, openPage } from './open-page.ts';
import { train } from './small-run.ts';
import { openSettings } from './train-place.ts';

const folder = join(import.meta.dirname, '..', '..', 'models', 'lab-tiny');
const read = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(join(folder, name)));
const NAMES = ['model.onnx', 'model.onnx_data', 'config.json', 'tokenizer.json'];

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A few steps of the PLM chosen in Train, to the end. */
async function trainsWith(page: Page, plm: string): Promise<void> {
  const form = await openSettings(page);
  expect(await form.getByLabel('Language model').inputValue()).toBe(plm);
  await form.getByLabel('Steps', { exact: true }).fill('4');
  await train(page);
  await page.locator('.tag', { hasText: 'finished' }).waitFor({ timeout: 100_000 });
}

test('a model of a hub: looked up, measured, downloaded over a broken line, trained with, deleted, put back', async () => {
  const hub = await openFaultyHub(
    'org/tiny',
    new Map(NAMES.map((name) => [name.startsWith('model') ? `onnx/${name}` : name, read(name)])),
  );
  hub.faults.push({ path: 'onnx/model.onnx_data', times: 1, kind: 'cut' });
  const { page } = await openPage(browser, '#/library');
  try {
    await page.getByText('Another hub').click();
    await page.getByLabel('Address of the hub').fill(hub.base);
    await page.getByLabel('Model', { exact: true }).fill('org/tiny');
    await page.getByRole('button', { name: 'Look it up', exact: true }).click();
    await page.getByRole('heading', { name: 'org/tiny' }).waitFor();
    await page
      .locator('.hub-offer')
      .getByText(/Fits with batch 16, about .* a training step/)
      .waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: /^Download/ }).click();
    await page.locator('.banner', { hasText: 'org/tiny is on this device.' }).waitFor({ timeout: 60_000 });
    const row = page.locator('.item', { hasText: 'org/tiny' });
    await row.getByRole('button', { name: 'Train with it: org/tiny' }).click();
    await trainsWith(page, 'tiny');

    await page.goto(new URL('#/library', page.url()).href);
    await row.getByText(/Used by tiny/).waitFor();
    await row.getByRole('button', { name: 'Rename org/tiny' }).click();
    await page.getByLabel('Name', { exact: true }).fill('My tiny one');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete My tiny one' }).click();
    await page.getByText('My tiny one is deleted.').first().waitFor();
    expect(await page.locator('.item-name', { hasText: 'My tiny one' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.item-name', { hasText: 'My tiny one' }).waitFor();
    await page.reload();
    await page.locator('.item-name', { hasText: 'My tiny one' }).waitFor();
    // Deleted for good once the page was left.
    await page.getByRole('button', { name: 'Delete My tiny one' }).click();
    await page.getByText('My tiny one is deleted.').first().waitFor();
    await page.reload();
    await page.locator('.storage-bar').waitFor();
    expect(await page.getByText('My tiny one').count()).toBe(0);
  } finally {
    await hub.close();
    await page.context().close();
  }
});

test('a model dropped as a zip is there after a reload and trains; what lacks a file says which', async () => {
  const { page, problems } = await openPage(browser, '#/library');
  await page.locator('.storage-bar').waitFor();
  const entries = Object.fromEntries(NAMES.map((name) => [`mine/${name}`, read(name)]));
  const { 'mine/tokenizer.json': tokenizer, ...less } = entries;
  expect(tokenizer?.byteLength).toBeGreaterThan(0);
  await dropFiles(page, [{ name: 'less.zip', bytes: zipSync(less, { level: 0 }) }]);
  await page
    .getByRole('alert')
    .getByText(/less lacks tokenizer.json/)
    .waitFor();
  await dropFiles(page, [{ name: 'mine.zip', bytes: zipSync(entries, { level: 0 }) }]);
  await page.locator('.banner', { hasText: 'mine is on this device.' }).waitFor({ timeout: 60_000 });
  await page.reload();
  await page.getByRole('button', { name: 'Train with it: mine' }).click();
  await trainsWith(page, 'mine');
  expect(problems).toEqual([]);
  await page.context().close();
});
