/** A sweep of seconds, and what tests read of it. */
import type { Page } from 'playwright-core';
import { entriesOf } from './stored-entries.ts';

/** How long a loaded machine without a GPU may take. */
export const PATIENCE = { timeout: 60_000 };

/** Two tasks, four cells of the matrix, twenty in all. */
export const CELLS = 20;

/** Fills in the form for a sweep of seconds, and starts it. */
export async function startSmallSweep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'all settings' }).click();
  const form = page.locator('.sweep-form');
  await form.getByLabel('Language model').selectOption('lab-tiny');
  for (const task of ['agnews', 'yahoo_news', 'yahoo'])
    await form.getByRole('checkbox', { name: new RegExp(`^${task} `) }).uncheck();
  await form.getByLabel('Steps a prompt').fill('16');
  await form.getByLabel('Steps between dev evaluations').fill('8');
  await form.getByLabel('Test rows a task').fill('16');
  await form.getByRole('checkbox', { name: /^Start each target/ }).uncheck();
  await form.getByText(`${String(CELLS)} cells`).waitFor();
  await form.getByRole('button', { name: 'Start the sweep' }).click();
}

/** Cells that the device keeps, by name, each as JSON: what is computed a second time takes another time. */
export async function storedCells(page: Page): Promise<Readonly<Record<string, string>>> {
  return entriesOf(page, 'v2/sweep-cell/');
}

export async function waitForCells(page: Page, count: number): Promise<Readonly<Record<string, string>>> {
  const end = Date.now() + PATIENCE.timeout;
  for (;;) {
    const cells = await storedCells(page);
    if (Object.keys(cells).length >= count) return cells;
    if (Date.now() > end)
      throw new Error(`Only ${String(Object.keys(cells).length)} of ${String(count)} cells are stored`);
    await page.waitForTimeout(50);
  }
}
