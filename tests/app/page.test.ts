import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openPage } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('the page opens without an error, isolated and under its content security policy', async () => {
  const { page, problems } = await openPage(browser);
  await page.waitForSelector('#root > *');
  expect(await page.title()).toContain('Prompt Lab');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
  // Only a PLM that someone asks for may come from elsewhere.
  expect(policy?.split('; ').filter((directive) => /https?:/.test(directive))).toEqual([
    expect.stringMatching(/^connect-src /),
  ]);
  expect(problems).toEqual([]);
});

test('nothing is asked of another host', async () => {
  const { page } = await openPage(browser);
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.reload();
  await page.waitForSelector('#root > *');
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});
