/** A sweep of seconds, and what tests read of it. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** How long a loaded machine without a GPU may take. */
export const PATIENCE = { timeout: 60_000 };

/** Two tasks, four cells of the matrix, sixteen in all. */
export const CELLS = 16;

/** Fills in the form for a sweep of seconds, and starts it. */
export async function startSmallSweep(page: Page): Promise<void> {
  await page.getByText('A sweep of your own').click();
  const form = page.locator('.sweep-form');
  await form.getByLabel('Language model').selectOption('lab-tiny');
  for (const task of ['agnews', 'yahoo', 'movie_reviews'])
    await form.getByRole('checkbox', { name: new RegExp(`^${task}`) }).uncheck();
  await form.getByLabel('Steps a prompt').fill('16');
  await form.getByLabel('Steps between dev evaluations').fill('8');
  await form.getByLabel('Test rows a task').fill('16');
  await form.getByRole('checkbox', { name: /^Start each target/ }).uncheck();
  await form.getByText(`${String(CELLS)} cells`).waitFor();
  await form.getByRole('button', { name: 'Start the sweep' }).click();
}

/** Cells that the device keeps, by name. */
export async function storedCells(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async () => {
    // Opening makes a database that is not there, and the lab would find it without its store.
    const there = (await indexedDB.databases()).some(({ name }) => name === 'prompt-lab');
    if (!there) return {};
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The storage can’t be read'));
      });
    const database = await answer(indexedDB.open('prompt-lab'));
    const store = database.transaction('entries').objectStore('entries');
    const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer<unknown[]>(store.getAll())]);
    database.close();
    const entries = keys.map((key, index) => [key as string, JSON.stringify(values[index])] as const);
    return Object.fromEntries(entries.filter(([key]) => key.startsWith('v2/sweep-cell/')));
  });
}

export async function waitForCells(page: Page, count: number): Promise<Readonly<Record<string, string>>> {
  let cells: Readonly<Record<string, string>> = {};
  await expect
    .poll(async () => Object.keys((cells = await storedCells(page))).length, PATIENCE)
    .toBeGreaterThanOrEqual(count);
  return cells;
}
