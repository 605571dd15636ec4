/**
 * Takes the README's picture: the Train page as a first visitor sees it, with the recorded run.
 *
 *     node scripts/screenshot.mjs [FILE] [--width 1440] [--dark]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumFlags, ensureChromium } from './chromium.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

ensureDependencies();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { width: { type: 'string', default: '1440' }, dark: { type: 'boolean', default: false } },
});
const file = positionals[0] ?? join(root, 'docs', 'train-page.png');

const { createServer } = await import('vite');
const { chromium } = await import('playwright-core');
const server = await createServer({ root, logLevel: 'error', server: { port: 0 } });
await server.listen();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumFlags] });
try {
  const page = await browser.newPage({
    viewport: { width: Number(values.width), height: 1000 },
    colorScheme: values.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.getByText('recorded run').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
} finally {
  await browser.close();
  await server.close();
}
