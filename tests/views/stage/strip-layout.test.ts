import { expect, test } from 'vitest';
import { cellAt, cellBox, stripLayout } from '../../../src/views/stage/strip-layout.ts';

test.each([2, 6, 12, 24])('%i layers stand side by side inside of the width', (layers) => {
  const { strips } = stripLayout(layers, 560, 300, false);
  expect(strips).toHaveLength(layers);
  expect(strips[0].x).toBe(0);
  const last = strips[layers - 1];
  expect(last.x + last.width).toBeLessThanOrEqual(560.01);
  for (let i = 1; i < layers; i += 1)
    expect(strips[i].x).toBeGreaterThan(strips[i - 1].x + strips[i - 1].width);
});

test('lying strips stand one under the other', () => {
  const { strips, height } = stripLayout(3, 300, 0, true);
  expect(strips.map(({ width }) => width)).toEqual([300, 300, 300]);
  expect(strips[2].y + strips[2].height).toBe(height);
});

test.each([false, true])('a cell is found where it is drawn (lying: %s)', (isLying) => {
  const layout = stripLayout(4, 400, 300, isLying);
  for (const [layer, cell] of [
    [0, 0],
    [2, 7],
    [3, 383],
  ]) {
    const box = cellBox(layout.strips[layer], cell, 384, isLying);
    expect(cellAt(layout, 384, box.x + box.width / 2, box.y + box.height / 2)).toEqual({ layer, cell });
  }
  expect(cellAt(layout, 384, -1, -1)).toBeNull();
});
