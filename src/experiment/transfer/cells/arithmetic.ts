/** Cells that score start + λ · (sum of tasks’ vectors) on a target’s test rows; nothing is trained. */
import type { CellKind } from '../../sweep/cell-kind.ts';
import type { TransferSweep } from '../sweep-recipe.ts';
import { answersAll } from './answers.ts';
import { samePlm } from './plms.ts';
import { SCORED, type ScoredCell } from './transfer.ts';

/** What is asked of vectors, and of a control as long. */
export interface Expression {
  /** Whose vectors are added; one or two. */
  readonly tasks: readonly string[];
  /** The start that the vectors were taken from, or an untrained prompt that no training began at. */
  readonly onto: 'own-start' | 'other-start';
  /** λ */
  readonly scale: number;
  readonly target: string;
}

export interface ArithmeticCell extends Expression {
  readonly kind: 'arithmetic';
  /** `random`: a vector of random directions instead, row by row as long as the tasks’. */
  readonly vector: 'tasks' | 'random';
  readonly seed: number;
}

/** What a recipe asks of vectors, in order: each task’s on another start, scaled on its own one, then the sums. */
export function expressionsOf({ arithmetic }: TransferSweep): readonly Expression[] {
  if (arithmetic === undefined) return [];
  const { tasks, scales, sums } = arithmetic;
  return [
    ...tasks.flatMap((task): readonly Expression[] => [
      { tasks: [task], onto: 'other-start', scale: 1, target: task },
      ...scales.map((scale) => ({ tasks: [task], onto: 'own-start', scale, target: task }) as const),
    ]),
    ...sums.flatMap((pair) =>
      pair.map((target): Expression => ({ tasks: pair, onto: 'own-start', scale: 1, target })),
    ),
  ];
}

export const ARITHMETIC: CellKind<ArithmeticCell, ScoredCell, TransferSweep> = {
  kind: 'arithmetic',
  id: ({ tasks, onto, scale, target, vector, seed }) =>
    `arithmetic ${onto} + ${String(scale)} × ${vector} ${tasks.join(' + ')} → ${target} seed ${String(seed)}`,
  list: (recipe) =>
    recipe.seeds.flatMap((seed) =>
      expressionsOf(recipe).flatMap((expression) =>
        // With λ = 0 nothing is added, whatever the vector.
        (expression.scale === 0 ? (['tasks'] as const) : (['tasks', 'random'] as const)).map(
          (vector): ArithmeticCell => ({ kind: 'arithmetic', ...expression, vector, seed }),
        ),
      ),
    ),
  owner: ({ tasks, seed }, { plm }) => `${plm} shared ${tasks[0]} ${String(seed)}`,
  tasks: ({ tasks, target }) => [...new Set([...tasks, target])],
  result: SCORED,
  fits: ({ predictions }, { target }, record) => answersAll(predictions, target, record),
  holds: samePlm,
  takesAsLongAs: 'transfer',
};
