import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DESK, launchChromium, LOOKS, openPage } from './open-page.ts';
import { link, SMALL, train } from './small-run.ts';
import {
  askSentence,
  barsOf,
  closeSettings,
  DRAWERS,
  lossSlider,
  openDrawer,
  openSettings,
  recipeWords,
  startButton,
  stepOf,
  waitForStep,
} from './train-place.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('a first visit shows a recorded run at once, marked as such, and one button to train it live', async () => {
  const { page, problems } = await openPage(browser);
  await page.locator('.tag-recorded').waitFor();
  await page.locator('.plot-overlay circle').first().waitFor({ state: 'attached' });
  expect(await stepOf(page)).toBeGreaterThan(0);
  expect(await page.locator('h1.finding').innerText()).toMatch(/\d %/);
  expect(await page.locator('.number').innerText()).toMatch(/^\d+\.\d %$/);
  expect(await page.locator('.number-facts').innerText()).toMatch(/\[[\d.]+, [\d.]+\][^]*n = \d+/);
  expect(await page.getByRole('button', { name: /^Train it live/ }).isEnabled()).toBe(true);
  expect(await page.locator('button.primary').count()).toBe(1);
  const save = await openDrawer(page, 'Save');
  expect(await save.locator('.provenance').innerText()).toMatch(/Made by/);
  expect(problems).toEqual([]);
});

test('each figure has its table, with rows', async () => {
  const { page } = await openPage(browser);
  await page.locator('.tag-recorded').waitFor();
  let figures = 0;
  for (const name of ['Neurons', 'Soft tokens', 'Answers', 'Tables'] as const) {
    const drawer = await openDrawer(page, name);
    expect(page.url()).toContain('drawer=');
    for (const figure of await drawer.locator('figure.figure').all()) {
      await figure.getByRole('button', { name: 'Table' }).click();
      expect(await figure.locator('tbody tr').count()).toBeGreaterThan(0);
      figures += 1;
    }
  }
  expect(figures).toBeGreaterThanOrEqual(5);
  // One at a time.
  expect(await page.locator('.drawer').count()).toBe(1);
});

test('figures are saved as SVG with the recipe inside, and as CSV that begins with its columns', async () => {
  const { page } = await openPage(browser);
  await page.locator('.tag-recorded').waitFor();
  await openDrawer(page, 'Tables');
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
    const text = Buffer.concat(chunks).toString();
    if (kind === 'SVG') expect(text).toContain('promptLength');
    else expect(text).toMatch(/^step,/);
  }
});

/** How long a figure may take to follow on a loaded machine. */
const SOON = { timeout: 10_000 };

describe('by keyboard alone', () => {
  test('skip link, curves, heatmap, shortcuts', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    await page.keyboard.press('b');
    const tables = page.getByRole('region', { name: 'Tables' });
    await tables.locator('.plot-overlay').first().focus();
    await page.keyboard.press('ArrowLeft');
    // The crosshair is in both curves.
    for (const curve of [0, 1]) {
      // Figures follow the next frame.
      await expect
        .poll(() => tables.locator('.readout').nth(curve).innerText(), SOON)
        .toMatch(/^step \d+ · batch/);
    }
    await page.keyboard.press('Escape');

    await page.keyboard.press('n');
    await page.locator('.heat-cells').first().waitFor();
    expect(await page.locator('.drawer').count()).toBe(1);
    await page.locator('.heat').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    const said = page.locator('figure', { has: page.locator('.heat') }).locator('[role="status"]');
    await expect.poll(() => said.innerText(), SOON).toMatch(/^Layer 1, neuron/);
    await expect.poll(() => page.url(), SOON).toMatch(/cell=1\.\d+/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url(), SOON).not.toContain('cell=');
    await page.keyboard.press('Escape');
    await page.locator('.drawer').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Neurons/);

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('single-key shortcuts stay out of text boxes and can be switched off', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    const form = await openSettings(page);
    await form.getByLabel('Template', { exact: true }).focus();
    await page.keyboard.type('tcnb x');
    await closeSettings(page);
    await page.getByRole('textbox', { name: 'Sentence' }).focus();
    await page.keyboard.type('tcnb x');
    expect(await page.locator('.tag-recorded').count()).toBe(1);
    expect(await page.locator('.drawer').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.hasAttribute('data-talk'))).toBe(false);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    for (const key of ['?', 'n', 't', 's']) await page.keyboard.press(key);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator('.drawer').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.hasAttribute('data-talk'))).toBe(false);
  });
});

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

