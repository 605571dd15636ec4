/** Runs between page and command line, and run again on the page: the same bit for bit, or said why not. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunFile, writeRunFile } from '../../src/data/run-file.ts';
import { openTask } from '../../src/cli/open-task.ts';
import { promptOf } from '../../src/experiment/artefacts.ts';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { flatRecipe, recipeOfFlat } from '../../src/experiment/flat-recipe.ts';
import { lab } from '../cli/run-lab.ts';
import { dropFiles } from './drop-files.ts';
import { launchChromium, openPage } from './open-page.ts';
import { link, SMALL, train } from './small-run.ts';
import { openDrawer } from './train-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-experiment-'));
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const SHORT = { ...SMALL, steps: 40, evalEvery: 20, seed: 3 };
const PATIENCE = { timeout: 60_000 };
const LONG = { timeout: 240_000 };

async function repeat(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run again, compare' }).click();
  await openDrawer(page, 'Tables');
  await page.locator('.repeat [role="status"] span').first().waitFor(PATIENCE);
  return page.locator('.repeat [role="status"]').innerText();
}

test(
  'a run is run again on wasm and is the same bit for bit; its file is the command line’s too',
  LONG,
  async () => {
    const { page, problems } = await openPage(browser, link(SHORT));
    await train(page);
    await page.locator('.tag-finished').waitFor(PATIENCE);
    expect(await repeat(page)).toContain(
      'Same bit for bit: 40 steps, 2 dev evaluations, dev and test accuracies.',
    );

    // By its key, too.
    await page.locator('h1.finding').click();
    await page.keyboard.press('c');
    await page.locator('.tag-finished').waitFor({ state: 'detached' });
    await page.locator('.repeat-same').waitFor(PATIENCE);

    await openDrawer(page, 'Save');
    const [file] = await Promise.all([
      page.waitForEvent('download', PATIENCE),
      page.locator('.run-files').getByRole('button', { name: 'Save as .plab' }).click(),
    ]);
    const bytes = Uint8Array.from(readFileSync(await file.path()));
    const record = readRunFile(bytes, 'page.plab');
    expect(record.recipe).toMatchObject({ seed: 3, training: { steps: 40 } });
    expect(promptOf(record.artefacts)?.values).toHaveLength(4 * 128);
    expect(record.activations.length).toBeGreaterThan(0);
    writeFileSync(join(folder, 'page.plab'), bytes);
    const { out } = await lab('repeat', join(folder, 'page.plab'), '--json');
    // Weights, tokenizer and rows have the same hashes on both sides; another build of wasm may round otherwise.
    const answer = JSON.parse(out) as { largestLossDifference: number };
    expect(answer).toMatchObject({ steps: 40, changed: [] });
    expect(answer.largestLossDifference).toBeLessThan(1e-2);
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

test(
  'a run of the command line opens in the page; other weights and rows than recorded are named',
  LONG,
  async () => {
    const at = join(folder, 'line.plab');
    const task = await openTask(SHORT.task);
    const { method: _, ...fields } = flatRecipe(defaultRecipe(task, SHORT.plm));
    const recipe = recipeOfFlat({ ...fields, ...SHORT, engine: 'wasm' });
    writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
    const { status, err } = await lab('run', join(folder, 'recipe.json'), '--out', at);
    expect(status, err).toBe(0);
    const record = readRunFile(Uint8Array.from(readFileSync(at)), at);
    const hashes = record.hashes;
    if (hashes === null) throw new Error('the command line always makes hashes');
    const other = { ...record, hashes: { ...hashes, plm: 'f'.repeat(64), task: '0'.repeat(64) } };

    const { page, problems } = await openPage(browser, '#/library');
    await page.locator('.storage-bar').waitFor(PATIENCE);
    await dropFiles(page, [{ name: 'line.plab', bytes: writeRunFile(other) }]);
    await page
      .getByRole('button', { name: /^Open in Train/ })
      .first()
      .click(PATIENCE);
    await page.locator('.tag', { hasText: 'opened from the library' }).waitFor(PATIENCE);
    const save = await openDrawer(page, 'Save');
    await save.getByText(/^npm run -s lab -- run/).waitFor();
    await repeat(page);
    await page
      .locator('.banner', { hasText: 'Not the same PLM, task as recorded' })
      .getByText(/the weights of lab-tiny and the rows of sst2/)
      .waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  },
);
