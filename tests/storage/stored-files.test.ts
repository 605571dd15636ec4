import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FileWriter,
  PIECE_BYTES,
  readStoredFile,
  removeStoredFile,
  storedPart,
} from '../../src/storage/stored-files.ts';
import { storageKey } from '../../src/storage/storage-keys.ts';
import { memoryKeyValue, quotaError } from './memory-key-value.ts';

const content = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, (_, i) => (i * 7919) >> 3);

test.each([0, 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES + 5])(
  '%i bytes come back as they were',
  async (bytes) => {
    const store = memoryKeyValue();
    const writer = new FileWriter(store, 'm', 'data');
    const whole = content(bytes);
    for (let at = 0; at < bytes; at += 3_000_001) await writer.write(whole.subarray(at, at + 3_000_001));
    await writer.end();
    const back = await readStoredFile(store, 'm', 'data', bytes);
    expect(Buffer.compare(back, whole)).toBe(0);
    expect((await storedPart(store, 'm', 'data')).bytes).toBe(bytes);
  },
);

test('goes on where a former attempt ended: only whole pieces count', async () => {
  const store = memoryKeyValue();
  const whole = content(PIECE_BYTES + 100);
  await new FileWriter(store, 'm', 'data').write(whole.subarray(0, PIECE_BYTES + 50));
  const there = await storedPart(store, 'm', 'data');
  expect(there).toEqual({ pieces: 1, bytes: PIECE_BYTES });
  const writer = new FileWriter(store, 'm', 'data', there);
  await writer.write(whole.subarray(writer.written));
  await writer.end();
  expect(Buffer.compare(await readStoredFile(store, 'm', 'data', whole.length), whole)).toBe(0);
});

test('a full disk is told, and a missing or foreign piece is noticed when reading', async () => {
  const store = memoryKeyValue();
  const writer = new FileWriter(store, 'm', 'data');
  await writer.write(content(10));
  store.failure = quotaError();
  await expect(writer.end()).rejects.toMatchObject({ code: 'quota' });
  store.failure = null;
  await expect(readStoredFile(store, 'm', 'data', 10)).rejects.toMatchObject({ code: 'storage' });
  await store.write([[storageKey('file', 'm/data/0'), 'no bytes']]);
  await expect(readStoredFile(store, 'm', 'data', 10)).rejects.toMatchObject({ code: 'storage' });
});

test('files of one owner are told apart, whatever they are called', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.stringMatching(/^[a-z./]{1,6}$/),
      fc.stringMatching(/^[a-z./]{1,6}$/),
      async (a, b) => {
        fc.pre(a !== b && !a.startsWith(`${b}/`) && !b.startsWith(`${a}/`));
        const store = memoryKeyValue();
        for (const [name, byte] of [
          [a, 1],
          [b, 2],
        ] as const) {
          const writer = new FileWriter(store, 'm', name);
          await writer.write(Uint8Array.of(byte));
          await writer.end();
        }
        await removeStoredFile(store, 'm', a);
        expect([...(await readStoredFile(store, 'm', b, 1))]).toEqual([2]);
      },
    ),
    { numRuns: 50 },
  );
});