describe('accessibility', () => {
  for (const { colorScheme, width } of LOOKS) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async () => {
      const { page } = await openPage(browser, '', { colorScheme, viewport: { width, height: 900 } });
      await page.locator('.tag-recorded').waitFor({ state: 'attached' });
      expect(await violations(page)).toEqual([]);
      for (const drawer of DRAWERS) {
        await openDrawer(page, drawer);
        expect([drawer, ...(await violations(page))]).toEqual([drawer]);
      }
      await page.keyboard.press('Escape');
      await page.locator('.recipe-word').nth(3).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await openSettings(page);
      for (const summary of await page.locator('details:not([open]) > summary').all()) {
        if (await summary.isVisible()) await summary.click();
      }
      expect(await violations(page)).toEqual([]);
      await closeSettings(page);
      if (width < 600) await page.getByRole('button', { name: 'Engine, keys, theme' }).click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: /^Engine:/ }).click();
      expect(await violations(page)).toEqual([]);
    });
  }

  test('nothing is wider than a phone', async () => {
    const { page } = await openPage(browser, '', { viewport: { width: 390, height: 844 } });
    await page.locator('.tag-recorded').waitFor({ state: 'attached' });
    for (const width of [390, 360]) {
      await page.setViewportSize({ width, height: 844 });
      // Canvases follow a moment later.
      await expect.poll(() => widthOf(page), SOON).toBeLessThanOrEqual(width);
      for (const drawer of DRAWERS) {
        await openDrawer(page, drawer);
        expect([drawer, await widthOf(page)]).toEqual([drawer, width]);
      }
      await page.keyboard.press('Escape');
      await openSettings(page);
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      await closeSettings(page);
    }
  });
});

describe('the recipe', () => {
  test('a wrong value says so beside the field and blocks the start', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    const form = await openSettings(page);
    const box = form.getByLabel('Soft tokens', { exact: true });
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
    expect(await startButton(page).isDisabled()).toBe(true);
    await closeSettings(page);
    // What is wrong is a click away.
    await page.getByRole('button', { name: 'The recipe has something to mend' }).click();
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await box.fill('12');
    expect(await startButton(page).isEnabled()).toBe(true);
    await expect.poll(() => page.url()).toContain('promptLength');
  });

  test('what is changed stands beside what was, and the figures say that they are of the recipe before', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    const [tokens] = await page.locator('.recipe-word').all();
    const before = await tokens.innerText();
    await tokens.click();
    const field = page.locator('.recipe-fields').getByLabel('Soft tokens', { exact: true });
    await field.fill('13');
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    expect(await tokens.innerText()).toBe(before);
    expect(await tokens.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('s.recipe-struck').count()).toBe(0);

    await page.keyboard.press('Enter');
    await field.fill('12');
    await page.keyboard.press('Enter');
    await field.waitFor({ state: 'detached' });
    // Enter takes the change over and starts nothing.
    expect(await page.locator('.tag-recorded').count()).toBe(1);
    expect(await tokens.innerText()).toBe('12 soft tokens');
    expect(await page.locator('s.recipe-struck').allInnerTexts()).toEqual([before]);
    await page.locator('.stage.is-stale').waitFor();
    await page.locator('.band.is-stale').waitFor();
    expect(await page.locator('h1.finding').innerText()).toMatch(/^With the recipe before:/);
    await page.getByRole('button', { name: /^Train the new recipe/ }).waitFor();
    await tokens.click();
    await field.fill(String(Number.parseInt(before, 10)));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Train it live/ }).waitFor();
    expect(await page.locator('.is-stale').count()).toBe(0);
    expect(await page.locator('s.recipe-struck').count()).toBe(0);
  });

  test('a link brings its recipe, a broken one is left out with a word', async () => {
    const good = await openPage(browser, link({ promptLength: 7, seed: 3 }));
    await expect.poll(() => recipeWords(good.page)).toMatch(/^7 soft tokens.*seed 3$/);
    const form = await openSettings(good.page);
    expect(await form.getByLabel('Soft tokens', { exact: true }).inputValue()).toBe('7');
    for (const broken of ['?recipe={', '?recipe=%00', link({ steps: 'many' }), link({ plm: 3 })]) {
      const { page, problems } = await openPage(browser, broken);
      await page.getByText('The link’s recipe was left out').waitFor();
      expect(problems).toEqual([]);
    }
  });
});

