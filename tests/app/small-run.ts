/** A run that a slow machine without a GPU trains in seconds. */
import type { Page } from 'playwright-core';
import { closeSettings, startButton } from './train-place.ts';

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

/** Starts the run that the form holds. The sheet of all settings lies over the button. */
export async function train(page: Page): Promise<void> {
  if (await page.locator('.sheet').isVisible()) await closeSettings(page);
  await startButton(page).click();
}
