/** What was typed into a form is there again after a reload. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function stepsField(page: Page) {
  await page.getByRole('button', { name: 'all settings' }).click();
  return page.locator('.sweep-form').getByLabel('Steps a prompt');
}

test('the form of a sweep: after another place, and after a reload', async () => {
  const { page } = await openPage(browser, '#/transfer');
  await (await stepsField(page)).fill('123');
  await page
    .locator('.sweep-form')
    .getByRole('checkbox', { name: /^yahoo / })
    .uncheck();
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.locator('.place.train').waitFor();
  await page.getByRole('link', { name: 'Transfer', exact: true }).click();
  expect(await (await stepsField(page)).inputValue()).toBe('123');
  await page.reload();
  expect(await (await stepsField(page)).inputValue()).toBe('123');
  expect(
    await page
      .locator('.sweep-form')
      .getByRole('checkbox', { name: /^yahoo / })
      .isChecked(),
  ).toBe(false);
  await page.context().close();
});
