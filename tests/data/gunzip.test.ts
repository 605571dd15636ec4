import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip } from '../../src/data/gunzip.ts';
import { LabError } from '../../src/errors/lab-error.ts';

const text = new TextEncoder().encode('words '.repeat(10_000));

test('what was packed comes out; what a server unpacked on the way stays', async () => {
  expect(await gunzip(new Uint8Array(gzipSync(text)), 'x')).toEqual(text);
  expect(await gunzip(text, 'x')).toBe(text);
});

test('damaged and endless files are refused', async () => {
  const packed = new Uint8Array(gzipSync(text));
  await expect(gunzip(packed.slice(0, -9), 'x.bin')).rejects.toThrow(/x\.bin: it can’t be unpacked/);
  await expect(gunzip(packed.slice(0, 2), 'x.bin')).rejects.toThrow(LabError);
  await expect(gunzip(new Uint8Array(gzipSync(new Uint8Array(65_000_000))), 'x')).rejects.toThrow(
    /too large/,
  );
});
