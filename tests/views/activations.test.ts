import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heatmapSvg } from '../../src/views/activations/heatmap-svg.ts';
import { heatmapCells, heatmapTable } from '../../src/views/activations/heatmap-table.ts';
import { cellText, heatmapText } from '../../src/views/activations/heatmap-text.ts';
import { moveCell } from '../../src/views/activations/move-cell.ts';
import { clampRange, columnOf, columnStarts, zoomRange } from '../../src/views/activations/neuron-range.ts';
import { countLayers } from '../../src/views/activations/overlap.ts';
import { panelCells } from '../../src/views/activations/panel-cells.ts';
import { heatmapRamps, panelPixels } from '../../src/views/activations/panel-colours.ts';
import { magnitudeShade, SHADES, signedShade } from '../../src/views/colour-ramps.ts';
import { toSvgText } from '../../src/views/svg-node.ts';
import { FRAME, PALETTE } from './small-figures.ts';

const ALL = { from: 0, to: 8 };

test.each(['value', 'activated'] as const)(
  'the heatmap of %s is drawn as the golden file has it',
  async (mode) => {
    const { node } = heatmapSvg(FRAME, { mode, range: ALL, width: 480, columns: 8 }, PALETTE);
    await expect(toSvgText(node) + '\n').toMatchFileSnapshot(`golden/heatmap-${mode}.svg`);
  },
);

describe('binning', () => {
  test('a column shows its strongest neuron with its sign', () => {
    const cells = panelCells(FRAME, 'prompted', 'value', ALL, 4);
    expect([...cells.values]).toEqual([1, 2, 0.5, 3, 0, 1, -0.5, 0]);
    expect([...panelCells(FRAME, 'difference', 'value', ALL, 2).values]).toEqual([-2, 2, -1, -2]);
  });

  test('activated columns show a share, single neurons yes or no', () => {
    expect([...panelCells(FRAME, 'prompted', 'activated', ALL, 2).values]).toEqual([0.5, 0.5, 0.5, 0]);
    expect([...panelCells(FRAME, 'plain', 'activated', ALL, 8).values.slice(0, 4)]).toEqual([1, 1, 0, 0]);
  });

  test('overlap of single neurons: both, without only, with only, neither', () => {
    const { kinds } = panelCells(FRAME, 'overlap', 'activated', ALL, 8);
    expect([...kinds.slice(0, 4)]).toEqual([3, 2, 1, 0]);
  });

  test('no neuron is left out or counted twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 2000 }), (neurons, most) => {
        const starts = columnStarts({ from: 0, to: neurons }, most);
        expect(starts.length - 1).toBeLessThanOrEqual(most);
        expect(starts[0]).toBe(0);
        expect(starts[starts.length - 1]).toBe(neurons);
        for (let i = 1; i < starts.length; i += 1) expect(starts[i]).toBeGreaterThan(starts[i - 1]);
        const neuron = neurons - 1;
        const column = columnOf(neuron, starts) ?? -1;
        expect(starts[column] <= neuron && neuron < starts[column + 1]).toBe(true);
      }),
    );
  });

  test('zooming stays inside of the layer and ends at single neurons', () => {
    expect(clampRange({ from: -50, to: 20 }, 100)).toEqual({ from: 0, to: 70 });
    expect(zoomRange({ from: 0, to: 100 }, 0.5, 90, 100)).toEqual({ from: 45, to: 95 });
    const tiny = zoomRange({ from: 40, to: 48 }, 0.1, 44, 100);
    expect(tiny.to - tiny.from).toBe(8);
  });
});

describe('colours', () => {
  test('the scale is symmetric, zero has the neutral shade, what lies beyond is held at the ends', () => {
    expect(signedShade(0, 2)).toBe((SHADES - 1) / 2);
    expect(signedShade(9, 2)).toBe(SHADES - 1);
    expect(signedShade(-9, 2)).toBe(0);
    expect(signedShade(Number.NaN, 2)).toBe((SHADES - 1) / 2);
    expect(magnitudeShade(1, 0)).toBe(0);
    expect(heatmapRamps(PALETTE).signed.hex[30]).toBe('#e0e0e0');
  });

  test('layer 0 is the bottom row of pixels', () => {
    const cells = panelCells(FRAME, 'prompted', 'value', ALL, 8);
    const pixels = panelPixels(cells, FRAME.scale, heatmapRamps(PALETTE));
    // Neuron 7 of layer 0 is at the upper end of the scale; of layer 1 it rests.
    expect([...pixels.slice((8 + 7) * 4, (8 + 8) * 4)]).toEqual([0xdd, 0x66, 0x11, 255]);
    expect([...pixels.slice(7 * 4, 8 * 4)]).toEqual([0xe0, 0xe0, 0xe0, 255]);
  });
});

describe('words and keys', () => {
  test('counts a layer', () => {
    expect(countLayers(FRAME)).toEqual([
      { layer: 0, promptedOnly: 1, plainOnly: 1, both: 3 },
      { layer: 1, promptedOnly: 1, plainOnly: 2, both: 1 },
    ]);
  });

  test('the twin has the top layer first, the CSV every neuron', () => {
    expect(heatmapTable(FRAME).rows.map((row) => row[0])).toEqual([1, 0]);
    expect(heatmapCells(FRAME).rows).toHaveLength(16);
  });

  test('a cell is announced with layer, neurons and both values', () => {
    expect(cellText(FRAME, { layer: 0, from: 7, to: 8 })).toBe(
      'Layer 0, neuron 7: 3.000 with the prompt, 1.000 without; activated: both.',
    );
    expect(cellText(FRAME, { layer: 0, from: 4, to: 8 })).toContain(
      'neurons 4–7: strongest 3.000 (neuron 7)',
    );
  });

  test('arrows move as the picture lies: up is the next layer', () => {
    const starts = columnStarts(ALL, 4);
    expect(moveCell(null, 'ArrowUp', FRAME, starts)).toEqual({ layer: 0, neuron: 0 });
    expect(moveCell({ layer: 0, neuron: 3 }, 'ArrowUp', FRAME, starts)).toEqual({ layer: 1, neuron: 2 });
    expect(moveCell({ layer: 0, neuron: 3 }, 'ArrowRight', FRAME, starts)).toEqual({ layer: 0, neuron: 4 });
    expect(moveCell({ layer: 1, neuron: 6 }, 'ArrowRight', FRAME, starts)).toEqual({ layer: 1, neuron: 6 });
    expect(moveCell({ layer: 1, neuron: 6 }, 'Home', FRAME, starts)).toEqual({ layer: 1, neuron: 0 });
  });

  test('how to read takes at most 25 words', () => {
    for (const mode of ['value', 'activated'] as const) {
      const { howToRead } = heatmapText(FRAME, mode, { seed: 1, rows: 20 });
      expect(howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
    }
  });
});
