/** How alike prompts are that were trained on differently large parts of one PLM (spec 9). */
import type { GrownPrompt } from '../../../experiment/progressive/cells/arm.ts';
import { PART_NEURONS } from '../../../experiment/progressive/cells/part-neurons.ts';
import { PART, plannedStages, type PartStart } from '../../../experiment/progressive/cells/part.ts';
import type { GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import type { ReportedSimilarity } from '../../../experiment/progressive/growth-report.ts';
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { activatedNeurons } from '../../transfer/neuron-bits.ts';
import { neuronOverlap, type NeuronActivations } from '../../transfer/neuron-overlap.ts';
import { cAligned, cAverage, cConcat } from '../../transfer/prompt-similarity.ts';
import type { PromptMatrix } from '../../transfer/prompt-matrix.ts';
import { meanOfKnown } from '../../transfer/report/over-seeds.ts';

const matrixOf = (run: GrownPrompt | null): PromptMatrix | null =>
  run === null ? null : { length: run.length, width: run.width, values: run.prompt };

/** Every two planned stages of which some seed has prompts. */
export function reportedSimilarity(
  { recipe, cells }: GrowthRecord,
  task: string,
): readonly ReportedSimilarity[] {
  const promptOf = (stage: number, start: PartStart, seed: number): PromptMatrix | null =>
    matrixOf(resultOf(cells, PART, { kind: 'part', stage, start, task, seed }));
  const mean = (
    one: number,
    other: number,
    start: PartStart,
    of: (a: PromptMatrix, b: PromptMatrix) => number,
  ): number | null =>
    meanOfKnown(
      recipe.seeds.map((seed) => {
        const [a, b] = [promptOf(one, 'same', seed), promptOf(other, start, seed)];
        return a === null || b === null ? null : of(a, b);
      }),
    );
  const neuronsOf = (stage: number, start: PartStart, seed: number): NeuronActivations | null => {
    const asked = resultOf(cells, PART_NEURONS, { kind: 'part-neurons', stage, start, task, seed });
    if (asked === null) return null;
    const { layers, neurons, active } = asked;
    return { layers, neurons, values: activatedNeurons(active, layers * neurons) };
  };
  const overlap = (one: number, other: number, start: PartStart): number | null =>
    meanOfKnown(
      recipe.seeds.map((seed) => {
        const [a, b] = [neuronsOf(one, 'same', seed), neuronsOf(other, start, seed)];
        return a === null || b === null ? null : neuronOverlap(a, b);
      }),
    );
  const stages = Array.from({ length: plannedStages(recipe) }, (_, stage) => stage);
  return stages.flatMap((one) =>
    stages.slice(one + 1).flatMap((other): readonly ReportedSimilarity[] => {
      const concat = mean(one, other, 'same', cConcat);
      const average = mean(one, other, 'same', cAverage);
      const perPosition = mean(one, other, 'same', cAligned);
      if (concat === null || average === null || perPosition === null) return [];
      const otherStart = mean(one, other, 'other', cConcat);
      return [
        {
          ...{ between: [one, other], C_concat: concat, C_average: average, perPosition, otherStart },
          neuronOverlap: overlap(one, other, 'same'),
          otherStartOverlap: overlap(one, other, 'other'),
        },
      ];
    }),
  );
}
