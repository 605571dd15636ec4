/** A run that a slow machine without a GPU trains in seconds, and what tests read of it. */
import type { Page } from 'playwright-core';

/** Long enough to be paused. */
export const SMALL = {
  plm: 'lab-tiny',
  task: 'sst2',
  promptLength: 4,
  steps: 400,
  batch: 4,
  maxLength: 16,
  evalEvery: 200,
  engine: 'wasm',
};

/** The address of a recipe, relative to the page's. */
export const link = (recipe: object): string => `?recipe=${encodeURIComponent(JSON.stringify(recipe))}`;

export const stepOf = async (page: Page): Promise<number> =>
  Number.parseInt(await page.locator('.gauges dd').first().innerText(), 10);

export async function waitForStep(page: Page, step: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => Number.parseInt(document.querySelector('.gauges dd')?.textContent ?? '0', 10) >= wanted,
    step,
    { timeout: 100_000 },
  );
}

/** Starts the run that the form holds. */
export const train = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /Train (this live|again)/ }).click();
