import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/data/npy.ts';
import { writeNpy } from '../../src/data/write-npy.ts';
import { LabError } from '../../src/errors/lab-error.ts';

const bits = (data: Float32Array): number[] => Array.from(new Uint32Array(data.slice().buffer));

/** A file with a header of one's own. */
function npy(header: string, body: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const prefix = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(prefix + text.length + body.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(text, prefix);
  bytes.set(body, prefix + text.length);
  return bytes;
}

const header = (descr: string, order: string, shape: string): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`;

test('what write-npy wrote is read bit for bit, NaN payloads and all', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 0xffffffff })),
      (dims, words) => {
        const count = dims.reduce((product, dim) => product * dim, 1);
        // A signalling NaN may turn quiet on its way through a number, so quiet ones stand in for them.
        const quiet = Uint32Array.from({ length: count }, () => {
          const word = Number(words.next().value);
          return (word & 0x7f800000) === 0x7f800000 ? word | 0x00400000 : word;
        });
        const data = new Float32Array(quiet.buffer);
        const read = readNpy(writeNpy({ dims, data }), 'x.npy');
        expect(read.dims).toEqual(dims);
        expect(bits(read.data)).toEqual(Array.from(quiet));
      },
    ),
  );
});

test.each([1, 2, 3])('version %i, with keys in another order', (version) => {
  const text = "{ 'shape': (2,), 'fortran_order': False, 'descr': '<f4' }";
  const read = readNpy(npy(text, new Uint8Array(Float32Array.of(1.5, -2).buffer), version), 'x.npy');
  expect(read).toEqual({ dims: [2], data: Float32Array.of(1.5, -2) });
});

test('float64 is narrowed, and bytes may begin anywhere in their buffer', () => {
  const file = npy(header('<f8', 'False', '1, 2'), new Uint8Array(Float64Array.of(0.1, 1e300).buffer));
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  expect(readNpy(shifted.subarray(3), 'x.npy')).toEqual({
    dims: [1, 2],
    data: Float32Array.of(Math.fround(0.1), Infinity),
  });
});

describe('hostile files are refused by name and nothing is allocated for them', () => {
  const four = new Uint8Array(4);
  const good = npy(header('<f4', 'False', '1,'), four);
  const changed = (at: number, value: number): Uint8Array => {
    const bytes = good.slice();
    bytes[at] = value;
    return bytes;
  };
  test.each<[string, Uint8Array]>([
    ['an empty one', new Uint8Array(0)],
    ['one cut in the magic', good.subarray(0, 5)],
    ['one cut in the header', good.subarray(0, 30)],
    ['one cut in the numbers', good.subarray(0, good.length - 1)],
    ['one with a byte too many', npy(header('<f4', 'False', '1,'), new Uint8Array(5))],
    ['another magic', changed(1, 0x4f)],
    ['version 0', changed(6, 0)],
    ['version 4', changed(6, 4)],
    ['a header longer than the file', changed(9, 0xff)],
    ['a version 2 header of 4 GB', npy('', Uint8Array.of(), 2).fill(0xff, 8, 12)],
    ['a header of spaces', npy(' '.repeat(200), four)],
    ['no shape', npy("{'descr': '<f4', 'fortran_order': False}", four)],
    ['big endian', npy(header('>f4', 'False', '1,'), four)],
    ['integers', npy(header('<i4', 'False', '1,'), four)],
    ['pickled objects', npy(header('|O', 'False', '1,'), four)],
    ['Fortran order', npy(header('<f4', 'True', '1,'), four)],
    ['a negative axis', npy(header('<f4', 'False', '-1,'), four)],
    ['an axis that is no number', npy(header('<f4', 'False', '1e0,'), four)],
    ['an empty place between commas', npy(header('<f4', 'False', '1,,1'), four)],
    ['petabytes', npy(header('<f4', 'False', '1000000, 1000000000'), four)],
    ['axes beyond 2^53', npy(header('<f4', 'False', '99999999999999999999,'), four)],
    ['axes whose product overflows', npy(header('<f4', 'False', '9007199254740991, 9007199254740991'), four)],
    ['a thousand axes', npy(header('<f4', 'False', '1, '.repeat(1000)), four)],
  ])('%s', (_what, bytes) => {
    const read = (): unknown => readNpy(bytes, 'bad.npy');
    expect(read).toThrow(LabError);
    expect(read).toThrow(/bad\.npy/);
  });

  test('whatever bytes come, a tensor or an error of the lab comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        (edits) => {
          const bytes = good.slice();
          for (const [at, value] of edits) bytes[at] = value;
          try {
            const { dims, data } = readNpy(bytes, 'x.npy');
            expect(data).toHaveLength(dims.reduce((product, dim) => product * dim, 1));
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(LabError);
          }
        },
      ),
    );
  });
});
