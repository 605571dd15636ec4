/** Views of what a sweep may train besides: initialisation, masking, projectors; and the neurons. */
import { describe, expect, test } from 'vitest';
import { toStandaloneSvg } from '../../../src/views/standalone-svg.ts';
import { toSvgText } from '../../../src/views/svg-node.ts';
import {
  convergedPoint,
  initialisationCurves,
  initialisationText,
  seedBand,
  stepText,
} from '../../../src/views/transfer/initialisation-curves.ts';
import { initialisationTable } from '../../../src/views/transfer/initialisation-table.ts';
import { speedUpText, speedUpWords } from '../../../src/views/transfer/speed-up-words.ts';
import { maskingCurve, maskingReading, maskingTable } from '../../../src/views/transfer/masking-curve.ts';
import {
  maskingAt,
  maskingLayout,
  maskingPanels,
  maskingText,
} from '../../../src/views/transfer/masking-layout.ts';
import {
  neuronOverlap,
  overlapCellText,
  overlapFrame,
  overlapRate,
  overlapScene,
  overlapTable,
  overlapText,
} from '../../../src/views/transfer/neuron-overlap.ts';
import {
  cosineAt,
  cosineLayout,
  cosineTable,
  cosineText,
  projectionCosines,
} from '../../../src/views/transfer/projection-cosines.ts';
import {
  PROJECTION_COLUMNS,
  PROJECTION_KEYS,
  projectionLayout,
  projectionRowAt,
  projectionTable,
  projectionTwin,
} from '../../../src/views/transfer/projection-table.ts';
import { collapseText, projectionText } from '../../../src/views/transfer/projection-words.ts';
import { countLayers } from '../../../src/views/activations/overlap.ts';
import { PALETTE } from '../small-figures.ts';
import { syntheticReport } from './synthetic-report.ts';

const REPORT = syntheticReport();

describe('initialisation', () => {
  const input = { report: REPORT, run: REPORT.initialisation[0] };

  test('is drawn as the golden file has it', async () => {
    await expect(toSvgText(initialisationCurves(input, 420)) + '\n').toMatchFileSnapshot(
      'golden/initialisation.svg',
    );
  });

  test('the band goes from the least to the most of the seeds, also where some were not evaluated', () => {
    const curves = [
      [
        { step: 0, accuracy: 0.5 },
        { step: 10, accuracy: 0.8 },
      ],
      [{ step: 0, accuracy: 0.7 }],
    ];
    const band = seedBand(curves);
    expect(band.map(({ step, least, most }) => [step, least, most])).toEqual([
      [0, 0.5, 0.7],
      [10, 0.8, 0.8],
    ]);
    expect(band[0].mean).toBeCloseTo(0.6, 12);
  });

  test('converged is the first evaluation as good as the best', () => {
    const curve = [0.5, 0.8, 0.7, 0.8].map((accuracy, i) => ({ step: i * 10, accuracy }));
    expect(convergedPoint(curve)?.step).toBe(10);
    expect(convergedPoint([])).toBeNull();
    expect(toSvgText(initialisationCurves(input, 420)).match(/class="converged"/g)).toHaveLength(6);
  });

  test('not reached is said, never a number', () => {
    expect(speedUpText({ kind: 'not-reached' })).toBe('not reached');
    expect(speedUpText({ kind: 'reached', factor: 2 })).toBe('×2.00');
    expect(speedUpWords(input.run).map(({ text }) => text)).toContain('in steps: ×2.00, ×4.00, not reached');
  });

  test('one seed has no band', () => {
    const { fromRandom, fromSource } = input.run;
    const run = { ...input.run, fromRandom: fromRandom.slice(1), fromSource: fromSource.slice(2) };
    const text = toSvgText(initialisationCurves({ report: REPORT, run }, 420));
    expect(text.match(/class="band"/g)).toHaveLength(1);
    expect(initialisationText({ report: REPORT, run }).facts).toContain('1 seed,');
  });

  test('says both starts at a step and the resolution of the steps', () => {
    expect(stepText(input, 0)).toMatch(
      /^Step 0: 7\d\.\d % .* from the source’s prompt, [45]\d\.\d % .* from a random one\.$/,
    );
    expect(initialisationText(input).facts).toContain('every 20 steps');
    expect(initialisationTable(input).rows).toHaveLength(2 * 3 * 11);
  });
});

