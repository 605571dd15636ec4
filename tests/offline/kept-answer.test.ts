import { expect, test } from 'vitest';
import { keptAnswer } from '../../src/offline/kept-answer.ts';
import { PAGE_HEADERS } from '../../src/offline/page-headers.ts';

const answer = (type: string, status = 200, more: Readonly<Record<string, string>> = {}): Response =>
  new Response('content', { status, headers: { 'content-type': type, ...more } });

test('pages and scripts get the headers that the host left out, and keep those it sent', async () => {
  const page = keptAnswer('/lab/', answer('text/html; charset=utf-8', 200, { 'referrer-policy': 'origin' }));
  for (const [name, value] of Object.entries(PAGE_HEADERS))
    expect(page?.headers.get(name)).toBe(name === 'Referrer-Policy' ? 'origin' : value);
  expect(await page?.text()).toBe('content');
  const script = keptAnswer('/lab/assets/train.worker.js', answer('text/javascript'));
  expect(script?.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
});

test('other files are kept as they came', () => {
  const wasm = answer('application/wasm');
  expect(keptAnswer('/lab/assets/ort.wasm', wasm)).toBe(wasm);
  const bare = new Response(new Uint8Array(3));
  expect(keptAnswer('/lab/models/lab-tiny/model.onnx_data', bare)).toBe(bare);
});

test('errors are not kept, nor a page in the place of a file, nor a file in that of the page', () => {
  expect(keptAnswer('/lab/a.json', answer('application/json', 404))).toBeNull();
  expect(keptAnswer('/lab/a.json', answer('text/html'))).toBeNull();
  expect(keptAnswer('/lab/index.html', answer('application/json'))).toBeNull();
});
