import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium, openPage } from './open-page.ts';
import { link, SMALL, stepOf, waitForStep } from './small-run.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('a first visit shows a recorded run at once, marked as such, and one button to train it live', async () => {
  const { page, problems } = await openPage(browser);
  await page.locator('.tag-recorded').waitFor();
  expect(await page.locator('.provenance').innerText()).toMatch(/Made by/);
  await page.locator('.plot-overlay circle').first().waitFor({ state: 'attached' });
  expect(await stepOf(page)).toBeGreaterThan(0);
  expect(await page.getByRole('button', { name: 'Train this live' }).isEnabled()).toBe(true);
  expect(problems).toEqual([]);
});

test('each figure has its table, with rows', async () => {
  const { page } = await openPage(browser);
  await page.locator('.tag-recorded').waitFor();
  const figures = await page.locator('figure.figure').count();
  expect(figures).toBeGreaterThanOrEqual(5);
  for (let i = 0; i < figures; i += 1) {
    const figure = page.locator('figure.figure').nth(i);
    await figure.getByRole('button', { name: 'Table' }).click();
    expect(await figure.locator('tbody tr').count()).toBeGreaterThan(0);
  }
});

test('figures are saved as SVG and CSV with the recipe inside', async () => {
  const { page } = await openPage(browser);
  await page.locator('.tag-recorded').waitFor();
  for (const kind of ['SVG', 'CSV']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .locator('figure.figure')
        .first()
        .getByRole('button', { name: `as ${kind}` })
        .click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`seed1-loss\\.${kind.toLowerCase()}$`));
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain('promptLength');
  }
});

/** How long a figure may take to follow on a loaded machine. */
const SOON = { timeout: 10_000 };

