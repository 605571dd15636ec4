/** What a sweep of growing PLMs leaves behind. */
import { LabError } from '../../errors/lab-error.ts';
import type { SweepHeader, SweepRecord } from '../sweep/sweep-record.ts';
import { growthKind } from './growth-kind.ts';
import type { GrowthSweep } from './growth-recipe.ts';
import type { GrownFacts } from './stages.ts';

/** What the closed form and the stages need to know of the PLM. */
export interface GrownStructure extends GrownFacts {
  /** Of the residual stream. */
  readonly width: number;
  readonly vocabulary: number;
  /** Whether feed-forward blocks have two maps in. */
  readonly gated: boolean;
}

export interface GrowthHeader extends SweepHeader {
  readonly structure: GrownStructure;
}

export type GrowthRecord = SweepRecord<GrowthSweep> & GrowthHeader;

/** Whether a record is of this experiment, as its recipe says; what reads records has checked the rest by its schema. */
const isGrowth = (record: SweepRecord): record is GrowthRecord => record.recipe.method === growthKind.kind;

/** @throws LabError `file` for the record of another experiment */
export function growthRecord(record: SweepRecord): GrowthRecord {
  if (isGrowth(record)) return record;
  throw new LabError({
    code: 'file',
    message: 'This sweep is none of growing PLMs.',
    remedy: 'Open it where sweeps of its kind are shown.',
    where: 'recipe',
  });
}
