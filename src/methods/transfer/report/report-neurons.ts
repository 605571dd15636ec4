/** Activated neurons of the prompts, and what happens when they are switched off. */
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import { MASK, maskTargets, type NeuronMask } from '../../../experiment/transfer/cells/mask.ts';
import type {
  MaskingPoint,
  MaskingReport,
  MaskKind,
  NeuronReport,
  OverlapOverSteps,
} from '../../../experiment/transfer/transfer-report.ts';
import { activatedNeurons } from '../neuron-bits.ts';
import { neuronOverlap } from '../neuron-overlap.ts';
import { meanOfKnown, overSeeds, SHARE } from './over-seeds.ts';
import { rightRows, shareRight, type SweepScores } from './sweep-scores.ts';

/** As many digits as records keep of activations. */
const DIGITS = 4;

/** Activations with each task's prompt alone, mean over seeds. */
export function neuronReports(scores: SweepScores): readonly NeuronReport[] {
  return scores.tasks.flatMap((task, index): readonly NeuronReport[] => {
    const cells = scores.seeds.map((seed) => scores.neurons(task, seed)).filter((cell) => cell !== null);
    if (cells.length === 0) return [];
    const [{ layers, neurons }] = cells;
    const values = new Float32Array(layers * neurons);
    for (const cell of cells) cell.alone.forEach((value, at) => (values[at] += value / cells.length));
    return [
      { task: index, layers, neurons, values: values.map((value) => Number(value.toPrecision(DIGITS))) },
    ];
  });
}

/** ON of each two tasks' prompts at each evaluation of their training, last three layers, prompt alone. */
export function overlapOverSteps(scores: SweepScores): readonly OverlapOverSteps[] {
  const { tasks, seeds } = scores;
  const histories = tasks.map((task) =>
    seeds.map((seed) => {
      const [trained, probed] = [scores.trained(task, seed), scores.neurons(task, seed)];
      if (trained === null || probed === null || trained.activated.length !== trained.curve.length)
        return null;
      const { layers, neurons } = probed;
      return trained.activated.map((bits, index) => ({
        step: trained.curve[index].step,
        activations: { layers, neurons, values: activatedNeurons(bits, layers * neurons) },
      }));
    }),
  );
  return tasks.flatMap((_, a) =>
    tasks.slice(a + 1).flatMap((_task, further): readonly OverlapOverSteps[] => {
      const b = a + 1 + further;
      const steps = histories[a].flatMap((history) => history?.map(({ step }) => step) ?? []);
      const points = [...new Set(steps)].flatMap((step) => {
        const on = seeds.map((_seed, seed) => {
          const [mine, other] = [a, b].map((task) => histories[task][seed]?.find((one) => one.step === step));
          return mine === undefined || other === undefined
            ? null
            : neuronOverlap(mine.activations, other.activations);
        });
        const estimate = overSeeds(on, SHARE);
        return estimate === null ? [] : [{ step, on: estimate }];
      });
      return points.length === 0 ? [] : [{ tasks: [a, b], points }];
    }),
  );
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
        const result = scores.result(MASK, { kind: 'mask', task, target, mask, share: part, seed });
        return result === null ? null : shareRight(rightRows(result.predictions, swept.truth), rows);
      };
      const points = masking.shares.flatMap((part) =>
        KINDS.flatMap((kind): readonly MaskingPoint[] => {
          // With nothing switched off there is one measurement, the start of all three lines.
          const masks = masksOf(part === 0 ? 'own' : kind, masking.randomMasks, other);
          const accuracy = overSeeds(
            seeds.map((seed) => meanOfKnown(masks.map((mask) => share(mask, part, seed)))),
            SHARE,
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
