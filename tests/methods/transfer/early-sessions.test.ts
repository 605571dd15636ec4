/** Runs that are looked at early: the same examples in the same order from both starts, on the shipped small PLM. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { InitialisedCell } from '../../../src/experiment/transfer/cells/initialise.ts';
import { TransferWorld } from '../../../src/methods/transfer/transfer-world.ts';
import { runAlone, smallSweep, sourcesOn } from './small-sweep.ts';
import type { SweepCell } from '../../experiment/transfer-cells.ts';

const EARLY = { examples: 6, looks: [0, 1, 3], devRows: 10 } as const;
const SWEEP = smallSweep({
  initialisation: [{ source: 'subj', target: 'sst2' }],
  earlyLooks: EARLY,
});

let engine: Engine;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});

afterAll(() => engine.release());

const worldOf = (sweep = SWEEP): TransferWorld => new TransferWorld(sweep, sourcesOn(engine));

describe('an early session', () => {
  test('has the examples that its seed draws, and dev rows of its own', async () => {
    const world = worldOf();
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => world.earlySession('lab-tiny', 'sst2', seed, EARLY)),
    );
    const rows = (session: typeof one) => session.task.train.map(({ example }) => example.ids.join(' '));
    expect(rows(one)).toHaveLength(6);
    expect(new Set(rows(one)).size).toBe(6);
    expect(rows(again)).toEqual(rows(one));
    expect(rows(other)).not.toEqual(rows(one));
    expect(one.task.dev).toHaveLength(10);
    const whole = await world.earlySession('lab-tiny', 'sst2', 1, { ...EARLY, examples: null });
    expect(whole.task.train).toHaveLength(40);
    const all = whole.task.train.map(({ example }) => example.ids.join(' '));
    for (const row of rows(one)) expect(all).toContain(row);
  });

  test('of more examples than there are rows is refused', async () => {
    await expect(
      worldOf().earlySession('lab-tiny', 'sst2', 1, { ...EARLY, examples: 41 }),
    ).rejects.toMatchObject({ code: 'task', where: 'earlyLooks.examples' });
  });
});

test('both starts are looked at before the first step, at the looks, and every so many steps', async () => {
  const world = worldOf();
  const cells: readonly SweepCell[] = [
    { kind: 'random-start', target: 'sst2', seed: 1 },
    { kind: 'initialise', source: 'subj', target: 'sst2', seed: 1 },
  ];
  for (const cell of cells) {
    const result = (await runAlone(world, cell)) as InitialisedCell;
    expect(result.kind).toBe('initialised');
    expect(result.curve.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(result.curve[0].flops).toBe(0);
    expect(result.curve[1].flops).toBeGreaterThan(0);
    expect(result.seconds[0]).toBe(0);
    expect(result.predictions).toHaveLength(12);
    // Ten dev rows: every accuracy is a whole number of tenths.
    for (const { accuracy } of result.curve) expect(10 * accuracy).toBeCloseTo(Math.round(10 * accuracy), 9);
  }
}, 120_000);