describe('masking', () => {
  const input = { report: REPORT, task: 0 };

  test('is drawn as the golden file has it', async () => {
    await expect(toSvgText(maskingCurve(input, 260)) + '\n').toMatchFileSnapshot('golden/masking.svg');
  });

  test('own task first, then the same type, then different ones', () => {
    const report = syntheticReport({ masking: [...REPORT.masking].reverse() });
    const panels = maskingPanels({ report, task: 0 });
    expect(panels.map(({ relation }) => relation)).toEqual(['own', 'same-type', 'different-type']);
    expect(maskingPanels({ report, task: 4 })).toHaveLength(0);
  });

  test('each mask has a dash and a mark of its own', () => {
    const text = toSvgText(maskingCurve(input, 800));
    const styles = ['own', 'other-task', 'random'].map(
      (mask) =>
        new RegExp(`class="mask-${mask}"[^>]*?(stroke-dasharray="[^"]*")?/>`).exec(text)?.[1] ?? 'solid',
    );
    expect(new Set(styles).size).toBe(3);
  });

  test('a panel and share are found where they are drawn', () => {
    const layout = maskingLayout(input, 800);
    for (const [panel, place] of layout.places.entries()) {
      for (const share of layout.shares) {
        expect(maskingAt(layout, place.left + layout.x(share), place.top + 20)).toEqual({ panel, share });
      }
    }
    expect(maskingAt(layout, 0, 0)).toBeNull();
  });

  test('the reading gives the own mask against the random one', () => {
    const text = maskingReading(REPORT, maskingPanels(input)[0], 0.2);
    expect(text).toContain('On film-reviews, 20 % off');
    expect(text).toMatch(/Own − random: −\d+\.\d points \[−\d+\.\d, −?\d+\.\d\]\. All neurons off: 48\.0 %/);
    expect(maskingTable(input).rows).toHaveLength(3 * (3 * 5 + 4 + 1));
  });
});

describe('neuron overlap', () => {
  const [first, second] = REPORT.neurons;
  const input = { report: REPORT, first, second };

  test('is drawn as the golden file has it', async () => {
    const small = REPORT.neurons
      .slice(0, 2)
      .map((one) => ({ ...one, layers: 2, neurons: 12, values: one.values.slice(0, 24) }));
    const text = toSvgText(
      neuronOverlap({ report: REPORT, first: small[0], second: small[1] }, 420, PALETTE),
    );
    await expect(text + '\n').toMatchFileSnapshot('golden/neuron-overlap.svg');
  });

  test('ON is the Ochiai coefficient: 1 with itself, 0 with nothing in common', () => {
    const rate = (a: readonly number[], b: readonly number[]): number | null => {
      const of = (values: readonly number[], task: number): typeof first => ({
        task,
        layers: 1,
        neurons: values.length,
        values: Float32Array.from(values),
      });
      return overlapRate(countLayers(overlapFrame({ report: REPORT, first: of(a, 0), second: of(b, 1) })));
    };
    expect(rate([1, 2, -1], [3, 1, -2])).toBe(1);
    expect(rate([1, -1], [-1, 1])).toBe(0);
    expect(rate([1, 1, 1, 1], [1, -1, 0, -3])).toBe(0.5);
    expect(rate([-1, 0], [1, 1])).toBeNull();
  });

  test('the table has a row each layer, the top one first', () => {
    expect(overlapTable(input).rows.map((row) => row[0])).toEqual([3, 2, 1, 0]);
    const counts = countLayers(overlapFrame(input));
    expect(overlapTable(input).rows[3].slice(1, 4)).toEqual([
      counts[0].promptedOnly,
      counts[0].both,
      counts[0].plainOnly,
    ]);
  });

  test('many neurons are binned into columns of pixels, whose counts are said', () => {
    const { cells } = overlapScene(input, 160);
    expect(cells.columns).toBeLessThan(96);
    const [from, to] = cells.starts;
    expect(overlapCellText(input, 1, from, to)).toMatch(
      /^Layer 1, neurons 0–\d: \d film-reviews only, \d both, \d tweets only\.$/,
    );
  });
});

