/** Draws the icons of an installed lab from public/icon.svg: `node scripts/make-icons.mjs` after a change of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumFlags, ensureChromium } from './chromium.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

ensureDependencies();
const { chromium } = await import('playwright-core');
const svg = readFileSync(join(root, 'public', 'icon.svg'), 'utf8');
const paper = /fill="(#[0-9a-f]+)"/.exec(svg)?.[1];
if (paper === undefined) throw new Error('public/icon.svg has no background');

/** `share`: how much of the square the icon fills; a maskable one keeps out of the rim that may be cut off. */
const ICONS = [
  { file: 'icon-192.png', size: 192, share: 1, background: 'transparent' },
  { file: 'icon-512.png', size: 512, share: 1, background: 'transparent' },
  { file: 'icon-maskable-512.png', size: 512, share: 0.75, background: paper },
  { file: 'apple-touch-icon.png', size: 180, share: 0.85, background: paper },
];

const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumFlags] });
try {
  for (const { file, size, share, background } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${background}">
        <div style="width:${100 * share}%;line-height:0">${svg}</div>
      </body>`,
    );
    await page.screenshot({ path: join(root, 'public', file), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
