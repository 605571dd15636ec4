/** Nothing leaves the page's own host, and the content security policy is never broken, in workers neither. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, PAGE_HEADERS } from '../../src/offline/page-headers.ts';
import { launchChromium } from './open-page.ts';
import { hasBuild, openWithWorker, readyOffline, REPORTS, serveBuild } from './own-server.ts';
import { link, SMALL, train } from './small-run.ts';
import { waitForStep } from './train-place.ts';

/** Every request of the page to another host goes through here, whichever worker makes it, and gets nowhere. */
let proxy: Server;
const elsewhere: string[] = [];
let browser: Browser;

/** Chromium's own question about the fields of any form. */
const ofChromium = 'content-autofill.googleapis.com:443';
const note = (url = ''): void => {
  if (url !== ofChromium) elsewhere.push(url);
};

beforeAll(async () => {
  proxy = createServer((request, response) => {
    note(request.url);
    response.statusCode = 502;
    response.end();
  });
  proxy.on('connect', (request, socket) => {
    note(request.url);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  proxy.close();
});

describe.skipIf(!hasBuild)('while it opens, trains and gets ready for offline use', () => {
  test('nothing is asked of another host, and the policy holds', async () => {
    const server = await serveBuild({
      ...PAGE_HEADERS,
      'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; report-uri ${REPORTS}`,
    });
    const { port } = proxy.address() as AddressInfo;
    const page = await openWithWorker(browser, server, link(SMALL), {
      proxy: { server: `http://127.0.0.1:${String(port)}`, bypass: '127.0.0.1' },
    });
    const hosts = new Set<string>();
    page.context().on('request', (request) => hosts.add(new URL(request.url()).host));
    await train(page);
    await waitForStep(page, 3);
    await readyOffline(page);
    const places = await page.getByRole('navigation', { name: 'Places' }).getByRole('link').all();
    expect(places.length).toBeGreaterThanOrEqual(3);
    for (const place of places) {
      await place.click();
      await page.locator('main > *').first().waitFor();
    }
    expect([...hosts].filter((host) => host !== new URL(server.url).host)).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(server.reports).toEqual([]);

    // Both watchers see what they are there for.
    await page.evaluate(() => fetch('https://elsewhere.example/').catch(() => undefined));
    expect(elsewhere).toEqual(['elsewhere.example:443']);
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<p style="color:red"></p>');
    });
    await expect.poll(() => server.reports.length).toBeGreaterThan(0);
    await page.context().close();
    await server.close();
  });
});
