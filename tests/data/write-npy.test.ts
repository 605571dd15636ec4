import { expect, test } from 'vitest';
import { writeNpy } from '../../src/data/write-npy.ts';

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

test.each([
  [[2, 3], '(2, 3)'],
  [[6], '(6,)'],
  [[1, 2, 3], '(1, 2, 3)'],
])('%j has the header of numpy.save, then the numbers row by row', (dims, shape) => {
  const data = Float32Array.of(1, -0, NaN, 3e-40, 5, 0.1);
  const bytes = writeNpy({ dims, data });
  expect([...bytes.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  expect(text(bytes.subarray(10, 128))).toBe(`${header.padEnd(117)}\n`);
  expect(bytes.slice(128)).toEqual(new Uint8Array(data.buffer));
});

test('a shape that is not the values’ is a mistake', () => {
  expect(() => writeNpy({ dims: [2, 2], data: new Float32Array(3) })).toThrow('3 values');
});
