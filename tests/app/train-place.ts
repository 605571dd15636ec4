/** The Train place as a person uses it: its sheet, its drawers, its buttons, its stage. */
import type { Locator, Page } from 'playwright-core';

/** Begins a run of the form's recipe, however it is called now. */
export const startButton = (page: Page): Locator =>
  page.getByRole('button', { name: /^Train (it live|the new recipe|again)/ });

/** Opens the sheet of all settings, where it is closed. Resolves with the form. */
export async function openSettings(page: Page): Promise<Locator> {
  const form = page.locator('#recipe');
  // The button stands there once the place does.
  await page.getByRole('button', { name: /^all settings/ }).waitFor();
  if (!(await form.isVisible())) await page.getByRole('button', { name: /^all settings/ }).click();
  await form.waitFor();
  return form;
}

export async function closeSettings(page: Page): Promise<void> {
  const sheet = page.locator('.sheet');
  await sheet.getByRole('button', { name: /^Close/ }).click();
  await sheet.waitFor({ state: 'detached' });
}

export const DRAWERS = ['Neurons', 'Soft tokens', 'Answers', 'Tables', 'Save'] as const;
export type Drawer = (typeof DRAWERS)[number];

/** Opens a drawer, where it is closed; the one that was open closes. */
export async function openDrawer(page: Page, name: Drawer): Promise<Locator> {
  const drawer = page.getByRole('region', { name, exact: true });
  if (!(await drawer.isVisible()))
    await page
      .getByRole('navigation', { name: 'Drawers' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
  await drawer.waitFor();
  return drawer;
}

/** The handle of time on the loss curve. */
export const lossSlider = (page: Page): Locator => page.getByRole('slider', { name: /^Loss/ });

/** The step that the stage shows: the newest, unless somebody turned it back. */
export const stepOf = async (page: Page): Promise<number> =>
  Number(await lossSlider(page).getAttribute('aria-valuenow'));

export async function waitForStep(page: Page, step: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      Number(
        document.querySelector('[role="slider"][aria-label^="Loss"]')?.getAttribute('aria-valuenow') ?? '0',
      ) >= wanted,
    step,
    { timeout: 100_000 },
  );
}

/** The recipe as the sentence says it; what the form changed stands struck beside what it is now. */
export const recipeWords = async (page: Page): Promise<string> =>
  (await page.locator('.recipe-word').allInnerTexts()).join(', ');

/** Each word with its shares with the soft prompt and without it, as the stage shows them. */
export const barsOf = async (page: Page): Promise<readonly string[]> =>
  (await page.locator('.word-bar').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));

/** Types a sentence of one's own and waits until the bars are of it. Resolves with the bars and the verdict. */
export async function askSentence(page: Page, text: string, patience = 60_000): Promise<string> {
  await page.getByRole('textbox', { name: 'Sentence' }).fill(text);
  await page.waitForFunction(
    (typed) =>
      document.querySelector<HTMLTextAreaElement>('.stage-sentence textarea')?.value === typed &&
      document.querySelector('.stage-words:not(.is-stale) .word-bar') !== null,
    text,
    { timeout: patience },
  );
  return [...(await barsOf(page)), await page.locator('.verdict').innerText()].join(' | ');
}
