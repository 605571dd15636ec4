import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withPngMetadata } from '../../src/views/png-metadata.ts';
import { readPng } from '../read-png.ts';

/** One white pixel. */
const PIXEL = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
    'base64',
  ),
);

test('texts stand behind the head, in any script, and the picture is as it was', () => {
  const texts = { seed: '1', recipe: '{"template":"{a} 是 [MASK] 🎈"}' };
  const png = readPng(withPngMetadata(PIXEL, texts));
  expect(png.texts).toEqual(texts);
  expect(png.chunks).toEqual(['IHDR', 'iTXt', 'iTXt', 'IDAT', 'IEND']);
  expect([png.width, png.height]).toEqual([1, 1]);
});

test('whatever the text, the file stays whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { texts } = readPng(withPngMetadata(PIXEL, { text }));
      expect(texts['text']).toBe(
        new TextDecoder().decode(new TextEncoder().encode(text)).replaceAll('\0', '\ufffd'),
      );
    }),
  );
});

test('what is no PNG, and what is no keyword, is refused', () => {
  expect(() => withPngMetadata(PIXEL.slice(1), {})).toThrow('no PNG');
  expect(() => withPngMetadata(PIXEL.slice(0, 20), {})).toThrow('no PNG');
  for (const name of ['', 'a b', 'é', 'x'.repeat(80)])
    expect(() => withPngMetadata(PIXEL, { [name]: '' })).toThrow('keyword');
});
