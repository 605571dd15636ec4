/** A made record in which every cell of a whole sweep has a result. Only tests import it. */
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { type CellResult, type SweepCell, cellsOf } from '../../experiment/transfer-cells.ts';
import type { TransferSweep } from '../../../src/experiment/transfer/sweep-recipe.ts';
import { activatedBits } from '../../../src/methods/transfer/neuron-bits.ts';
import {
  cellsFrom,
  familyOf,
  initialised,
  madeRecord,
  neurons,
  predictions,
  scored,
  TASKS,
  TRUTH,
  trained,
  wholeSweep,
} from '../../experiment/made-sweep.ts';

/** A number of a task and seed, so that prompts differ. */
const mark = (task: string, seed: number): number => 1 + TASKS.findIndex((name) => name === task) + 10 * seed;

/** Neurons of which a task's own pair is activated most. */
function activations(task: string): number[] {
  const index = Math.max(
    0,
    TASKS.findIndex((name) => name === task),
  );
  return Array.from({ length: 3 * 6 }, (_, at) => (Math.floor((at % 6) / 2) === index ? 1 : -1) * (1 + at));
}

const projectedOf = (right: number) => ({
  projected: predictions(right),
  zero: predictions(4),
  noise: predictions(3),
  shuffled: predictions(right - 1),
  otherTask: predictions(right - 2),
});

export function resultOf(cell: SweepCell): CellResult {
  switch (cell.kind) {
    case 'train': {
      const m = mark(cell.task, cell.seed);
      const bits = activatedBits(Float32Array.from(activations(cell.task)));
      return { ...trained([m, -1, m, 2, 1, -m]), activated: [bits, bits] };
    }
    case 'transfer':
      if (cell.source.kind !== 'task') return scored(4);
      return scored(
        cell.source.task === cell.target ? 8 : familyOf(cell.source.task) === familyOf(cell.target) ? 6 : 4,
      );
    case 'neurons':
      return neurons(activations(cell.task));
    case 'random-start':
    case 'initialise':
    case 'initialise-projected':
      return initialised([0.75, 0.8], 8);
    case 'mask':
      return {
        ...scored(0),
        predictions: predictions(cell.mask.kind === 'own' && cell.share > 0 ? 1 : 4).slice(0, 4),
      };
    case 'recommend':
      return {
        kind: 'recommended',
        length: 2,
        width: 3,
        prompt: Float32Array.of(mark(cell.target, cell.seed), -1, 3, 2, 1, 0),
        layers: 3,
        neurons: 6,
        alone: Float32Array.from(activations(cell.target)),
        probes: [0, 1].map((steps) => ({
          steps,
          results: TASKS.filter((name) => name !== cell.target).map((name) => ({
            name,
            loss: familyOf(name) === familyOf(cell.target) ? 0.3 : 0.9,
            accuracy: 0.5,
          })),
        })),
      };
    case 'project':
      return {
        kind: 'projected',
        parameters: 12,
        losses: [0.7, 0.6],
        tasks: Object.fromEntries(
          TASKS.map((task) => [task, { prompt: Float32Array.of(1, 2), predictions: projectedOf(7) }]),
        ),
        collapsed: cell.seed === 1,
        cosines: TASKS.map((_, i) => TASKS.map((__, j) => (i === j ? 1 : 0.5))),
        seconds: 2,
      };
    case 'arithmetic':
      return scored(cell.vector === 'random' ? 4 : cell.onto === 'other-start' ? 6 : 7);
  }
  return cell satisfies never;
}

export const fullRecord = (change: Partial<TransferSweep> = {}): TransferRecord =>
  recordOf(wholeSweep(change));

export function recordOf(recipe: TransferSweep): TransferRecord {
  const cells = cellsOf(recipe, familyOf).map((cell) => [cell, resultOf(cell)] as const);
  return madeRecord(recipe, cellsFrom(cells), {
    initialPrompts: { '1': Float32Array.of(1, 0, 1, 0, 1, 0), '2': Float32Array.of(0, 1, 0, 1, 0, 1) },
  });
}

/** Rows of the made tasks. */
export const ROWS = TRUTH.length;
