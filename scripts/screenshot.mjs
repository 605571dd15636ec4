/**
 * Takes the README's pictures: a place of the page as a first visitor sees it, with what was recorded.
 *
 *     node scripts/screenshot.mjs [FILE] [--place train|transfer|words|grow|library] [--width 1440] [--dark]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumFlags, ensureChromium } from './chromium.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

ensureDependencies();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    place: { type: 'string', default: 'train' },
    width: { type: 'string', default: '1440' },
    dark: { type: 'boolean', default: false },
  },
});
/** The tag that a place shows when it is ready, if it has one, and what of it is pointed at first. */
const PLACES = {
  train: { ready: 'recorded run', link: '' },
  transfer: { ready: 'recorded sweep', link: '?pair=agnews%3Eyahoo' },
  words: { ready: 'recorded run', link: '', shows: '.words-bars [data-class]' },
  grow: { ready: 'recorded run', link: '', shows: '.grow-stage svg' },
  library: { ready: null, link: '' },
};
const place = PLACES[values.place];
if (place === undefined) throw new Error(`--place must be one of ${Object.keys(PLACES).join(', ')}`);
const file = positionals[0] ?? join(root, 'docs', `${values.place}-page.png`);

const { createServer } = await import('vite');
const { chromium } = await import('playwright-core');
const server = await createServer({ root, logLevel: 'error', server: { port: 0 } });
await server.listen();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumFlags] });
try {
  const page = await browser.newPage({
    viewport: { width: Number(values.width), height: 900 },
    colorScheme: values.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}${place.link}#/${values.place}`);
  if (place.ready === null) await page.locator('.storage-bar').waitFor({ timeout: 60_000 });
  else {
    await page.locator('.tag', { hasText: place.ready }).waitFor({ timeout: 60_000 });
    await page
      .locator(place.shows ?? 'figure svg, figure canvas, .panel svg')
      .first()
      .waitFor({ state: 'attached', timeout: 60_000 });
  }
  await page.waitForTimeout(1500);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
} finally {
  await browser.close();
  await server.close();
}