describe('projection', () => {
  const [collapsed, alive] = REPORT.projections.map((projection) => ({ report: REPORT, projection }));

  test('is drawn as the golden files have it', async () => {
    await expect(toSvgText(projectionTable(collapsed, 420)) + '\n').toMatchFileSnapshot(
      'golden/projection.svg',
    );
    await expect(toSvgText(projectionCosines(collapsed, 300, PALETTE)) + '\n').toMatchFileSnapshot(
      'golden/projection-cosines.svg',
    );
  });

  test('a collapse is an alarm with its reasons, the absence of one is said too', () => {
    expect(collapseText(collapsed).alarm).toBe(true);
    expect(collapseText(collapsed).text).toMatch(
      /^Collapsed: .*mean 0\.999 over 6 tasks; source-swap gap 1\.0 points/,
    );
    expect(collapseText(alive).alarm).toBe(false);
    expect(projectionTwin(collapsed).caption).toContain('Collapsed');
  });

  test('no two columns look alike in shape and filling', () => {
    const looks = PROJECTION_KEYS.map((key) => {
      const { mark, filled } = PROJECTION_COLUMNS[key];
      return `${mark} ${filled}`;
    });
    expect(new Set(looks).size).toBe(PROJECTION_KEYS.length);
  });

  test('tasks are marked as trained or held out; what is missing is left out of the row', () => {
    const text = toSvgText(projectionTable(collapsed, 420));
    expect(text.match(/>trained</g)).toHaveLength(2);
    expect(text.match(/>held out</g)).toHaveLength(4);
    const row = projectionTwin(collapsed).rows.at(-1);
    expect(row?.slice(-3)).toEqual([null, null, null]);
  });

  test('rows and cells are found where they are drawn', () => {
    const layout = projectionLayout(collapsed, 420);
    expect(projectionRowAt(layout, 6, layout.top + 5)).toBe(0);
    expect(projectionRowAt(layout, 6, layout.top - 5)).toBeNull();
    const cosines = cosineLayout(collapsed, 300);
    expect(cosineAt(cosines, 6, cosines.left + 2.5 * cosines.cell, cosines.top + 0.5 * cosines.cell)).toEqual(
      [0, 2],
    );
    expect(cosineAt(cosines, 6, 0, 0)).toBeNull();
  });

  test('what was not measured is neither drawn nor said as a number', () => {
    const nothing = { mean: NaN, interval: null, seeds: [] };
    const { projection } = collapsed;
    const gone = {
      report: REPORT,
      projection: {
        ...projection,
        rows: projection.rows.map((row) => ({ ...row, projected: nothing, noise: nothing })),
        cosines: projection.cosines.map((row) => row.map(() => NaN)),
        sourceSwapGap: nothing,
        collapsed: false,
      },
    };
    const drawn = toSvgText(projectionTable(gone, 420)) + toSvgText(projectionCosines(gone, 300, PALETTE));
    expect(drawn).not.toContain('NaN');
    expect(drawn).toContain('projected not measured');
    expect(drawn).toContain('class="missing"');
    expect(collapseText(gone).text).toContain('source-swap gap not measured');
    expect(projectionTwin(gone).rows[0].slice(2, 5)).toEqual([null, null, null]);
  });

  test('closed forms have no loss to show', () => {
    expect(toSvgText(projectionCosines(alive, 300, PALETTE))).not.toContain('class="losses"');
    expect(cosineTable(alive).rows).toHaveLength(6);
  });
});

test('how to read takes at most 25 words; every figure is whole as a file', () => {
  const initialisation = { report: REPORT, run: REPORT.initialisation[0] };
  const masking = { report: REPORT, task: 0 };
  const overlap = { report: REPORT, first: REPORT.neurons[0], second: REPORT.neurons[1] };
  const projection = { report: REPORT, projection: REPORT.projections[0] };
  const figures = [
    [initialisationText(initialisation), initialisationCurves(initialisation, 960)],
    [maskingText(masking), maskingCurve(masking, 960)],
    [overlapText(overlap), neuronOverlap(overlap, 960, PALETTE)],
    [projectionText(projection), projectionTable(projection, 960)],
    [cosineText(projection), projectionCosines(projection, 960, PALETTE)],
  ] as const;
  for (const [text, node] of figures) {
    expect(text.howToRead.split(/\s+/).length).toBeLessThanOrEqual(25);
    expect(text.facts).toContain('3 seeds');
    const size = { width: 960, height: Number(node.attributes['height']) };
    const file = toStandaloneSvg(node, size, text, PALETTE, {});
    for (const property of new Set(file.match(/--view-[a-z-]+/g))) expect(file).toContain(`${property}:#`);
    expect(file).not.toMatch(/NaN|undefined|Infinity/);
  }
});