/** Some steps of a live run, then stopped: all dev and test rows would take a loaded machine a minute. Resolves with the last step. */
async function trainSome(page: Page): Promise<number> {
  await train(page);
  await waitForStep(page, 24);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.locator('.tag-stopped').waitFor({ state: 'attached', timeout: 60_000 });
  await page.locator('.word-bar').first().waitFor();
  return stepOf(page);
}

describe('the stage of a live run', () => {
  /** What is outside of the window, of some parts; nothing when all is inside. */
  const outside = (page: Page, parts: readonly string[]): Promise<readonly string[]> =>
    page.evaluate(
      (selectors) =>
        selectors.flatMap((selector) => {
          const boxes = [...document.querySelectorAll(selector)].map((part) => part.getBoundingClientRect());
          if (boxes.length === 0) return [`${selector} is not there`];
          return boxes
            .filter(
              ({ left, top, right, bottom, width, height }) =>
                left < 0 ||
                top < 0 ||
                right > innerWidth ||
                bottom > innerHeight ||
                width === 0 ||
                height === 0,
            )
            .map((box) => `${selector} ${JSON.stringify(box)}`);
        }),
      parts,
    );
  const heightOf = (page: Page): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollHeight);

  test('on a desk all of it is seen without scrolling: before, while it trains, and after', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    const parts = ['.place-actions .primary', '.sentence-box', '.strips canvas', '.band-curve', '.number'];
    expect(await outside(page, parts)).toEqual([]);
    expect(await heightOf(page)).toBeLessThanOrEqual(900);
    await page.goto('about:blank');
    await page.goto(new URL(link({ ...SMALL, steps: 3000 }), inject('pageUrl')).href);
    await train(page);
    await waitForStep(page, 12);
    await page.locator('.word-bar').first().waitFor();
    expect(await outside(page, [...parts, '.word-bar', '.verdict', '.phases', '.ruler-note'])).toEqual([]);
    expect(await heightOf(page)).toBeLessThanOrEqual(900);
    expect(await page.locator('.ruler-note').innerText()).toMatch(/^\d+ of 3000 steps · [\d.]+ ms a step/);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect([colorScheme, width, ...(await violations(page))]).toEqual([colorScheme, width]);
      }
    }
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.tag-stopped').waitFor({ timeout: 60_000 });
    expect(await outside(page, [...parts, '.word-bar', '.verdict'])).toEqual([]);
    expect(await heightOf(page)).toBeLessThanOrEqual(900);
  });

  test('a step that is turned to is drawn in less than 8 ms', async () => {
    const { page } = await openPage(browser);
    await page.locator('.tag-recorded').waitFor();
    const slider = lossSlider(page);
    await slider.focus();
    // From the beginning of a frame until the browser has painted it and does the next thing.
    const costs = await slider.evaluate(async (handle) => {
      const measured: number[] = [];
      for (let key = 0; key < 60; key++) {
        handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
        await new Promise<void>((done) => {
          requestAnimationFrame(() => {
            const began = performance.now();
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              measured.push(performance.now() - began);
              done();
            };
            port2.postMessage(null);
          });
        });
      }
      return measured.sort((a, b) => a - b);
    });
    expect(await stepOf(page)).toBeLessThan(600);
    expect(costs[costs.length / 2]).toBeLessThan(8);
  });

  test('on a phone the button is in sight, and nothing goes over the edge', async () => {
    const { page } = await openPage(browser, link(SMALL), { viewport: { width: 390, height: 844 } });
    await startButton(page).waitFor();
    expect(await outside(page, ['.place-actions .primary'])).toEqual([]);
    await trainSome(page);
    expect(await outside(page, ['.place-actions .primary'])).toEqual([]);
    expect(await widthOf(page)).toBe(390);
    expect(await violations(page)).toEqual([]);
  });

  test('its time goes back and forth by keys and by dragging, and the stage with it', async () => {
    const { page, problems } = await openPage(browser, link(SMALL));
    const last = await trainSome(page);
    const newest = await barsOf(page);
    const accuracy = page.getByRole('slider', { name: /^Accuracy/ });
    const slider = lossSlider(page);
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => stepOf(page), SOON).toBe(last - 1);
    await expect.poll(() => accuracy.getAttribute('aria-valuenow'), SOON).toBe(String(last - 1));
    expect(await slider.getAttribute('aria-valuetext')).toMatch(new RegExp(`^step ${String(last - 1)}: `));
    // The same key over the page would train a step.
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => stepOf(page), SOON).toBe(last);
    await page.keyboard.press('Home');
    await expect.poll(() => stepOf(page), SOON).toBeLessThanOrEqual(1);
    await expect.poll(() => barsOf(page), SOON).not.toEqual(newest);
    const first = await barsOf(page);
    await page.keyboard.press('End');
    await expect.poll(() => barsOf(page), SOON).toEqual(newest);

    // In the accuracy curve, to its left end: the first step.
    const box = await accuracy.boundingBox();
    if (box === null) throw new Error('The accuracy curve is not there');
    await page.mouse.move(box.x + box.width - 30, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 60, { steps: 3 });
    await expect.poll(() => stepOf(page), SOON).not.toBe(1);
    await page.mouse.move(box.x + 1, box.y + 60, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => barsOf(page), SOON).toEqual(first);
    expect(await page.locator('.tag-stopped').count()).toBe(1);
    expect(problems).toEqual([]);
  });

  test('a letter typed into the sentence is read at once', async () => {
    const { page, problems } = await openPage(browser, link(SMALL));
    await trainSome(page);
    const sample = await barsOf(page);
    await askSentence(page, 'a warm and funny film');
    expect(await barsOf(page)).not.toEqual(sample);
    const times: number[] = [];
    for (const letter of ['s', ' ', 'x', 'o', '!']) {
      const time = page.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const words = document.querySelector('.stage-words');
            const field = document.querySelector('.stage-sentence textarea');
            if (words === null || field === null) {
              reject(new Error('The stage is not there'));
              return;
            }
            let begin = Number.NaN;
            let wasStale = false;
            const changes = new MutationObserver(() => {
              const isStale = words.classList.contains('is-stale');
              wasStale ||= isStale;
              if (!wasStale || isStale) return;
              changes.disconnect();
              resolve(performance.now() - begin);
            });
            changes.observe(words, { subtree: true, childList: true, characterData: true, attributes: true });
            field.addEventListener('input', () => (begin = performance.now()), { once: true, capture: true });
          }),
      );
      await page.getByRole('textbox', { name: 'Sentence' }).focus();
      await page.keyboard.press('End');
      await page.keyboard.press(letter);
      times.push(Math.round(await time));
    }
    console.log(`From a keystroke to its bars, lab-tiny: ${times.join(', ')} ms`);
    expect(Math.max(...times)).toBeLessThan(3000);
    // Back to a sentence of the run.
    await page.locator('.sample').first().click();
    await expect.poll(() => barsOf(page), SOON).toEqual(sample);
    expect(problems).toEqual([]);
  });

  test('by keyboard alone from the first Tab to the end of a run, and the focus stays', async () => {
    const { page } = await openPage(browser, link(SMALL));
    await startButton(page).waitFor();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
    for (let tabs = 0; tabs < 40 && !(await focused()).startsWith('Train'); tabs += 1)
      await page.keyboard.press('Tab');
    // The link to Train in the header comes first.
    if (!(await startButton(page).evaluate((button) => button === document.activeElement)))
      for (let tabs = 0; tabs < 40; tabs += 1) {
        await page.keyboard.press('Tab');
        if (await startButton(page).evaluate((button) => button === document.activeElement)) break;
      }
    await page.keyboard.press('Enter');
    await expect.poll(focused, { timeout: 30_000 }).toMatch(/^Pause/);
    await page.locator('.tag-running').waitFor();
    await waitForStep(page, 2);
    expect(await focused()).toMatch(/^Pause/);
    await page.keyboard.press('Enter');
    await page.locator('.tag-paused').waitFor();
    await expect.poll(focused).toMatch(/^Resume/);
    await page.keyboard.press(' ');
    await page.locator('.tag-running').waitFor();
    await expect.poll(focused).toMatch(/^Pause/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Stop');
    await page.keyboard.press('Enter');
    await page.locator('.tag-stopped').waitFor({ timeout: 60_000 });
    // What has the focus is one of the buttons of the place still.
    expect(
      await page.evaluate(() => document.activeElement?.closest('.place-actions')?.className ?? null),
    ).not.toBeNull();
  });

  test('single keys: space trains, pauses and goes on, → makes a step, x stops, s goes to the sentence', async () => {
    const { page } = await openPage(browser, link({ ...SMALL, steps: 4000 }));
    await startButton(page).waitFor();
    await page.locator('h1.finding, .stage-empty').first().click();
    await page.keyboard.press(' ');
    await waitForStep(page, 2);
    await page.keyboard.press(' ');
    await page.locator('.tag-paused').waitFor();
    const paused = await stepOf(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => stepOf(page), SOON).toBe(paused + 1);
    await page.keyboard.press(' ');
    await waitForStep(page, paused + 3);
    await page.keyboard.press('s');
    expect(
      await page
        .getByRole('textbox', { name: 'Sentence' })
        .evaluate((field) => field === document.activeElement),
    ).toBe(true);
    expect(await page.locator('.tag-running').count()).toBe(1);
    await page.locator('h1.finding').click();
    await page.keyboard.press('x');
    await page.locator('.tag-stopped').waitFor({ timeout: 60_000 });
  });

  test.each(['light', 'dark'] as const)('axe finds nothing: %s', async (colorScheme) => {
    const { page } = await openPage(browser, link(SMALL), { colorScheme });
    await train(page);
    await waitForStep(page, 2);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Resume/ }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.tag-stopped').waitFor({ timeout: 60_000 });
    await askSentence(page, 'a warm and funny film');
    await page.locator('.strips').focus();
    await page.keyboard.press('ArrowRight');
    expect(await violations(page)).toEqual([]);
  });
});

