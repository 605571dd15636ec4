/** A sweep of growing PLMs from its cells to its report. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModel } from '../../../src/cli/open-model.ts';
import { openTask } from '../../../src/cli/open-task.ts';
import { growthLines } from '../../../src/cli/reports/grow-lines.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { experimentOf, readSweepRecord } from '../../../src/experiment/experiments.ts';
import type { ActivatedNeurons } from '../../../src/experiment/progressive/cells/part-neurons.ts';
import type { GrownPrompt } from '../../../src/experiment/progressive/cells/arm.ts';
import { defaultGrowth, paperStages } from '../../../src/experiment/progressive/default-growth.ts';
import { growthRecord, type GrowthRecord } from '../../../src/experiment/progressive/growth-record.ts';
import type { GrowthSweep } from '../../../src/experiment/progressive/growth-recipe.ts';
import { cellsOf, shardOf } from '../../../src/experiment/sweep/list-cells.ts';
import { mergeSweeps } from '../../../src/experiment/sweep/merge-sweeps.ts';
import type { CellResults, SweepRecord } from '../../../src/experiment/sweep/sweep-record.ts';
import { writeSweepRecord } from '../../../src/experiment/sweep/sweep-record-json.ts';
import { growthMethod } from '../../../src/methods/progressive/growth-method.ts';
import { GrowthWorld } from '../../../src/methods/progressive/growth-world.ts';
import { anyOrders } from '../../../src/methods/progressive/neuron-orders.ts';
import { growthReport } from '../../../src/methods/progressive/report/growth-report.ts';
import { versionOf } from '../../../src/methods/progressive/stage-versions.ts';
import { WHOLE } from '../../../src/methods/prompt/prompt-session.ts';
import { runSweep } from '../../../src/methods/sweep/run-sweep.ts';
import { beginRecord } from '../../../src/methods/sweep/sweep-method.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { sourcesOn, timelessAll } from '../transfer/small-sweep.ts';
import { noReading } from '../sweep/no-reading.ts';
import { noWords } from '../sweep/no-words.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

function smallGrowth(change: Partial<GrowthSweep> = {}): GrowthSweep {
  const sweep = defaultGrowth('lab-tiny', ['subj']);
  return {
    ...sweep,
    training: { ...sweep.training, promptLength: 3, steps: 10, evalEvery: 5, batch: 4, maxLength: 16 },
    seeds: [1, 2],
    devRows: 12,
    testRows: 12,
    scoreRows: 16,
    engine: 'cpu',
    ...change,
  };
}

async function compute(
  sweep: GrowthSweep,
  part: [index: number, count: number] | null = null,
): Promise<SweepRecord> {
  const world = new GrowthWorld(sweep, sourcesOn(engine));
  const begun = await beginRecord(world, {
    madeBy: 'a test',
    startedAt: `2026-01-0${String(part?.[0] ?? 9)}T00:00:00Z`,
  });
  const all = cellsOf(growthMethod.experiment, begun);
  const cells = part === null ? all : shardOf(growthMethod.experiment, all, sweep, ...part);
  const results: Record<string, CellResults[string]> = {};
  await runSweep({
    method: growthMethod,
    world,
    cells,
    known: {},
    control: new RunControl(),
    onCell: (id, result) => {
      results[id] = result;
      return Promise.resolve();
    },
    onProgress: () => undefined,
  });
  return { ...begun, cells: results };
}

describe('a whole sweep', () => {
  let record: GrowthRecord;
  beforeAll(async () => {
    record = growthRecord(await compute(smallGrowth()));
  }, 60_000);

  const run = (arm: string, seed = 1): GrownPrompt =>
    record.cells[`${arm} subj seed ${String(seed)}`] as GrownPrompt;

  test('computes every cell, and its record is read back as it was', () => {
    expect(Object.values(record.cells).map(({ kind }) => kind)).not.toContain('failed');
    const written = writeSweepRecord(record);
    const again = writeSweepRecord(readSweepRecord(written, 'a file'));
    expect(JSON.parse(again)).toEqual(JSON.parse(written));
  });

  test('counts before the run what the run takes', () => {
    for (const seed of [1, 2]) {
      const cost = record.cells[`cost subj seed ${String(seed)}`] as unknown as {
        stages: number[];
        whole: number[];
      };
      expect(run('grow', seed).stages.map(({ flops }) => flops)).toEqual(cost.stages);
      const whole = cost.whole.reduce((sum, one) => sum + one, 0);
      expect(run('full', seed).stages[0].flops).toBe(whole);
    }
  });

  test('gives the partner of equal operations as many steps as they pay for, and not one more', () => {
    const budget = run('grow').stages.reduce((sum, { flops }) => sum + flops, 0);
    const partner = run('equal-flops');
    expect(partner.stages[0].flops).toBeLessThanOrEqual(budget);
    expect(partner.stages[0].flops / partner.steps).toBeGreaterThan((budget - partner.stages[0].flops) / 1.5);
    expect(partner.steps).toBeLessThan(10);
  });

  test('looks at dev as often in every arm, the last time behind the last step', () => {
    for (const arm of ['grow', 'full', 'equal-flops', 'equal-seconds']) {
      const { points, steps } = run(arm);
      expect(points).toHaveLength(2);
      expect(points[1].step).toBe(steps);
    }
  });

  test('is reported with all fields that the command line promises', () => {
    const report = growthReport(record, 'subj');
    expect(report).toMatchObject({
      recipe: { method: 'grow' },
      plm: 'lab-tiny',
      task: 'subj',
      seeds: [1, 2],
      schedule: 'linear',
      difference: { of: 'grow - equal-flops', interval: null },
      neurons: { by: 'activation', rows: 16, split: 'train' },
      similarity: [],
      engine: 'cpu',
      done: 11,
      total: 11,
    });
    expect(
      report.stages.map(({ layers, neurons, steps, from, to }) => [layers, neurons, steps, from, to]),
    ).toEqual([
      [[0, 3], 128, 2, 1, 2],
      [[0, 3], 256, 2, 3, 4],
      [[0, 1, 3], 384, 2, 5, 6],
      [[0, 1, 2, 3], 512, 4, 7, 10],
    ]);
    for (const stage of report.stages) {
      expect(stage.flopsPerStep.counted).toBeCloseTo(stage.flopsPerStep.predicted ?? NaN, -3);
      expect(stage.seconds?.seeds).toHaveLength(2);
    }
    expect(report.stages[3].relativeFlops).toBe(1);
    expect(report.arms.map(({ name }) => name)).toEqual(['grow', 'full', 'equal-flops', 'equal-seconds']);
    expect(report.cost.flops?.relative).toBeLessThan(0.8);
    expect(report.difference?.perSeed).toHaveLength(2);
    expect(report.curves).toHaveLength(8);
    expect(report.neurons?.kept.map((list) => list.length)).toEqual([128, 128]);
    expect(growthLines(report).at(-1)).toBe('11 of 11 cells computed');
  });

  test('in parts joins to the same results', async () => {
    const sweep = smallGrowth({ compare: ['flops'] });
    const whole = await compute(sweep);
    const parts = [await compute(sweep, [1, 2]), await compute(sweep, [2, 2])];
    const joined = mergeSweeps(experimentOf(sweep), parts, ['one', 'two']);
    expect(Object.keys(joined.cells)).toEqual(Object.keys(whole.cells));
    expect(timelessAll(joined.cells)).toEqual(timelessAll(whole.cells));
  }, 60_000);

  test('compares prompts of parts with one another, and with those of other starts', async () => {
    const { training } = smallGrowth();
    const own = {
      ...smallGrowth({ compare: [], seeds: [1], similarity: true }),
      training: { ...training, steps: 4 },
    };
    const { cells, ...rest } = growthRecord(await compute(own));
    const report = growthReport({ ...rest, cells }, 'subj');
    expect(report.similarity.map(({ between }) => between)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    for (const { C_concat: same, otherStart } of report.similarity) {
      // After so few steps prompts of one start have hardly left it.
      expect(same - (otherStart ?? NaN)).toBeGreaterThan(0.1);
    }
    // Ochiai's coefficient of the sets in the last three of four layers.
    const activeOf = (cell: string): ReadonlySet<number> => {
      const { active } = cells[cell] as ActivatedNeurons;
      const bytes = Buffer.from(active, 'base64');
      const all = Array.from({ length: 4 * 512 }, (_, neuron) => neuron);
      return new Set(
        all.filter((neuron) => neuron >= 512 && ((bytes[neuron >> 3] >> (neuron & 7)) & 1) === 1),
      );
    };
    const [first, last] = [
      activeOf('neurons of part 0 same start subj seed 1'),
      activeOf('neurons of part 3 same start subj seed 1'),
    ];
    const shared = [...first].filter((neuron) => last.has(neuron)).length;
    expect(shared).toBeGreaterThan(0);
    const pair = report.similarity.find(({ between: [one, other] }) => one === 0 && other === 3);
    expect(pair?.neuronOverlap).toBeCloseTo(shared / Math.sqrt(first.size * last.size), 12);
  }, 60_000);

  test('reads the prompts of a growing run by parts of every depth and width', async () => {
    const own = smallGrowth({ compare: [], seeds: [1], grid: true });
    const { grid, curves } = growthReport(growthRecord(await compute(own)), 'subj');
    expect(grid).toHaveLength(1);
    const [{ depths, widths, rows, points }] = grid;
    expect([depths, widths, rows]).toEqual([[2, 3, 4], [128, 256, 384, 512], 12]);
    expect(points.map(({ step, accuracy }) => [step, accuracy.length])).toEqual([
      [5, 12],
      [10, 12],
    ]);
    // The whole PLM is the last of the parts.
    expect(points.map(({ accuracy }) => accuracy[11])).toEqual(
      curves[0].points.map(({ devFullModel }) => devFullModel),
    );
  }, 60_000);

  test('starts all runs from the prompt that is given', async () => {
    const { width } = openModel('lab-tiny').plm;
    const values = Array.from({ length: 3 * width }, (_, at) => Math.fround(Math.sin(at)));
    const start = { name: 'a prompt', length: 3, width, values };
    const world = new GrowthWorld(smallGrowth({ start }), sourcesOn(engine));
    expect(Array.from((await world.start('subj', 1)).values)).toEqual(values);
    expect((await world.start('subj', 2)).values).toEqual((await world.start('subj', 1)).values);
  });
});

describe('costs of stages', () => {
  interface Listed {
    readonly own_plms: {
      readonly plms: readonly {
        readonly plm: string;
        readonly batch: number;
        readonly label_words: number;
        readonly stages: readonly {
          readonly by: 'depth' | 'width' | 'both';
          readonly share: number;
          readonly relative: number;
        }[];
      }[];
    };
  }
  const { plms } = (JSON.parse(readFileSync('tests/fixtures/partial/costs.json', 'utf8')) as Listed).own_plms;

  test.each(plms)(
    'of $plm, counted in the programs, have the ratios of PyTorch’s counter',
    async ({ plm, stages }) => {
      for (const by of ['depth', 'width', 'both'] as const) {
        const sweep = { ...defaultGrowth(plm, ['agnews']), stages: paperStages(by) };
        const world = new GrowthWorld(sweep, {
          plm: () => Promise.resolve(openModel(plm)),
          task: openTask,
          engine: () => Promise.resolve(engine),
          words: noWords,
          reading: noReading,
        });
        const structure = await world.structure();
        const whole = await world.flopsOfStep('agnews', WHOLE, 64);
        const listed = stages.filter((stage) => stage.by === by && stage.share < 1);
        for (const stage of await world.stages()) {
          if (stage.whole) continue;
          const own = await world.flopsOfStep(
            'agnews',
            versionOf(stage, structure, anyOrders(structure.layers)),
            64,
          );
          const nearest = Math.min(...listed.map(({ relative }) => Math.abs(own / whole - relative)));
          expect(nearest).toBeLessThan(0.005);
        }
      }
    },
    60_000,
  );
});
