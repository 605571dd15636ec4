/** What the place shows of a record and its report. Pure. */
import { SCORES, scoresOf } from '../../../experiment/progressive/cells/scores.ts';
import type { GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import type { GrowthReport } from '../../../experiment/progressive/growth-report.ts';
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import type { FigureMetadata } from '../../../views/table-twin.ts';
import type { ScoresInput } from '../../../views/grow/neuron-scores.ts';
import type { RecordedGrowth, ShownGrowth } from '../grow-lab-types.ts';

function metadataOf({ parts, recipe }: GrowthRecord): FigureMetadata {
  const [first] = parts;
  const last = parts.at(-1);
  // A prompt to start from is in the experiment file; its numbers would make every other file longer than its figure.
  const { start, ...rest } = recipe;
  return {
    madeBy: first?.madeBy ?? '',
    startedAt: first?.startedAt ?? '',
    seed: recipe.seeds.join(' '),
    recipe: JSON.stringify(start === undefined ? rest : { ...rest, start: { ...start, values: [] } }),
    engine: last === undefined ? '' : `${last.engine.engine} on ${last.engine.device}`,
    versions: last === undefined ? '' : JSON.stringify(last.engine.versions),
  };
}

export const shownGrowth = (record: GrowthRecord, report: GrowthReport): ShownGrowth => ({
  report,
  structure: record.structure,
  testRows: record.tasks.find(({ name }) => name === report.task)?.truth.length ?? 0,
  scores: scoresInput(record, report),
  madeBy: metadataOf(record),
});

/** Neurons of every block, most active first; null where they weren't scored. */
function scoresInput({ structure, cells }: GrowthRecord, { task, stages }: GrowthReport): ScoresInput | null {
  const scored = resultOf(cells, SCORES, scoresOf(task));
  if (scored === null) return null;
  const owners = structure.layers.flatMap(({ neurons }, layer) => neurons.map(() => layer));
  let from = 0;
  const blocks = scored.sizes.map((size, block) => {
    const scores = [...scored.scores.subarray(from, from + size)].sort((a, b) => b - a);
    from += size;
    return { layer: owners[block], scores };
  });
  const widest = Math.max(0, ...scored.sizes);
  const cuts = [...new Set(stages.map(({ neurons }) => neurons))].filter((cut) => cut < widest);
  return { blocks, rows: scored.rows, cuts: cuts.sort((a, b) => a - b) };
}

/** As a list of recorded runs has it: the run's file has the rest. */
export function recordedGrowth({ report, structure, testRows, madeBy }: ShownGrowth): RecordedGrowth {
  const { start, ...recipe } = report.recipe;
  return {
    report: {
      ...report,
      recipe: start === undefined ? recipe : { ...recipe, start: { ...start, values: [] } },
      neurons: report.neurons === null ? null : { ...report.neurons, kept: [] },
    },
    structure,
    testRows,
    madeBy,
  };
}
