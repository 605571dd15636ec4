/** Every figure as SVG, PNG, CSV and ZIP: the same name, the recipe and the seed with it, the PNG at two pixels a point. */
import { strFromU8, unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPng } from '../read-png.ts';
import { launchChromium, openPage } from './open-page.ts';
import { openDrawer } from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const LONG = { timeout: 240_000 };

interface Saved {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function save(page: Page, figure: Locator, format: string): Promise<Saved> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    figure.getByRole('button', { name: new RegExp(`as ${format}$`) }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: Uint8Array.from(readFileSync(await file.path())) };
}

/** @returns how many figures there were, and their files' names */
async function checkFigures(page: Page, seed: RegExp): Promise<readonly string[]> {
  const figures = page.locator('figure.figure');
  const names: string[] = [];
  for (let i = 0; i < (await figures.count()); i += 1) {
    const figure = figures.nth(i);
    const [svg, png, csv, zip] = [
      await save(page, figure, 'SVG'),
      await save(page, figure, 'PNG'),
      await save(page, figure, 'CSV'),
      await save(page, figure, 'ZIP'),
    ];
    const name = svg.name.replace(/\.svg$/, '');
    expect([png.name, csv.name, zip.name]).toEqual([`${name}.png`, `${name}.csv`, `${name}.zip`]);
    const files = unzipSync(zip.bytes);
    expect(Buffer.from(files[`${name}.csv`])).toEqual(Buffer.from(csv.bytes));
    expect(Buffer.from(csv.bytes).toString()).not.toMatch(/^#/);
    const made = strFromU8(files[`${name}.json`]);
    const text = Buffer.from(svg.bytes).toString();
    const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(text) ?? [];
    const picture = readPng(png.bytes);
    expect(Math.abs(picture.width - 2 * Number(width))).toBeLessThanOrEqual(1);
    expect(Math.abs(picture.height - 2 * Number(height))).toBeLessThanOrEqual(2);
    // One colour alone would be far smaller.
    expect(png.bytes.byteLength).toBeGreaterThan((picture.width * picture.height) / 100);
    expect(Object.keys(picture.texts)).toContain('Title');
    for (const content of [text, made, JSON.stringify(picture.texts)]) {
      expect(content).toMatch(seed);
      expect(content).toContain('promptLength');
    }
    names.push(name);
  }
  return names;
}

test.each(['light', 'dark'] as const)('figures of a run, %s', LONG, async (colorScheme) => {
  const { page, problems } = await openPage(browser, '', { colorScheme });
  await page.locator('.tag-recorded').waitFor();
  const names: string[] = [];
  for (const drawer of ['Neurons', 'Soft tokens', 'Answers', 'Tables'] as const) {
    await openDrawer(page, drawer);
    names.push(...(await checkFigures(page, /seed/)));
  }
  expect(names).toHaveLength(5);
  expect(new Set(names).size).toBe(5);
  expect(names.every((name) => name.includes('seed1'))).toBe(true);
  const { texts } = readPng((await save(page, page.locator('figure.figure').first(), 'PNG')).bytes);
  expect(texts['seed']).toBe('1');
  expect(JSON.parse(texts['recipe'] ?? '')).toMatchObject({ seed: 1, task: 'subj' });
  expect(problems).toEqual([]);
  await page.context().close();
});

test('figures of a sweep', LONG, async () => {
  const { page, problems } = await openPage(browser, '#/transfer');
  await page.locator('.transfer-matrix svg').first().waitFor();
  // Of the recorded sweeps the one with most kinds of figures.
  await page.getByRole('button', { name: 'all settings' }).click();
  await page.getByLabel('Sweep shown').selectOption('recorded:lab-tiny');
  await page.keyboard.press('Escape');
  await page.locator('.recipe-sentence').getByText('lab-tiny').waitFor();
  const tabs = page.getByRole('navigation', { name: 'Drawers' }).getByRole('button');
  const names: string[] = [];
  for (const tab of await tabs.all()) {
    await tab.click();
    await page.locator('.drawer').waitFor();
    names.push(...(await checkFigures(page, /seeds/)));
  }
  expect(names.length).toBeGreaterThan(5);
  expect(new Set(names).size).toBe(names.length);
  expect(problems).toEqual([]);
  await page.context().close();
});