describe('by keyboard alone', () => {
  test('skip link, curves, heatmap, shortcuts', async () => {
    const { page } = await openPage(browser);
    await page.locator('.heat-cells').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    await page.locator('.plot-overlay').first().focus();
    await page.keyboard.press('ArrowLeft');
    // The crosshair is in both curves.
    for (const curve of [0, 1]) {
      // Figures follow the next frame.
      await expect
        .poll(() => page.locator('.readout').nth(curve).innerText(), SOON)
        .toMatch(/^step \d+ · batch/);
    }
    await page.keyboard.press('Escape');

    await page.locator('.heat').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    const said = page.locator('figure', { has: page.locator('.heat') }).locator('[role="status"]');
    await expect.poll(() => said.innerText(), SOON).toMatch(/^Layer 1, neuron/);
    await expect.poll(() => page.url(), SOON).toMatch(/cell=1\.\d+/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url(), SOON).not.toContain('cell=');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('single-key shortcuts stay out of text boxes and can be switched off', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    await page.getByLabel('Template', { exact: true }).focus();
    await page.keyboard.type('t');
    expect(await page.locator('.tag-recorded').count()).toBe(1);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('accessibility', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      test(`axe finds nothing: ${colorScheme}, ${width} px`, async () => {
        const { page } = await openPage(browser, '', { colorScheme, viewport: { width, height: 900 } });
        await page.locator('.heat-cells').first().waitFor();
        for (const summary of await page.locator('details:not([open]) > summary').all()) {
          if (await summary.isVisible()) await summary.click();
        }
        const violations = async (): Promise<readonly string[]> =>
          (await new AxeBuilder({ page }).analyze()).violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
          );
        expect(await violations()).toEqual([]);
        await page.locator('.badge').click();
        expect(await violations()).toEqual([]);
        await page.keyboard.press('Escape');
        await page.goto(`${page.url().replace(/#.*/, '')}#/words`);
        await page.locator('.coming').waitFor();
        expect(await violations()).toEqual([]);
      });
    }
  }

  test('nothing is wider than a phone', async () => {
    const { page } = await openPage(browser, '', { viewport: { width: 360, height: 740 } });
    await page.locator('.heat-cells').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

describe('the recipe', () => {
  test('a wrong value says so beside the field and blocks the start', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    const box = page.getByLabel('Soft tokens', { exact: true });
    await box.fill('0');
    expect(await box.getAttribute('aria-invalid')).toBe('true');
    const described = (await box.getAttribute('aria-describedby')) ?? '';
    const problem = page
      .locator(
        described
          .split(' ')
          .map((id) => `[id="${id}"]`)
          .join(', '),
      )
      .last();
    expect(await problem.innerText()).toContain('at least 1');
    expect(await page.getByRole('button', { name: 'Train this live' }).isDisabled()).toBe(true);
    await box.fill('12');
    expect(await page.getByRole('button', { name: 'Train this live' }).isEnabled()).toBe(true);
    await expect.poll(() => page.url()).toContain('promptLength');
    await page.locator('.banner-stale').waitFor();
  });

  test('a link brings its recipe, a broken one is left out with a word', async () => {
    const good = await openPage(browser, link({ promptLength: 7, seed: 3 }));
    await expect.poll(() => good.page.getByLabel('Soft tokens', { exact: true }).inputValue()).toBe('7');
    for (const broken of ['?recipe={', '?recipe=%00', link({ steps: 'many' }), link({ plm: 3 })]) {
      const { page, problems } = await openPage(browser, broken);
      await page.getByText('The link’s recipe was left out').waitFor();
      expect(problems).toEqual([]);
    }
  });
});

describe('when something is missing', () => {
  test('without WebGPU the page says what works, and how', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
    const page = await context.newPage();
    await page.goto(inject('pageUrl'));
    await page.getByText('This browser has no WebGPU.').waitFor();
    expect(await page.getByRole('button', { name: 'Train this live' }).isEnabled()).toBe(true);
    await page.locator('.badge').click();
    await page.getByText('No WebGPU in this browser: wasm').waitFor();
    await context.close();
  });

  test('a model that is not there fails in words, and trying again works once it is', async () => {
    const { page } = await openPage(browser, link(SMALL));
    await page.route('**/model.onnx_data', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('button', { name: 'Train this live' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('model.onnx_data is not where the lab expects it').waitFor();
    await page.unroute('**/model.onnx_data');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await waitForStep(page, 1);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a worker that cannot be loaded fails in words, not in silence', async () => {
    const { page } = await openPage(browser, link(SMALL));
    await page.route('**/train.worker-*.js', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('button', { name: 'Train this live' }).click();
    await page.getByRole('alert').getByText('The training worker could not be loaded').waitFor();
    expect(await page.getByRole('button', { name: 'Copy diagnostics' }).isVisible()).toBe(true);
  });
});

test('start, watch, pause, one step, reload, resume, stop, ask', { timeout: 400_000 }, async () => {
  const { page, problems } = await openPage(browser, link(SMALL));
  await page.getByRole('button', { name: /Train (this live|again)/ }).click();
  await waitForStep(page, 4);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('.tag-paused').waitFor();
  const paused = await stepOf(page);
  await page.getByRole('button', { name: 'One step' }).click();
  await waitForStep(page, paused + 1);
  await page.locator('.tag-paused').waitFor();
  expect(await stepOf(page)).toBe(paused + 1);

  await page.reload();
  await page.getByText('from your last visit').waitFor();
  const kept = await stepOf(page);
  expect(kept).toBeGreaterThanOrEqual(paused);
  await page.getByRole('button', { name: /^Resume/ }).click();
  await waitForStep(page, kept + 3);

  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.tag-stopped').waitFor({ timeout: 60_000 });
  await page.getByLabel('Text', { exact: true }).fill('a warm and funny film .');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page
    .getByRole('list', { name: 'Answers' })
    .getByText('a warm and funny film .')
    .waitFor({ timeout: 60_000 });
  expect(problems).toEqual([]);
});
