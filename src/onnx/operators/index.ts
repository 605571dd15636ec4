/** Every operator that a compiled graph may contain. All else is rewritten into these on the way in (`lowering`). */
import { CONTRACTION } from './contraction.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { GENERATION } from './generation.ts';
import { INDEXING } from './indexing.ts';
import { MOVEMENT } from './movement.ts';
import type { OperatorTable } from './operator.ts';
import { REDUCTION } from './reduction.ts';

export const OPERATORS: OperatorTable = {
  ...ELEMENTWISE,
  ...CONTRACTION,
  ...REDUCTION,
  ...MOVEMENT,
  ...INDEXING,
  ...GENERATION,
};
