/** A person’s way through the place Grow: a recorded run, stages that are changed, a prediction, a live run, a file. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropFiles } from './drop-files.ts';
import { launchChromium, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const PATIENCE = { timeout: 60_000 };
const LONG = { timeout: 300_000 };

const finding = (page: Page): Promise<string> => page.locator('h1.finding').innerText();
const handle = (page: Page, stage: number): Locator =>
  page.getByRole('slider', { name: `End of stage ${String(stage)}` });
const stepOf = async (slider: Locator): Promise<number> => Number(await slider.getAttribute('aria-valuenow'));

async function openGrow(): Promise<{ readonly page: Page; readonly problems: readonly string[] }> {
  const opened = await openPage(browser, '#/grow');
  await handle(opened.page, 1).waitFor(PATIENCE);
  return opened;
}

/** Fills in the form for a run of seconds. */
async function askForLittle(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'all settings' }).click();
  const sheet = page.locator('.sheet');
  await sheet.getByLabel('Language model (PLM, frozen)').selectOption('lab-tiny');
  for (const [label, value] of [
    ['Steps', '8'],
    ['Seeds', '1'],
    ['Soft tokens', '4'],
    ['Rows a step', '4'],
    ['Steps between dev evaluations', '4'],
    ['Dev rows', '16'],
    ['Test rows', '16'],
    ['Training rows by which they are chosen', '8'],
  ])
    await sheet.getByLabel(label, { exact: true }).fill(value);
  for (const extra of [/for all steps/, /in the same seconds/, /every part alone/, /read by every part/]) {
    const box = sheet.getByRole('checkbox', { name: extra });
    if (await box.isChecked()) await box.uncheck();
  }
}

test(
  'a recorded run is there at once; its stages are moved by key, and wrong ones are said beside the field',
  LONG,
  async () => {
    const { page, problems } = await openGrow();
    expect(await finding(page)).toMatch(/costs \d+.%/);
    expect(await page.locator('.grow-curves-plot .mean-line').count()).toBeGreaterThan(1);
    expect(await page.locator('.reader-cell').count()).toBeGreaterThan(3);

    const first = handle(page, 1);
    const before = await stepOf(first);
    await first.press('ArrowRight');
    await expect.poll(() => stepOf(first)).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Grow the new recipe' }).waitFor();
    expect(await page.locator('.grow-curves').getAttribute('class')).toContain('is-stale');
    await first.press('Shift+ArrowLeft');
    await first.press('ArrowLeft');
    await first.press('Shift+ArrowRight');
    await expect.poll(() => stepOf(first)).toBe(before);
    await page.getByRole('button', { name: 'Grow it live' }).waitFor();

    await page.keyboard.press('n');
    const row = page.getByRole('group', { name: 'Stage 2' });
    const neurons = row.getByLabel('neurons a layer');
    const kept = await neurons.inputValue();
    await neurons.fill('99999');
    await row.getByText(/^There are \d+ neurons in/).waitFor();
    expect(await neurons.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('.place-actions .primary').getAttribute('aria-disabled')).toBe('true');
    await neurons.fill('1');
    await row.getByText(/a model grows/).waitFor();
    await neurons.fill(kept);
    await row.getByLabel('steps').fill('7');
    await page
      .locator('.drawer')
      .getByText(/steps together, and the run/)
      .waitFor();
    await page.getByRole('button', { name: 'The run has as many as its stages' }).click();
    await expect.poll(() => page.locator('.drawer .field-error').count()).toBe(0);
    await page.keyboard.press('Escape');

    // The curves are drawn against something else by a key.
    await page.getByText('cost, FLOPs of the full run').waitFor();
    await page.locator('h1.finding').click();
    await page.keyboard.press('m');
    await page.getByText('seconds of training').waitFor();
    expect(problems).toEqual([]);
  },
);

test('a boundary is dragged, and costs follow where they are known', LONG, async () => {
  const { page, problems } = await openGrow();
  const last = handle(page, 3);
  const [before, cost] = [
    await stepOf(last),
    await page.locator('.grow-stages .panel-head .quiet').innerText(),
  ];
  const box = await last.boundingBox();
  if (box === null) throw new Error('The handle is not drawn');
  await page.mouse.move(box.x + box.width / 2, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + 8, { steps: 4 });
  await page.mouse.up();
  expect(await stepOf(last)).toBeGreaterThan(before);
  expect(await page.locator('.grow-stages .panel-head .quiet').innerText()).not.toBe(cost);
  expect(problems).toEqual([]);
});

test(
  'predicted, grown live, stopped, there after a reload, gone on with, saved and dropped',
  LONG,
  async () => {
    const { page, problems } = await openGrow();
    await askForLittle(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Predict only' }).click();
    const cost = page.locator('.grow-stages .panel-head .quiet');
    await expect.poll(() => cost.innerText(), PATIENCE).toMatch(/cost \d+ % of the full run/);

    await page.getByRole('button', { name: /Grow (it live|the new recipe)/ }).click();
    await page.locator('.tag-running').waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.tag-stopped').waitFor(PATIENCE);

    await page.reload();
    await page.locator('.tag').getByText('live').waitFor(PATIENCE);
    const goOn = page.getByRole('button', { name: /Go on/ });
    await goOn.click(PATIENCE);
    await page.locator('.tag-finished').waitFor(PATIENCE);
    await expect.poll(() => finding(page), PATIENCE).toMatch(/Its prompt (reaches|learned nothing)/);
    const found = await finding(page);
    expect(await page.locator('.grow-tests').innerText()).toContain('n = 16');

    await page.keyboard.press('e');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Experiment file (.plab)' }).click(),
    ]);
    expect(await page.locator('.drawer .command').innerText()).toContain('--stages "');
    const bytes = new Uint8Array(await readFile(await file.path()));
    expect(problems).toEqual([]);

    const other = await openGrow();
    await dropFiles(other.page, [{ name: file.suggestedFilename(), bytes }], '.grow-place');
    await other.page.locator('.tag').getByText('from a file').waitFor(PATIENCE);
    await expect.poll(() => finding(other.page), PATIENCE).toBe(found);
    await dropFiles(other.page, [{ name: 'broken.plab', bytes: bytes.slice(0, 900) }], '.grow-place');
    await other.page.getByRole('alert').getByText('broken.plab').waitFor(PATIENCE);
    expect(await finding(other.page)).toBe(found);
    expect(other.problems).toEqual([]);
  },
);

test('each drawer and the sheet are one key or click away and have nothing to object to', LONG, async () => {
  const { page, problems } = await openGrow();
  const objections = async (): Promise<unknown> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };
  for (const name of ['Stages', 'Neuron scores', 'Likeness', 'Published table', 'Tables', 'Save']) {
    await page
      .getByRole('navigation', { name: 'Drawers' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
    await page.getByRole('region', { name, exact: true }).waitFor(PATIENCE);
    expect(await objections()).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'all settings' }).click();
  await page.locator('.sheet').waitFor();
  expect(await objections()).toEqual([]);
  expect(problems).toEqual([]);
});

describe('for everybody', () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const)
      test(`axe finds nothing: ${colorScheme}, ${String(width)} px`, LONG, async () => {
        const { page } = await openPage(browser, '#/grow', { colorScheme, viewport: { width, height } });
        await handle(page, 1).waitFor(PATIENCE);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        const size = await page.evaluate(() => {
          const { scrollHeight, scrollWidth } = document.documentElement;
          return { down: scrollHeight > innerHeight, across: scrollWidth > innerWidth };
        });
        expect(size).toEqual({ down: width < 1440, across: false });
      });
});
