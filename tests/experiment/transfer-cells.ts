/** The cells of transfer sweeps and their results, as types of their own. Only tests import it. */
import type { CellResult as AnyResult, FamilyOf, ResultKind } from '../../src/experiment/sweep/cell-kind.ts';
import { idOf, listCells } from '../../src/experiment/sweep/list-cells.ts';
import type { FailedCell } from '../../src/experiment/sweep/sweep-record.ts';
import type { TRANSFER_CELLS } from '../../src/experiment/transfer/cells/index.ts';
import type { TransferSweep } from '../../src/experiment/transfer/sweep-recipe.ts';
import { transferExperiment } from '../../src/experiment/transfer/transfer-experiment.ts';

type Kinds = (typeof TRANSFER_CELLS)[number];

export type SweepCell = Kinds extends infer K ? (K extends { id(cell: infer C): string } ? C : never) : never;

export type CellOf<K extends SweepCell['kind']> = Extract<SweepCell, { kind: K }>;

export type CellResult =
  FailedCell | (Kinds extends infer K ? (K extends { result: ResultKind<infer R> } ? R : never) : never);

export const cellId = (cell: SweepCell): string => idOf(transferExperiment, cell);

export const cellsOf = (sweep: TransferSweep, familyOf: FamilyOf): readonly SweepCell[] =>
  listCells(transferExperiment, sweep, familyOf) as readonly SweepCell[];

/** What a record holds of a transfer sweep, as what it is. */
export const typed = (result: AnyResult): CellResult => result as CellResult;
