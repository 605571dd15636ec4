/** A prompt that is trained on one part of the PLM alone: what prompts of differently sized parts have in common (spec 9). */
import type { CellKind } from '../../sweep/cell-kind.ts';
import type { GrowthSweep } from '../growth-recipe.ts';
import { ARM, type GrownPrompt } from './arm.ts';
import { sameGrowth } from './same-growth.ts';

/** `same`: all parts of a seed start from one prompt. `other`: each control from one of another seed. */
export type PartStart = 'same' | 'other';

export interface PartCell {
  readonly kind: 'part';
  /** Number of the planned stage whose part it is, from 0. */
  readonly stage: number;
  readonly start: PartStart;
  readonly task: string;
  readonly seed: number;
}

export const plannedStages = ({ stages }: GrowthSweep): number =>
  stages.by === 'counts' ? stages.counts.length : stages.shares.length;

export const PART: CellKind<PartCell, GrownPrompt, GrowthSweep> = {
  kind: 'part',
  id: ({ stage, start, task, seed }) => `part ${String(stage)} ${start} start ${task} seed ${String(seed)}`,
  list: (sweep) =>
    sweep.similarity === true
      ? sweep.seeds.flatMap((seed) =>
          sweep.tasks.flatMap((task) =>
            (['same', 'other'] as const).flatMap((start) =>
              Array.from({ length: plannedStages(sweep) }, (_, stage): PartCell => ({
                kind: 'part',
                stage,
                start,
                task,
                seed,
              })),
            ),
          ),
        )
      : [],
  owner: ({ stage, start, task, seed }) => `part ${String(stage)} ${start} ${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: ARM.result,
  fits: ({ length }, _, record) => length === record.recipe.training.promptLength,
  holds: (now, then) => now.plm === then.plm && sameGrowth(now, then),
  takesAsLongAs: 'arm',
};
