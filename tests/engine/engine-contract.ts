/** What every engine must do, whatever it computes on. Each ring calls this with the engines that it can reach. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine, Program } from '../../src/engine/engine-types.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { batch, regressionProgram, truth, weights, zeroState } from './regression-program.ts';

/** Trains and gives back the loss of each step. */
export async function train(program: Program, steps: number): Promise<number[]> {
  await program.setState(zeroState);
  const losses: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const { loss } = await program.run(batch(), ['loss']);
    losses.push(loss.data[0]);
  }
  return losses;
}

export function describeEngine(name: string, createEngine: () => Promise<Engine>): void {
  describe(name, () => {
    let engine: Engine;
    let program: Program;

    beforeAll(async () => {
      engine = await createEngine();
      await engine.loadWeights(weights);
      program = await engine.compile(regressionProgram());
    });
    afterAll(() => engine.release());

    test('passed the parity self-test', () => {
      expect(engine.report.parity).toBeLessThan(1e-4);
      expect(engine.memory().heapBytes).toBeGreaterThan(0);
    });

    test('trains a linear regression below 1e-8 in 50 steps', async () => {
      const losses = await train(program, 50);
      expect(losses[0]).toBeGreaterThan(1);
      expect(losses[49]).toBeLessThan(1e-8);
      const { w } = await program.readState(['w']);
      w.data.forEach((value, index) => expect(value).toBeCloseTo(truth[index], 4));
    });

    test('gives the same bits in two runs', async () => {
      expect(await train(program, 12)).toEqual(await train(program, 12));
    });

    test('goes on from a state that was read and set', async () => {
      const straight = await train(program, 10);
      await train(program, 5);
      const middle = await program.readState(['w']);
      await train(program, 2);
      await program.setState(middle);
      const { loss } = await program.run(batch(), ['loss']);
      expect(loss.data[0]).toBe(straight[5]);
    });

    test('runs without reading back, and fetches a next state', async () => {
      await program.setState(zeroState);
      expect(await program.run(batch(), [])).toEqual({});
      const { w_next } = await program.run(batch(), ['w_next']);
      const { w } = await program.readState(['w']);
      expect(w_next.data).toEqual(w.data);
    });

    test('shares weights between programs and keeps their states apart', async () => {
      const other = await engine.compile(regressionProgram('second regression'));
      await other.setState(zeroState);
      await program.setState(zeroState);
      const { loss: one } = await program.run(batch(), ['loss']);
      const { loss: two } = await other.run(batch(), ['loss']);
      expect(one.data).toEqual(two.data);
      await program.run(batch(), []);
      const { loss } = await other.run(batch(), ['loss']);
      const again = await train(program, 2);
      expect(loss.data[0]).toBe(again[1]);
      await other.release();
    });

    test('lines up runs that are started at once', async () => {
      const inOrder = await train(program, 4);
      await program.setState(zeroState);
      const runs = await Promise.all([1, 2, 3, 4].map(() => program.run(batch(), ['loss'])));
      expect(runs.map(({ loss }) => loss.data[0])).toEqual(inOrder);
    });

    test('names what is missing or does not fit', async () => {
      const fresh = await engine.compile(regressionProgram('fresh regression'));
      await expect(fresh.run(batch(), ['loss'])).rejects.toThrow(/fresh regression: state “w” was never set/);
      await fresh.setState(zeroState);
      const { rate } = batch();
      await expect(fresh.run({ rate }, ['loss'])).rejects.toThrow(/input “x” is missing/);
      const x = { type: 'float32', dims: [1, 4], data: new Float32Array(4) } as const;
      await expect(fresh.run({ rate, x }, ['loss'])).rejects.toThrow(
        /“x” is float32\[1, 4\].*expected float32\[32, 4\]/,
      );
      await expect(fresh.run(batch(), ['accuracy'])).rejects.toThrow(/no output “accuracy”/);
      await expect(fresh.setState({ v: zeroState.w })).rejects.toThrow(/no state “v”/);
      await fresh.release();
      await expect(fresh.run(batch(), ['loss'])).rejects.toThrow(/released/);
    });

    test('names the program that does not compile', async () => {
      const spec = regressionProgram('broken regression', { operator: 'NoSuchOperator' });
      const failure = await engine.compile(spec).catch((thrown: unknown) => thrown);
      expect(failure).toBeInstanceOf(LabError);
      expect(failure).toMatchObject({ code: 'engine-failed', where: 'broken regression' });
      const lacking = { ...regressionProgram(), weights: ['truth', 'absent'] };
      await expect(engine.compile(lacking)).rejects.toThrow(/weight “absent” is not loaded/);
    });
  });
}
