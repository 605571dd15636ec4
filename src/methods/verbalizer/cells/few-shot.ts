/** Learns from a few labelled rows with the PLM frozen, by what the variant learns. */
import {
  FEW_SHOT,
  type FewShotCell,
  type FewShotResult,
} from '../../../experiment/verbalizer/cells/few-shot.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { drawLabelled } from '../draw-labelled.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';
import { LEARNERS } from '../learn/learners.ts';

export const fewShot: CellComputation<FewShotCell, FewShotResult, VerbalizeWorld> = {
  of: FEW_SHOT,
  async compute(cell, context) {
    const { world } = context;
    const [reader, task] = [await world.reader(), await world.task(cell.task)];
    const started = performance.now();
    const [compiled, forward] = [reader.compileMs, reader.forwardMs];
    const rows = drawLabelled(task, cell.shots, cell.seed);
    const learned = await LEARNERS[cell.variant](context, cell, rows);
    const all = performance.now() - started - (reader.compileMs - compiled);
    return {
      kind: 'few-shot',
      labelled: rows.train,
      looked: rows.dev,
      weights: new Float32Array(0),
      tokens: [],
      ...learned,
      seconds: [all / 1000, (reader.forwardMs - forward) / 1000],
    };
  },
};
