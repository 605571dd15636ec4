/** Activated neurons of the prompts, and what happens when they are switched off. */
import { randomStream } from '../../../experiment/random.ts';
import { maskTargets, type NeuronMask } from '../../../experiment/sweep-cells.ts';
import type { SweptTask } from '../../../experiment/sweep-record.ts';
import type {
  MaskingPoint,
  MaskingReport,
  MaskKind,
  NeuronReport,
} from '../../../experiment/transfer-report.ts';
import { meanOfKnown, overSeeds } from './resample.ts';
import { rightRows, shareRight, type SweepScores } from './sweep-scores.ts';

/** Activations with each task's prompt alone, mean over seeds. */
export function neuronReports(scores: SweepScores): readonly NeuronReport[] {
  return scores.tasks.flatMap((task, index): readonly NeuronReport[] => {
    const cells = scores.seeds.map((seed) => scores.neurons(task, seed)).filter((cell) => cell !== null);
    if (cells.length === 0) return [];
    const [{ layers, neurons }] = cells;
    const values = new Float32Array(layers * neurons);
    for (const cell of cells) cell.alone.forEach((value, at) => (values[at] += value / cells.length));
    return [{ task: index, layers, neurons, values }];
  });
}

function masksOf(kind: MaskKind, draws: number, other: string | null): readonly NeuronMask[] {
  switch (kind) {
    case 'own':
      return [{ kind: 'own' }];
    case 'random':
      return Array.from({ length: draws }, (_, draw) => ({ kind: 'random', draw }));
    case 'other-task':
      return other === null ? [] : [{ kind: 'other-task', task: other }];
  }
  return kind satisfies never;
}

const KINDS: readonly MaskKind[] = ['own', 'random', 'other-task'];

export function maskingReports(scores: SweepScores): readonly MaskingReport[] {
  const { masking } = scores.record.recipe;
  if (masking === null) return [];
  const { tasks, seeds } = scores;
  const find = (name: string): number => tasks.findIndex((task) => task.name === name);
  const familyOf = (name: string): string => tasks[find(name)].family;
  return masking.tasks.flatMap((task) => {
    const names = tasks.map(({ name }) => name);
    const other =
      names.find((name) => familyOf(name) !== familyOf(task)) ?? names.find((name) => name !== task) ?? null;
    return maskTargets(task, names, familyOf).flatMap((target): readonly MaskingReport[] => {
      const swept: SweptTask = tasks[find(target)];
      const rows = scores.keptRows(tasks[find(task)], swept).filter((row) => row < masking.rows);
      const share = (mask: NeuronMask, part: number, seed: number): number | null => {
        const result = scores.result({ kind: 'mask', task, target, mask, share: part, seed });
        return result?.kind === 'scored'
          ? shareRight(rightRows(result.predictions, swept.truth), rows)
          : null;
      };
      const points = masking.shares.flatMap((part) =>
        KINDS.flatMap((kind): readonly MaskingPoint[] => {
          // With nothing switched off there is one measurement, the start of all three lines.
          const masks = masksOf(part === 0 ? 'own' : kind, masking.randomMasks, other);
          const accuracy = overSeeds(
            seeds.map((seed) => meanOfKnown(masks.map((mask) => share(mask, part, seed)))),
            randomStream(1, `mask ${task} ${target} ${kind} ${String(part)}`),
          );
          return accuracy === null ? [] : [{ share: part, mask: kind, accuracy }];
        }),
      );
      if (points.length === 0) return [];
      const relation =
        target === task ? 'own' : familyOf(target) === familyOf(task) ? 'same-type' : 'different-type';
      return [{ task: find(task), target: find(target), relation, rows: rows.length, points }];
    });
  });
}
