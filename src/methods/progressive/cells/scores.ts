/** Scores the PLM's neurons on training rows, behind an untrained prompt. */
import { SCORES, type ScoredNeurons, type ScoresCell } from '../../../experiment/progressive/cells/scores.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffled } from '../../../experiment/sampling.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import type { GrowthWorld } from '../growth-world.ts';
import { scoreNeurons } from '../score-neurons.ts';

export const scores: CellComputation<ScoresCell, ScoredNeurons, GrowthWorld> = {
  of: SCORES,
  async compute({ task: name, seed }, { world, control, progress }) {
    const { plm, tokenizer } = await world.plm;
    const task = await world.encodedTask(name);
    const engine = await world.engine(world.sweep.plm);
    const drawn = shuffled(task.train.length, randomStream(seed, 'scored rows')).slice(
      0,
      world.sweep.scoreRows,
    );
    const rows = Array.from(drawn, (row) => task.train[row]);
    const prompt = await world.untrained(name, seed);
    const values = await scoreNeurons({ plm, tokenizer, task, engine }, prompt, rows, (done) => {
      progress('scoring neurons', done, rows.length);
      return control.hold(() => Promise.resolve());
    });
    if (values === null) throw stopped();
    const { layers } = await world.structure();
    return {
      kind: 'scored-neurons',
      rows: rows.length,
      sizes: layers.flatMap(({ neurons }) => neurons),
      scores: values,
    };
  },
};
