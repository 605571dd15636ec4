import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { inject } from 'vitest';
import { chromiumFlags, ensureChromium } from '../../scripts/chromium.mjs';

export function launchOptions(): LaunchOptions {
  return { executablePath: ensureChromium(), args: [...chromiumFlags] };
}

/** One Chromium for a test file: call in `beforeAll`, close in `afterAll`. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch(launchOptions());
}

/** High enough for the whole stage: Chromium as it is started for tests is lower, and leaves its curves out. */
/**
 * How a place is looked at for faults: both themes on a desk, where all of it is seen, and a phone in one of them. What a
 * phone adds are sizes, and these are the same in both.
 */
export const LOOKS = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 390 },
] as const;

export const DESK = { viewport: { width: 1440, height: 900 } } as const;

export interface OpenedPage {
  readonly page: Page;
  /** Console errors, uncaught errors and refused requests so far: a test should end with none. */
  readonly problems: readonly string[];
}

/**
 * Opens the lab in a fresh profile, at `path` relative to its address (e.g. `?recipe=…` or `#/read`). Without its service
 * worker, which would load 65 MB for every profile, and which requests would have to go through.
 */
export async function openPage(
  browser: Browser,
  path = '',
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ serviceWorkers: 'block', ...DESK, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`request: ${request.url()}`));
  await page.goto(new URL(path, inject('pageUrl')).href);
  return { page, problems };
}
