/** Lets parts of every depth and width read the prompts of a growing run. */
import { ARM } from '../../../experiment/progressive/cells/arm.ts';
import { GRID, type GridCell, type ReadGrid } from '../../../experiment/progressive/cells/grid.ts';
import { accuracyOf } from '../../prompt/baselines.ts';
import type { PlmVersion } from '../../prompt/prompt-session.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import { growingStages } from '../growing-stages.ts';
import type { GrowthWorld } from '../growth-world.ts';

const rising = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

export const grid: CellComputation<GridCell, ReadGrid, GrowthWorld> = {
  of: GRID,
  async compute({ task, seed }, context) {
    const { world, need, control, progress } = context;
    const run = await need(ARM, { kind: 'arm', arm: 'grow', task, seed });
    const session = await world.session(task, seed);
    const { dev } = session.task;
    const counts = await world.stageCounts();
    const [depths, widths] = [
      rising(counts.map(({ layers }) => layers)),
      rising(counts.map(({ neurons }) => neurons)),
    ];
    const size = run.length * run.width;
    const prompts = run.points.map((_, at) => run.prompts.subarray(at * size, (at + 1) * size));
    const accuracy = prompts.map((): number[] => []);
    const parts = depths.flatMap((layers) => widths.map((neurons) => ({ layers, neurons })));
    const read = async (prompt: Float32Array, version: PlmVersion): Promise<number> => {
      const work = session.scoreBatches(dev, prompt, null, version);
      let next = await work.next();
      for (; next.done !== true; next = await work.next())
        if (!(await control.hold(() => Promise.resolve()))) throw stopped();
      return accuracyOf(next.value, dev);
    };
    for (const [index, part] of parts.entries()) {
      const [{ version }] = await growingStages(context, task, seed, await world.partWith(part));
      // One part after the other, so that the programs of one alone are there.
      for (const [point, prompt] of prompts.entries()) accuracy[point].push(await read(prompt, version));
      await session.releaseVersion(version);
      progress('reading with parts of the PLM', index + 1, parts.length);
    }
    return {
      kind: 'grid',
      depths,
      widths,
      rows: dev.length,
      points: run.points.map(({ step }, point) => ({ step, accuracy: accuracy[point] })),
    };
  },
};
