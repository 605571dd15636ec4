import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextPieces } from '../../../src/data/import/decode-text.ts';

function utf16(text: string, littleEndian: boolean, mark = true): Uint8Array {
  const marked = mark ? `\ufeff${text}` : text;
  const view = new DataView(new ArrayBuffer(2 * marked.length));
  for (let i = 0; i < marked.length; i += 1) view.setUint16(2 * i, marked.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

function decode(bytes: Uint8Array, chunk = bytes.length): string {
  const pieces = new TextPieces('d.csv');
  let text = '';
  for (let start = 0; start < bytes.length; start += chunk)
    text += pieces.push(bytes.subarray(start, start + chunk));
  return text + pieces.end();
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('text comes through, wherever it is cut', () => {
  const texts = fc
    .string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\ufeff', '\n') })
    .filter((text) => !text.startsWith('\ufeff'));
  test.each<readonly [string, (text: string) => Uint8Array]>([
    ['UTF-8', utf8],
    ['UTF-8 with a mark', (text) => utf8(`\ufeff${text}`)],
    ['UTF-16 little endian', (text) => utf16(text, true)],
    ['UTF-16 big endian', (text) => utf16(text, false)],
  ])('%s', (_what, encode) => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), (text, chunk) => {
        expect(decode(encode(text), chunk)).toBe(text);
      }),
    );
  });
});

describe('what is no text is refused with its byte', () => {
  test.each<readonly [string, Uint8Array, number]>([
    ['Latin-1', Uint8Array.of(0x61, 0x62, 0x63, 0x64, 0xe9, 0x20, 0x61, 0x62, 0x63), 4],
    ['a byte of no character', Uint8Array.of(0x61, 0x62, 0x63, 0x64, 0xff, 0x61, 0x61, 0x61), 4],
    ['a file cut within a character', Uint8Array.of(0x61, 0x62, 0x63, 0x64, 0xe2, 0x82), 4],
    ['after a byte-order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x61, 0x61, 0x61), 4],
    ['a lone surrogate', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0, 0xd8, 0x61, 0, 0x61, 0, 0x61, 0), 4],
    ['UTF-16 without a mark', utf16('abcd', true, false), 1],
    ['a zero within UTF-16', utf16('ab\0cd', true), 6],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), 2],
  ])('%s', (_what, bytes, at) => {
    for (const chunk of [1, 3, bytes.length])
      expect(() => decode(bytes, chunk)).toThrow(new RegExp(`^d\\.csv: byte ${at} `));
  });

  test('far into a file', () => {
    const bytes = new Uint8Array(300_000).fill(0x61);
    bytes[250_123] = 0xc3;
    expect(() => decode(bytes, 65_536)).toThrow(/byte 250123 .*UTF-8/);
  });
});
