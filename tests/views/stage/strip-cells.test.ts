import { expect, test } from 'vitest';
import { cellStarts, cellWords, fullByte, stripCells } from '../../../src/views/stage/strip-cells.ts';

test('every neuron is in one cell, in order', () => {
  const starts = cellStarts(768);
  expect(starts).toHaveLength(385);
  expect([starts[0], starts.at(-1)]).toEqual([0, 768]);
  for (let i = 1; i < starts.length; i += 1) expect(starts[i]).toBeGreaterThan(starts[i - 1]);
});

test('fewer neurons than cells have a cell each', () => {
  expect(cellStarts(5)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a cell shows the strongest of its neurons by size, with its sign', () => {
  const bytes = Int8Array.of(0, 0, 0, 0, 3, -9, 2, 5);
  expect([...stripCells(bytes, 1, 4, [0, 2, 4])]).toEqual([-9, 5]);
});

test('a cell is told by layer, neurons and value', () => {
  const bytes = Int8Array.of(0, 0, 3, -9);
  const shown = {
    layers: 2,
    neurons: 2,
    bytes: { with: bytes, without: bytes, difference: null },
    valueOf: (byte: number) => byte / 10,
  };
  expect(cellWords(shown, 'with', 1, 0, [0, 2])).toBe('Layer 2, neurons 0–1, the strongest: −0.90');
  expect(cellWords(shown, 'difference', 1, 0, [0, 2])).toBe('Layer 2, neurons 0–1, the strongest');
});

test('few neurons have the full colour without a prompt', () => {
  const plain = Int8Array.from({ length: 1000 }, (_, i) => i % 100);
  const full = fullByte(plain);
  expect(plain.filter((byte) => byte > full).length).toBeLessThan(20);
  expect(fullByte(new Int8Array(50))).toBe(20);
});
