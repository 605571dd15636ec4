/** Cells that score a task's prompt on a target while neurons are switched off. */
import type { CellKind, FamilyOf } from '../../sweep/cell-kind.ts';
import { same } from '../../sweep/same.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import type { TransferSweep } from '../sweep-recipe.ts';
import { samePlm } from './plms.ts';
import { SCORED, type ScoredCell } from './transfer.ts';

export type NeuronMask =
  | { readonly kind: 'own' }
  | { readonly kind: 'random'; readonly draw: number }
  /** Of another task's prompt. */
  | { readonly kind: 'other-task'; readonly task: string };

export interface MaskCell {
  readonly kind: 'mask';
  readonly task: string;
  readonly target: string;
  readonly mask: NeuronMask;
  readonly share: number;
  readonly seed: number;
}

function maskId(mask: NeuronMask): string {
  switch (mask.kind) {
    case 'own':
      return 'own';
    case 'random':
      return `random/${String(mask.draw)}`;
    case 'other-task':
      return `of/${mask.task}`;
  }
  return mask satisfies never;
}

/** The targets that a task's masks are measured on: itself, and the first other task of its type and of another type. */
export function maskTargets(task: string, tasks: readonly string[], familyOf: FamilyOf): readonly string[] {
  const others = tasks.filter((other) => other !== task);
  const alike = others.find((other) => familyOf(other) === familyOf(task));
  const different = others.find((other) => familyOf(other) !== familyOf(task));
  return [task, alike, different].filter((target) => target !== undefined);
}

export const MASK: CellKind<MaskCell, ScoredCell, TransferSweep> = {
  kind: 'mask',
  id: ({ mask, share, task, target, seed }) =>
    `mask ${maskId(mask)} ${String(share)} ${task} → ${target} seed ${String(seed)}`,
  list({ masking, tasks, seeds }, familyOf) {
    if (masking === null) return [];
    return seeds.flatMap((seed) =>
      masking.tasks.flatMap((task) => {
        const other =
          tasks.find((name) => familyOf(name) !== familyOf(task)) ?? tasks.find((name) => name !== task);
        const masks: readonly NeuronMask[] = [
          { kind: 'own' },
          ...Array.from({ length: masking.randomMasks }, (_, draw): NeuronMask => ({ kind: 'random', draw })),
          ...(other === undefined ? [] : [{ kind: 'other-task', task: other } as const]),
        ];
        return maskTargets(task, tasks, familyOf).flatMap((target) =>
          masking.shares.flatMap((share) =>
            // With no neuron switched off all masks are one, and with every one.
            (share === 0 || share === 1 ? masks.slice(0, 1) : masks).map((mask): MaskCell => ({
              kind: 'mask',
              task,
              target,
              mask,
              share,
              seed,
            })),
          ),
        );
      }),
    );
  },
  owner: ({ task, seed }, { plm }) => `${plm} shared ${task} ${String(seed)}`,
  tasks: ({ task, target }) => [task, target],
  result: SCORED,
  fits({ predictions }, { target }, record) {
    const rows = testRowsIn(record, target);
    return predictions.length === Math.min(rows, record.recipe.masking?.rows ?? rows);
  },
  holds: (now, then) => samePlm(now, then) && same(now.masking, then.masking),
  takesAsLongAs: 'transfer',
};
