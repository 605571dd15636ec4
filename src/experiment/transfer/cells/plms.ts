/** Which PLMs a transfer sweep runs on. */
import type { TransferSweep } from '../sweep-recipe.ts';

/** The other PLMs that a sweep projects to, each once. */
export const otherPlms = ({ projections }: TransferSweep): readonly string[] => [
  ...new Set(projections.map(({ toPlm }) => toPlm)),
];

/** For cells whose ids leave their PLM to the sweep. */
export const samePlm = (now: TransferSweep, then: TransferSweep): boolean => now.plm === then.plm;