describe('when something is missing', () => {
  test('without WebGPU the page says what works, and how', async () => {
    const context = await browser.newContext(DESK);
    await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
    const page = await context.newPage();
    await page.goto(inject('pageUrl'));
    await page.getByRole('button', { name: 'Engine: wasm' }).waitFor();
    expect(await startButton(page).isEnabled()).toBe(true);
    await page.getByRole('button', { name: /^Engine:/ }).click();
    await page.getByText('No WebGPU in this browser: wasm').waitFor();
    await context.close();
  });

  test('a model that is not there fails in words, and trying again works once it is', async () => {
    const { page } = await openPage(browser, link(SMALL));
    await page.route('**/model.onnx_data', (route) => route.fulfill({ status: 404 }));
    await train(page);
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
    await train(page);
    await page.getByRole('alert').getByText('The training worker could not be loaded').waitFor();
    expect(await page.getByRole('button', { name: 'Copy diagnostics' }).isVisible()).toBe(true);
  });
});

test('start, watch, pause, one step, reload, resume, stop, ask', { timeout: 400_000 }, async () => {
  const { page, problems } = await openPage(browser, link(SMALL));
  await train(page);
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
  await expect.poll(() => stepOf(page), SOON).toBeGreaterThanOrEqual(paused);
  const kept = await stepOf(page);
  await page.getByRole('button', { name: /^Resume/ }).click();
  await waitForStep(page, kept + 3);

  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.tag-stopped').waitFor({ timeout: 60_000 });
  const [warm, dull] = [
    await askSentence(page, 'a warm and funny film .'),
    await askSentence(page, 'a dull and endless film .'),
  ];
  expect(warm).toMatch(/\d %[^]*\d %/);
  expect(dull).not.toBe(warm);
  expect(problems).toEqual([]);
});
